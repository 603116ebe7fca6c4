"""Databases that the bench makes and drops: one prepared, and a copy of it for each measurement."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit, urlunsplit


class Databases(Protocol):
    """Copies are taken while nobody is connected to the original."""

    name: str

    def url(self, name: str) -> str: ...

    def create(self, name: str) -> str:
        """An empty one, and its address; one of that name is replaced."""
        ...

    def copy(self, source: str, target: str) -> str:
        """The new database's address; one of that name is replaced."""
        ...


class SqliteDatabases:
    name = "SQLite"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def url(self, name: str) -> str:
        return f"sqlite:///{self._path(name)}"

    def create(self, name: str) -> str:
        for path in self._folder.glob(f"{name}.sqlite3*"):
            path.unlink()
        return self.url(name)

    def copy(self, source: str, target: str) -> str:
        self.create(target)
        shutil.copyfile(self._path(source), self._path(target))
        return self.url(target)

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.sqlite3"


class PostgresDatabases:
    """Beside the one that ``DATABASE_URL`` names, which itself is not touched and need not exist."""

    name = "PostgreSQL"

    def __init__(self, url: str, run: str) -> None:
        self._parts = urlsplit(url)
        stem = self._parts.path.strip("/") or "xcms"
        self._stem = f"{stem if stem.startswith('bench') else f'bench_{stem}'}_{run}"
        self._made: set[str] = set()

    def url(self, name: str) -> str:
        self._made.add(name)
        return self._address(f"{self._stem}_{name}")

    def _address(self, database: str) -> str:
        return urlunsplit(self._parts._replace(path=f"/{database}"))

    def create(self, name: str) -> str:
        self._drop(name)
        self._execute(f"CREATE DATABASE {self._quoted(name)}")
        return self.url(name)

    def copy(self, source: str, target: str) -> str:
        self._drop(target)
        self._execute(f"CREATE DATABASE {self._quoted(target)} TEMPLATE {self._quoted(source)}")
        return self.url(target)

    def drop_all(self) -> None:
        for name in self._made:
            self._drop(name)

    def _drop(self, name: str) -> None:
        self._execute(f"DROP DATABASE IF EXISTS {self._quoted(name)} WITH (FORCE)")

    def _quoted(self, name: str) -> str:
        self._made.add(name)
        return '"' + f"{self._stem}_{name}".replace('"', '""') + '"'

    def _execute(self, statement: str) -> None:
        import psycopg

        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())


@contextmanager
def databases(url: str, folder: Path, run: str) -> Iterator[Databases]:
    """On the server that ``url`` names; in ``folder`` where it names none (or a SQLite file)."""
    if not url.startswith(("postgres", "pgsql")):
        yield SqliteDatabases(folder)
        return
    made = PostgresDatabases(url, run)
    made.create("base")
    try:
        yield made
    finally:
        made.drop_all()
