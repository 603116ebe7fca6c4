"""What one row must always be: in the database and, as a sentence, in ``full_clean``."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from registry.enums import ContactKind, DecisionKind, RuleKind
from registry.models import Filing, Major, MajorTeam, Rule, SchoolName, SchoolYear
from tests import factories
from xcms.search.names import is_named
from xcms.search.words import parse

pytestmark = pytest.mark.django_db


def refused_by_the_database(make: Callable[[], Any]) -> bool:
    try:
        with transaction.atomic():
            make()
    except IntegrityError:
        return True
    return False


def rule(**values: Any) -> Rule:
    return Rule.objects.create(
        batch=factories.BatchFactory(), **{"kind": RuleKind.ENROLMENT, "percent": 30, **values}
    )


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda: factories.SchoolFactory(level="technical"), id="unknown school level"),
        pytest.param(lambda: factories.CertificateFactory(national_batch=5), id="national batch 5"),
        pytest.param(lambda: factories.BatchFactory(year=1999), id="batch before the pilot"),
        pytest.param(
            lambda: factories.RoundFactory(application_deadline=date(2020, 5, 1)),
            id="application before filing",
        ),
        pytest.param(lambda: factories.FilingFactory(levels=()), id="filing without a level"),
        pytest.param(
            lambda: factories.FilingFactory(revoked_on=date(2020, 9, 1)),
            id="revocation without a basis",
        ),
        pytest.param(
            lambda: SchoolYear.objects.create(school=factories.SchoolFactory(), year=20),
            id="year out of range",
        ),
        pytest.param(
            lambda: MajorTeam.objects.create(
                school=factories.SchoolFactory(),
                major=factories.MajorFactory(),
                year=2020,
                dual_qualified_ratio="1.5",
            ),
            id="share above 1",
        ),
        pytest.param(
            lambda: Major.objects.create(catalogue_year=2015, level="secondary", name=""),
            id="second unspecified major",
        ),
        pytest.param(
            lambda: factories.ContactFactory(phone=""), id="contact that can't be reached"
        ),
        pytest.param(lambda: factories.ContactFactory(show_person=True), id="no person to show"),
        pytest.param(
            lambda: factories.ContactFactory(kind=ContactKind.BUREAU), id="bureau without region"
        ),
        pytest.param(lambda: factories.decide(factories.grant(), quota=-1), id="quota below zero"),
        pytest.param(
            lambda: factories.decide(factories.grant(), effective_to=date(2020, 6, 12)),
            id="decision that ends as it begins",
        ),
        pytest.param(
            lambda: factories.decide(factories.grant(), kind=DecisionKind.REVOKE, quota=0),
            id="revocation without reason",
        ),
        pytest.param(
            lambda: factories.decide(factories.grant(), basis=""), id="decision without basis"
        ),
        pytest.param(lambda: factories.ApprovalFactory(level="expert"), id="unknown level"),
        pytest.param(lambda: rule(percent="100.01"), id="cap above the whole"),
        pytest.param(lambda: rule(kind="teachers"), id="unknown kind of rule"),
        pytest.param(lambda: [rule(), rule()], id="one rule twice"),
    ],
)
def test_the_database_refuses(make: Callable[[], Any]) -> None:
    assert refused_by_the_database(make)


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: factories.SchoolFactory.build(code="123", region=factories.region()), "10 位数字"),
        (
            lambda: factories.SchoolFactory.build(
                code="41430105\uff13\uff10", region=factories.region()
            ),
            "10 位数字",
        ),
        (lambda: factories.QQGroupFactory.build(number="0123456"), "不以 0 开头"),
        (lambda: factories.ContactFactory.build(phone="138" + "0" * 8), "手机号码"),
        (
            lambda: factories.ContactFactory.build(phone="0731-85149710" + "0" * 12),
            "不是一个完整的",
        ),
        (lambda: factories.ContactFactory.build(postal_code="4100"), "6 位数字"),
        (lambda: factories.ContactFactory.build(phone=""), "请至少填写"),
        (lambda: factories.OrganizationFactory.build(credit_code="91110000X"), "统一社会信用代码"),
        (
            lambda: factories.RoundFactory.build(
                batch=factories.BatchFactory(), application_deadline=date(2020, 5, 1)
            ),
            "不得早于备案截止日期",
        ),
    ],
)
def test_full_clean_says_why(make: Callable[[], models.Model], sentence: str) -> None:
    with pytest.raises(ValidationError) as refused:
        make().full_clean()

    assert sentence in str(refused.value.messages)


def test_a_filing_stays_within_the_certificate_s_levels() -> None:
    certificate = factories.CertificateFactory(levels=("beginner",))
    filing = Filing(
        certificate=certificate,
        round=factories.RoundFactory(),
        levels=("beginner", "advanced"),
        school_levels=("secondary",),
    )

    with pytest.raises(ValidationError, match="仅设：初级"):
        filing.full_clean()


def test_two_spellings_of_one_school_are_one_school() -> None:
    factories.SchoolFactory(name="湖南（演示）学院")

    assert refused_by_the_database(lambda: factories.SchoolFactory(name="湖南(演示)学院"))


def test_an_approval_line_is_unique_also_when_nothing_is_specified() -> None:
    line = factories.ApprovalFactory(level="")

    assert refused_by_the_database(
        lambda: factories.ApprovalFactory(
            school=line.school, certificate=line.certificate, level=""
        )
    )


def test_a_school_is_found_by_alias_former_name_and_pinyin() -> None:
    school = factories.SchoolFactory(name="长沙民政职业技术学院")
    SchoolName.objects.create(school=school, name="民政职院")
    school.refresh_from_db()

    for question in ("民政职院", "mzzy", "changshaminzheng"):
        assert is_named(school.search_text, parse(question))


@pytest.mark.parametrize("name", ["甲、乙", "甲；乙", "甲;乙"])
def test_an_alias_is_one_name(name: str) -> None:
    with pytest.raises(ValidationError, match="一行只填一个名称"):
        SchoolName(school=factories.SchoolFactory(), name=name).full_clean()


def test_a_dropped_alias_is_no_longer_found() -> None:
    school = factories.SchoolFactory()
    alias = SchoolName.objects.create(school=school, name="民政职院")

    alias.delete()
    school.refresh_from_db()

    assert "民政职院" not in school.search_text


def test_pinyin_follows_a_new_name_but_keeps_an_editor_s_correction() -> None:
    school = factories.SchoolFactory(name="厦门学院")
    school.pinyin = "xiamenxueyuan"
    school.save()
    assert school.pinyin == "xiamenxueyuan"

    school.name = "长沙学院"
    school.save()
    assert school.pinyin == "changshaxueyuan"


def test_a_person_is_shown_only_by_choice_and_never_searchable() -> None:
    contact = factories.ContactFactory(person="某同志", mobile="138" + "0" * 8)

    assert (contact.public_person, contact.public_mobile) == ("", "")
    assert "某同志" not in contact.search_text

    contact.show_person = True
    assert contact.public_person == "某同志"


def test_an_unknown_batch_key_is_no_batch() -> None:
    batch = factories.BatchFactory()

    assert list(type(batch).objects.by_key("2020-3")) == [batch]
    for key in ("", "2020", "2020-", "x-3", "2020-3-1", "²⁰²⁰-3", "2020-" + "9" * 40, "2020-\x00"):
        assert not type(batch).objects.by_key(key).exists()
