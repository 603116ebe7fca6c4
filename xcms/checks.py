"""System checks: a misspelt setting, a missing app, a host package that hides one of ours."""

from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from xcms.conf import DEFAULTS, setting
from xcms.shadowing import shadowed_packages

_NEEDED = {
    "wagtail_modeladmin": "the registers' admin screens",
    "wagtail.snippets": "the registers' admin screens",
    "wagtail.documents": "attachments and group files",
    "wagtail.images": "images in notices",
    "django_filters": "the filters of the public lists",
}


@register
def check_settings(**_kwargs: Any) -> list[CheckMessage]:
    """XCMS holds known names only."""
    given = getattr(settings, "XCMS", {})
    if not isinstance(given, dict):
        return [Error("XCMS must be a dictionary.", id="xcms.E001")]
    known = ", ".join(sorted(DEFAULTS))
    return [
        Error(f"XCMS has no setting “{name}”.", hint=f"It knows: {known}.", id="xcms.E002")
        for name in sorted(set(map(str, given)) - set(DEFAULTS))
    ]


@register
def check_installed_apps(**_kwargs: Any) -> list[CheckMessage]:
    """The apps that ours build on are installed."""
    return [
        Error(
            f"“{name}” is not in INSTALLED_APPS; the pack needs it for {use}.",
            hint=f'Add "{name}" to INSTALLED_APPS.',
            id="xcms.E003",
        )
        for name, use in _NEEDED.items()
        if not apps.is_installed(name)
    ]


@register
def check_shadowed_packages(**_kwargs: Any) -> list[CheckMessage]:
    """``registry`` and ``notices`` mean the pack's packages, not the host's own of the same name."""
    home = Path(__file__).resolve().parents[1]
    return [Error(sentence, id="xcms.E004") for sentence in shadowed_packages(home)]


@register
def check_what_becomes_of_uncleaned_files(**_kwargs: Any) -> list[CheckMessage]:
    """A misspelt word would keep what was to be refused."""
    if not isinstance(getattr(settings, "XCMS", {}), dict):
        return []
    given = setting("FILES_UNCLEANED")
    if given in ("keep", "refuse"):
        return []
    return [
        Error(
            f"XCMS['FILES_UNCLEANED'] is {given!r}.",
            hint='Say "keep" or "refuse".',
            id="xcms.E010",
        )
    ]
