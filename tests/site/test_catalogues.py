"""Every string that the code shows has its Chinese, compiled and shipped."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from django.apps import apps
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[2]
PACK = ("xcms", "registry", "notices")
CALLS = {
    "_": (0,),
    "_n": (0,),
    "gettext": (0,),
    "gettext_lazy": (0,),
    "gettext_noop": (0,),
    "ngettext": (0,),
    "ngettext_lazy": (0,),
    "pgettext": (1,),
    "pgettext_lazy": (1,),
    "npgettext": (1,),
    "npgettext_lazy": (1,),
}


def catalogue(app: str) -> polib.POFile:
    return polib.pofile(str(ROOT / app / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"))


def known() -> set[str]:
    """The pack's own entries, and what Django, Wagtail and the libraries have Chinese for."""
    found = {entry.msgid for app in PACK for entry in catalogue(app) if entry.translated()}
    for library in apps.get_app_configs():
        file = Path(library.path, "locale", "zh_Hans", "LC_MESSAGES", "django.mo")
        if library.name != "home" and file.exists():
            found.update(entry.msgid for entry in polib.mofile(str(file)) if entry.msgstr)
    return found


def literals(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = (
            node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        )
        for position in CALLS.get(name, ()):
            match node.args[position : position + 1]:
                case [ast.Constant(value=str(text))]:
                    yield text


def template_literals(source: str) -> Iterator[str]:
    """Django's own extractor turns tags into calls, and everything else into X."""
    for call in re.findall(r"n?p?gettext\(.*?\)\s|_\(.*?\)\s", templatize(source) + " ", re.DOTALL):
        try:
            yield from literals(call.strip())
        except SyntaxError:
            continue


def strings_of(app: str) -> set[str]:
    found: set[str] = set()
    for file in (ROOT / app).rglob("*.py"):
        if "migrations" not in file.parts:
            found.update(literals(file.read_text("utf-8")))
    for file in (ROOT / app).rglob("*.html"):
        found.update(template_literals(file.read_text("utf-8")))
    return found - {""}


@pytest.mark.parametrize("app", PACK)
def test_every_string_of_the_pack_has_its_chinese(app: str) -> None:
    missing = sorted(strings_of(app) - known())
    assert not missing, "\n".join(missing)


@pytest.mark.parametrize("app", PACK)
def test_no_entry_is_empty_or_fuzzy(app: str) -> None:
    assert [entry.msgid for entry in catalogue(app) if entry.fuzzy or not entry.translated()] == []


@pytest.mark.parametrize("app", PACK)
def test_the_compiled_catalogue_is_the_written_one(app: str) -> None:
    written = catalogue(app)
    compiled = polib.mofile(str(Path(written.fpath).with_suffix(".mo")))
    assert {(e.msgctxt, e.msgid, e.msgid_plural): (e.msgstr, e.msgstr_plural) for e in written} == {
        (e.msgctxt, e.msgid, e.msgid_plural): (e.msgstr, e.msgstr_plural) for e in compiled
    }


@pytest.mark.parametrize("app", PACK)
def test_translations_keep_every_placeholder(app: str) -> None:
    def places(text: str) -> set[str]:
        return set(re.findall(r"%\(\w+\)[sd]|\{\w*\}", text))

    assert [
        entry.msgid
        for entry in catalogue(app)
        if places(entry.msgid) | places(entry.msgid_plural)
        != places(entry.msgstr or "".join(entry.msgstr_plural.values()))
    ] == []


def test_the_extractor_sees_what_templates_say() -> None:
    source = '{% translate "One" %} x {% blocktranslate count n=2 %}a {{ n }}{% plural %}b{% endblocktranslate %}'
    assert {"One", "a %(n)s"} <= set(template_literals("{% load i18n %}" + source))


def test_no_two_apps_of_the_pack_say_one_string_differently() -> None:
    """Django merges the catalogues: the app that stands first would speak for the others."""
    said: dict[tuple[str | None, str], set[str]] = {}
    for app in PACK:
        for entry in catalogue(app):
            text = entry.msgstr or str(entry.msgstr_plural)
            said.setdefault((entry.msgctxt, entry.msgid), set()).add(text)

    assert {key: texts for key, texts in said.items() if len(texts) > 1} == {}


def test_one_string_has_one_chinese() -> None:
    """Where two apps translate it differently, the order of INSTALLED_APPS would decide."""
    said: dict[tuple[str | None, str], set[str]] = {}
    for app in PACK:
        for entry in catalogue(app):
            said.setdefault((entry.msgctxt, entry.msgid), set()).add(entry.msgstr)
    assert [msgid for (_, msgid), texts in said.items() if len(texts) > 1] == []
