"""System checks speak before something fails without a word."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings

import xcms
from xcms.apps import XcmsConfig
from xcms.checks import (
    check_installed_apps,
    check_settings,
    check_shadowed_packages,
    check_what_becomes_of_uncleaned_files,
)
from xcms.shadowing import shadowed_packages

HOME = Path(__file__).resolve().parents[2]


def test_this_installation_passes() -> None:
    assert check_settings() == check_installed_apps() == check_shadowed_packages() == []


@override_settings(XCMS={"PAGE_SIZ": 10, "PAGE_SIZE": 10})
def test_an_unknown_setting_is_named() -> None:
    (error,) = check_settings()
    assert error.id == "xcms.E002"
    assert "PAGE_SIZ”" in error.msg
    assert "PAGE_SIZE" in str(error.hint)


@override_settings(XCMS=["PAGE_SIZE"])
def test_settings_that_are_no_dictionary_are_refused() -> None:
    assert [error.id for error in check_settings()] == ["xcms.E001"]


@override_settings(XCMS={"FILES_UNCLEANED": "refused"})
def test_a_misspelt_wish_for_files_is_refused() -> None:
    assert [error.id for error in check_what_becomes_of_uncleaned_files()] == ["xcms.E010"]


def test_a_missing_app_is_named_with_a_hint(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xcms.checks.apps.is_installed", lambda name: name != "wagtail_modeladmin")
    (error,) = check_installed_apps()
    assert error.id == "xcms.E003"
    assert '"wagtail_modeladmin"' in str(error.hint)


def test_a_hosts_own_package_of_our_name_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xcms.shadowing.PACKAGES", ("hostregistry",))
    (tmp_path / "hostregistry").mkdir()
    (tmp_path / "hostregistry" / "__init__.py").touch()
    monkeypatch.syspath_prepend(str(tmp_path))
    (sentence,) = shadowed_packages(HOME)
    assert "hostregistry" in sentence
    assert str(tmp_path / "hostregistry") in sentence
    with pytest.raises(ImproperlyConfigured, match="hostregistry"):
        XcmsConfig("xcms", xcms)


def test_ours_are_no_shadows() -> None:
    assert list(shadowed_packages(HOME)) == []
