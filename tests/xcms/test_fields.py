"""Sets of choices in one column."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from registry.models import Certificate
from tests.factories import CertificateFactory

pytestmark = pytest.mark.django_db


def test_a_set_comes_back_in_declared_order() -> None:
    certificate = CertificateFactory(levels=["advanced", "beginner", "advanced"])

    certificate.refresh_from_db()

    assert certificate.levels == ("beginner", "advanced")
    assert certificate.get_levels_display() == "初级、高级"


def test_has_finds_one_value_of_the_set() -> None:
    both = CertificateFactory(levels=["beginner", "advanced"])
    CertificateFactory(levels=["intermediate"])

    assert list(Certificate.objects.filter(levels__has="advanced")) == [both]


@pytest.mark.parametrize("value", [["expert"], [], ["beginner,expert"]])
def test_unknown_values_and_an_empty_set_are_refused(value: list[str]) -> None:
    certificate = CertificateFactory.build(organization=None, levels=value)

    with pytest.raises(ValidationError) as refused:
        certificate.full_clean(exclude=["organization"])

    assert "levels" in refused.value.error_dict


def test_an_empty_set_is_refused_by_the_database() -> None:
    from django.db import IntegrityError

    with pytest.raises(IntegrityError):
        CertificateFactory(levels=[])


def test_the_form_offers_every_choice() -> None:
    field: Any = Certificate._meta.get_field("levels").formfield()

    assert field.clean(["beginner", "advanced"]) == ["beginner", "advanced"]
    with pytest.raises(ValidationError):
        field.clean(["expert"])


def test_a_form_labels_the_set_like_its_neighbours() -> None:
    with translation.override("en"):
        field = Certificate._meta.get_field("levels").formfield()
        assert str(field.label) == "Levels offered"
