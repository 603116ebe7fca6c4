"""``python -m tests.modelsearch_suite [--backend stock|ours]``: both, compared, unless one is named.

Ends with 1 if a test fails with our backend that passes with modelsearch's own. ``DATABASE_URL`` names the
database. What modelsearch skips itself for a backend stays skipped and is listed; our own tests ask it again.
"""

import argparse
import json
import os
import subprocess
import sys
import unittest
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.modelsearch_suite.apps import VARIABLE

ANSWER = "modelsearch-suite:"
#: Test modules that need a server of their own.
_ELSEWHERE = ("elasticsearch", "opensearch", "mysql")


@dataclass
class Outcome:
    """What became of each test, by its name."""

    tests: dict[str, str] = field(default_factory=dict)
    messages: dict[str, str] = field(default_factory=dict)

    def skipped(self) -> set[str]:
        return {name for name, word in self.tests.items() if word == "skipped"}

    def summary(self) -> str:
        counts = Counter(self.tests.values())
        return ", ".join(f"{counts[word]} {word}" for word in sorted(counts))


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.modelsearch_suite", description=__doc__)
    parser.add_argument("--backend", choices=["stock", "ours"])
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    if chosen.here:
        sys.stdout.write(f"\n{ANSWER}{json.dumps(vars(run_here()))}\n")
        return 0
    if chosen.backend:
        found = run(chosen.backend)
        _say(f"{chosen.backend}: {found.summary()}")
        for name, message in found.messages.items():
            if found.tests[name] == "failed":
                _say(f"\n{name}\n{message}")
        return int(any(word == "failed" for word in found.tests.values()))
    return _compare(run("stock"), run("ours"))


def run(backend: str) -> Outcome:
    """In a process of its own: Django is set up once, with one backend."""
    process = subprocess.run(
        [sys.executable, "-m", "tests.modelsearch_suite", "--here"],
        env={
            **os.environ,
            VARIABLE: backend,
            "DJANGO_SETTINGS_MODULE": "tests.modelsearch_suite.settings",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    lines = [line for line in process.stdout.splitlines() if line.startswith(ANSWER)]
    if not lines:
        raise SystemExit(process.stderr)
    return Outcome(**json.loads(lines[-1].removeprefix(ANSWER)))


def _compare(stock: Outcome, ours: Outcome) -> int:
    _say(f"modelsearch's own: {stock.summary()}")
    _say(f"ours:              {ours.summary()}")
    expected = {name for name, word in stock.tests.items() if word == "passed"}
    # What modelsearch leaves out for its own, ours must do.
    expected |= {name for name in ours.tests if "asked_again" in name} - ours.skipped()
    worse = sorted(name for name in expected if ours.tests.get(name) != "passed")
    for name in worse:
        _say(f"\nworse: {name}: {ours.tests.get(name, 'missing')}\n{ours.messages.get(name, '')}")
    for name, word in ours.tests.items():
        if word == "failed" and name not in worse:
            _say(f"fails with both: {name}")
    for reason, count in Counter(ours.messages[name] for name in ours.skipped()).most_common():
        _say(f"skipped: {count}, {reason}")
    _say(f"{len(worse)} worse")
    return int(bool(worse))


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


def run_here() -> Outcome:
    import django

    django.setup()
    from django.test.runner import DiscoverRunner

    outcome = Outcome()

    class Recording(unittest.TextTestResult):
        def _record(self, test: Any, word: str, message: str = "") -> None:
            outcome.tests[test.id()] = word
            if message:
                outcome.messages[test.id()] = message

        def addSuccess(self, test: Any) -> None:
            self._record(test, "passed")

        def addFailure(self, test: Any, err: Any) -> None:
            self._record(test, "failed", self._exc_info_to_string(err, test))

        def addSubTest(self, test: Any, subtest: Any, err: Any) -> None:
            if err is not None:
                self.addFailure(subtest, err)

        addError = addFailure

        def addSkip(self, test: Any, reason: str) -> None:
            self._record(test, "skipped", reason)

        def addExpectedFailure(self, test: Any, err: Any) -> None:
            self._record(test, "failed as expected")

        def addUnexpectedSuccess(self, test: Any) -> None:
            self._record(test, "passed unexpectedly")

    class Runner(DiscoverRunner):
        def get_resultclass(self) -> Any:
            return Recording

    import modelsearch.tests as package

    folder = package.__path__[0]
    names = sorted(name[:-3] for name in os.listdir(folder) if name.startswith("test_"))
    labels = [
        f"modelsearch.tests.{name}"
        for name in names
        if name.isidentifier() and not any(word in name for word in _ELSEWHERE)
    ]
    if os.environ[VARIABLE] == "ours":
        labels.append("tests.modelsearch_suite.asked_again")
    Runner(verbosity=0, interactive=False).run_tests(labels)
    return outcome


if __name__ == "__main__":
    sys.exit(main())
