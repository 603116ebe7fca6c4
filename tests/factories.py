"""The few rows a test needs, in domain words."""

from datetime import date
from decimal import Decimal
from typing import Any

import factory
from django.utils import timezone

from registry import enums, models
from xcms.versions import register_write


def region(code: str = "430100") -> models.Region:
    """One of the 14 prefectures; ``migrate`` has made them."""
    return models.Region.objects.get(code=code)


def unspecified_major() -> models.Major:
    return models.Major.objects.unspecified()


class SchoolFactory(factory.django.DjangoModelFactory[models.School]):
    """``SchoolFactory(secondary=True)`` for a 中职."""

    class Meta:
        model = models.School

    class Params:
        secondary = factory.Trait(level=enums.SchoolLevel.SECONDARY)
        undergraduate = factory.Trait(level=enums.SchoolLevel.UNDERGRADUATE, is_eligible=False)

    code = factory.Sequence(lambda n: f"{4143020000 + n}")
    name = factory.Sequence(lambda n: f"第{n}职业技术学院")
    level = enums.SchoolLevel.HIGHER_VOCATIONAL
    region = factory.LazyFunction(region)


class OrganizationFactory(factory.django.DjangoModelFactory[models.Organization]):
    class Meta:
        model = models.Organization

    name = factory.Sequence(lambda n: f"第{n}评价组织")


class CertificateFactory(factory.django.DjangoModelFactory[models.Certificate]):
    class Meta:
        model = models.Certificate

    name = factory.Sequence(lambda n: f"第{n}号证书")
    organization = factory.SubFactory(OrganizationFactory)
    national_batch = 1
    levels = ("beginner", "intermediate", "advanced")


class MajorFactory(factory.django.DjangoModelFactory[models.Major]):
    class Meta:
        model = models.Major

    catalogue_year = 2015
    level = enums.MajorLevel.HIGHER_VOCATIONAL
    code = factory.Sequence(lambda n: f"{600000 + n}")
    name = factory.Sequence(lambda n: f"专业{n}")


class BatchFactory(factory.django.DjangoModelFactory[models.Batch]):
    class Meta:
        model = models.Batch
        django_get_or_create = ("year", "number")

    year = 2020
    number = 3
    title = "2020年第三批"


class RoundFactory(factory.django.DjangoModelFactory[models.Round]):
    class Meta:
        model = models.Round
        django_get_or_create = ("batch", "number")

    batch = factory.SubFactory(BatchFactory)
    number = 1
    filing_deadline = date(2020, 5, 29)
    application_deadline = date(2020, 6, 12)


class FilingFactory(factory.django.DjangoModelFactory[models.Filing]):
    """Agreed unless told otherwise: ``FilingFactory(pending=True)``."""

    class Meta:
        model = models.Filing

    class Params:
        pending = factory.Trait(decision=enums.FilingDecision.PENDING)

    certificate = factory.SubFactory(CertificateFactory)
    round = factory.SubFactory(RoundFactory)
    levels = ("beginner", "intermediate")
    school_levels = ("secondary", "higher_vocational")
    majors_range = "物流类"
    fee = "200元/人"
    decision = enums.FilingDecision.AGREED


class ApprovalFactory(factory.django.DjangoModelFactory[models.Approval]):
    """An identity without a decision: not public. Use ``grant`` for a decided line."""

    class Meta:
        model = models.Approval

    school = factory.SubFactory(SchoolFactory)
    certificate = factory.SubFactory(CertificateFactory)
    level = enums.CertificateLevel.INTERMEDIATE
    major = factory.LazyFunction(unspecified_major)


def decide(approval: models.Approval, **values: Any) -> models.ApprovalDecision:
    """A decision row as the services would write it, without their checks."""
    with register_write() as version:
        models.Approval.objects.filter(pk=approval.pk).update(recorded_version=version)
        return models.ApprovalDecision.objects.create(
            approval=approval,
            recorded_version=version,
            **{
                "kind": enums.DecisionKind.GRANT,
                "quota": 60,
                "effective_from": date(2020, 6, 12),
                "basis": "2020年第三批",
                "source": enums.DecisionSource.LEDGER,
                "decided_at": timezone.now(),
                **values,
            },
        )


def grant(
    quota: int = 60, *, decision: dict[str, Any] | None = None, **identity: Any
) -> models.Approval:
    """A line in force since 2020-06-12: ``grant(40, school=school, certificate=certificate)``."""
    approval = ApprovalFactory(**identity)
    decide(approval, quota=quota, **(decision or {}))
    return approval


class CompletionFactory(factory.django.DjangoModelFactory[models.Completion]):
    """Of the second batch of 2020: 79 of 100 planned persons certified."""

    class Meta:
        model = models.Completion

    school = factory.SubFactory(SchoolFactory)
    certificate = factory.SubFactory(CertificateFactory)
    batch = factory.SubFactory(BatchFactory, number=2, title="2020年第二批")
    planned = 100
    trained = 90
    certified = 79
    source = "国家平台"
    figures_on = date(2020, 4, 30)


def evaluation(
    *indicators: tuple[str, int, int],
    grades: tuple[tuple[str, str], ...] = (("优秀", "90"), ("合格", "60"), ("不合格", "0")),
    **values: Any,
) -> models.EvaluationScheme:
    """``evaluation(("师资", 60, 100), ("取证", 40, 50))``: name, weight and most points of each indicator."""
    scheme = models.EvaluationScheme.objects.create(
        **{"year": 2020, "title": "2020年度试点绩效评价", "basis": "湘教通〔2020〕90号", **values}
    )
    for name, weight, most in indicators or (("师资", 60, 100), ("取证", 40, 50)):
        models.EvaluationIndicator.objects.create(
            scheme=scheme, name=name, weight=weight, max_points=most
        )
    for grade, bound in grades:
        models.EvaluationGrade.objects.create(scheme=scheme, name=grade, lower_bound=Decimal(bound))
    return scheme


def scored(scheme: models.EvaluationScheme, *points: str, **school: Any) -> models.School:
    """A school with these points, in the order of the indicators; "" for none."""
    made = school.pop("school", None) or SchoolFactory(**school)
    for indicator, text in zip(scheme.indicators.order_by("pk"), points, strict=False):
        if text:
            models.EvaluationScore.objects.create(
                school=made, indicator=indicator, points=Decimal(text)
            )
    return made


class ContactFactory(factory.django.DjangoModelFactory[models.ContactPoint]):
    class Meta:
        model = models.ContactPoint

    kind = enums.ContactKind.PROVINCE
    office = factory.Sequence(lambda n: f"第{n}科室")
    phone = "0731-85149710"


class QQGroupFactory(factory.django.DjangoModelFactory[models.QQGroup]):
    class Meta:
        model = models.QQGroup

    name = "湖南省1+X证书制度试点工作群"
    number = factory.Sequence(lambda n: f"{235468629 + n}")


def violation(*, upheld: bool = False, **values: Any) -> models.Violation:
    """A reported case, of a new school where none is named; ``upheld`` with a sentence for the public."""
    if not {"school", "organization"} & set(values):
        values["school"] = SchoolFactory()
    if upheld:
        decision = {
            "state": enums.ViolationState.UPHELD,
            "measure": enums.ViolationMeasure.RECTIFY,
            "effective_on": date(2020, 9, 1),
            "rectify_by": date(2020, 10, 1),
            "basis": "2020年第三批",
            "clause": "第四条",
            "public_sentence": "责令限期整改。",
        }
        values = {**decision, **values}
    reported = {
        "breach": "不得将考核外包",
        "source": "举报",
        "reported_on": date(2020, 8, 1),
        "description": "收费与公示不符",
    }
    return models.Violation.objects.create(**{**reported, **values})
