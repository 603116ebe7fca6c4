"""The page that tells an office how to lay out its sheets is true to the columns."""

from pathlib import Path
from typing import Any

import pytest

import registry.importers
from xcms.importing.importers import Importer
from xcms.registers import get_register, register_names
from xcms.text import name_key

README = (Path(registry.importers.__file__).parent / "README.md").read_text("utf-8")


def column_table(importer: type[Importer[Any]]) -> str:
    """The columns as the README shows them."""
    lines = ["| 列 | 也认作 | 必须有 | 填写 |", "| --- | --- | --- | --- |"]
    for column in importer.columns:
        required = "是" if column.required else ""
        lines.append(
            f"| {column.header} | {'、'.join(column.synonyms)} | {required} | {column.note} |"
        )
    return "\n".join(lines)


@pytest.mark.parametrize("name", register_names())
def test_readme_shows_every_column(name: str) -> None:
    importer = get_register(name).importer_class()
    assert importer is not None
    assert f"（`{name}`）" in README
    assert column_table(importer) in README


@pytest.mark.parametrize("name", register_names())
def test_a_header_belongs_to_one_column(name: str) -> None:
    importer = get_register(name).importer_class()
    assert importer is not None
    keys = [key for column in importer.columns for key in dict.fromkeys(column.header_keys())]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("name", register_names())
def test_every_exported_header_is_one_that_the_importer_knows(name: str) -> None:
    entry = get_register(name)
    importer = entry.importer_class()
    assert importer is not None
    known = {key for column in importer.columns for key in column.header_keys()}
    assert not [c.header for c in entry.export_columns if name_key(str(c.header)) not in known]
