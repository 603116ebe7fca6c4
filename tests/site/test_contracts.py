"""The rules between and inside the apps (pyproject.toml, ``[tool.importlinter]``)."""

from importlinter import cli


def test_layers_hold() -> None:
    assert cli.lint_imports(no_cache=True) == 0
