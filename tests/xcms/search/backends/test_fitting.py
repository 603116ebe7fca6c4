"""Our backend stands back from a modelsearch that it was not made for, and says so."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.checks import run_checks
from django.db import connection
from modelsearch.backends import get_search_backend

from xcms.search.backends import fitting
from xcms.search.backends.fitting import FINGERPRINTS, fingerprint, misfit


@pytest.fixture(autouse=True)
def _ask_anew() -> Iterator[None]:
    misfit.cache_clear()
    yield
    misfit.cache_clear()


def warnings(**options: Any) -> list[str]:
    return [str(found.id) for found in run_checks(**options) if str(found.id).startswith("xcms.W0")]


def test_the_installed_modelsearch_fits() -> None:
    """A new release: look at what it changed, run tests.modelsearch_suite, then note the fingerprint."""
    assert fingerprint(connection.vendor) in FINGERPRINTS[connection.vendor]
    assert misfit() == ""
    assert warnings() == []


def test_ours_is_in_use(db: None) -> None:
    assert type(get_search_backend()).__module__.startswith("xcms.search.backends.")


def test_a_changed_modelsearch_gets_its_own_backend(db: None, monkeypatch: Any) -> None:
    monkeypatch.setitem(FINGERPRINTS, connection.vendor, ("another",))

    assert type(get_search_backend()).__module__.startswith("modelsearch.")
    assert warnings() == ["xcms.W001"]


def test_a_class_that_is_gone_is_a_change(db: None, monkeypatch: Any) -> None:
    monkeypatch.setitem(
        fitting._CLASSES, connection.vendor, {"modelsearch.backends.base": ["Gone"]}
    )

    assert type(get_search_backend()).__module__.startswith("modelsearch.")


def test_without_sources_the_version_decides(monkeypatch: Any) -> None:
    def no_source(_vendor: str) -> str:
        raise OSError

    monkeypatch.setattr(fitting, "fingerprint", no_source)
    assert misfit() == ""

    misfit.cache_clear()
    monkeypatch.setattr(fitting, "TESTED_VERSIONS", ("0.1",))
    assert misfit() != ""


def test_a_search_config_keeps_postgresqls_own_words(db: None, settings: Any) -> None:
    settings.WAGTAILSEARCH_BACKENDS = {
        "default": {"BACKEND": "xcms.search.backends.database", "SEARCH_CONFIG": "dutch"}
    }

    assert type(get_search_backend()).__module__.startswith("modelsearch.")
    assert warnings() == ["xcms.W002"]


def test_another_backend_is_none_of_our_business(settings: Any, monkeypatch: Any) -> None:
    settings.WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "modelsearch.backends.database"}}
    monkeypatch.setitem(FINGERPRINTS, connection.vendor, ("another",))

    assert warnings() == []


def test_an_index_of_another_backend_is_told_of(db: None, settings: Any) -> None:
    from django.core.management import call_command
    from wagtail.documents.models import Document

    Document.objects.create(title="甲", file="a.xlsx")
    settings.WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "modelsearch.backends.database"}}
    call_command("update_index", verbosity=0)
    settings.WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "xcms.search.backends.database"}}

    assert warnings(databases=["default"], tags=["database"]) == ["xcms.W004"]
    call_command("update_index", verbosity=0)
    assert warnings(databases=["default"], tags=["database"]) == []
