"""The real rows: schools, organisations, certificates, majors, the batch and its rounds."""

from collections.abc import Iterator
from dataclasses import dataclass

from home.demo.facts import institutions, national_certificates, notice_facts
from home.demo.majors import MAJORS
from home.demo.missing import add_missing
from registry.enums import CertificateLevel, SchoolLevel
from registry.models import Batch, Certificate, Major, Organization, Region, Round, School
from xcms.text import name_key

#: The list knows only 本科 and 专科. Which 本科 are 应用型 is the office's to say: none is presumed eligible.
_LEVELS = {"本科": SchoolLevel.UNDERGRADUATE, "专科": SchoolLevel.HIGHER_VOCATIONAL}


@dataclass(frozen=True, slots=True)
class DemoRegister:
    """The rows that the rest of the demo refers to, under the names people use."""

    schools: dict[str, School]
    certificates: dict[str, Certificate]
    majors: dict[tuple[str, str], Major]
    batch: Batch
    rounds: dict[int, Round]


def load_register() -> DemoRegister:
    schools = add_missing(School, _schools(), key=("code",))
    _load_organizations()
    batch = _load_batch()
    return DemoRegister(
        schools=schools,
        certificates=_load_certificates(),
        majors=_load_majors(),
        batch=batch,
        rounds=_load_rounds(batch),
    )


def _schools() -> Iterator[School]:
    regions = {region.name: region for region in Region.objects.all()}
    for row in institutions():
        level = _LEVELS[row["办学层次"]]
        yield School(
            code=row["学校标识码"],
            name=row["学校名称"],
            level=level,
            region=regions[row["所在地"]],
            authority=row["主管部门"],
            is_private=row["备注"] == "民办",
            is_eligible=level != SchoolLevel.UNDERGRADUATE,
        )


def _load_organizations() -> None:
    names = dict.fromkeys(row["培训评价组织"] for row in national_certificates())
    add_missing(Organization, (Organization(name=name) for name in names), key=("name_key",))


def _load_certificates() -> dict[str, Certificate]:
    organizations = {row.name_key: row for row in Organization.objects.all()}
    add_missing(
        Certificate,
        (
            Certificate(
                name=row["证书名称"],
                organization=organizations[name_key(row["培训评价组织"])],
                national_batch=int(row["批次"]),
                levels=CertificateLevel.values,
            )
            for row in national_certificates()
        ),
        key=("name_key", "organization_id"),
    )
    return {row.name: row for row in Certificate.objects.select_related("organization")}


def _load_majors() -> dict[tuple[str, str], Major]:
    """By level and name; the unspecified major under ``("", "")``."""
    majors = add_missing(
        Major,
        (
            Major(catalogue_year=year, level=level, code=code, name=name)
            for year, level, code, name in MAJORS
        ),
        key=("catalogue_year", "level", "code", "name_key"),
    )
    return {(major.level, major.name): major for major in majors.values()}


def _load_batch() -> Batch:
    facts = notice_facts()["batch"]
    batches = add_missing(
        Batch,
        [
            Batch(
                year=facts["year"],
                number=facts["number"],
                title=facts["title"],
                municipal_review_days=facts["municipal_review_working_days"],
            )
        ],
        key=("year", "number"),
    )
    return batches[facts["year"], facts["number"]]


def _load_rounds(batch: Batch) -> dict[int, Round]:
    add_missing(
        Round,
        (Round(batch=batch, **facts) for facts in notice_facts()["batch"]["rounds"]),
        key=("batch_id", "number"),
    )
    return {row.number: row for row in Round.objects.filter(batch=batch).select_related("batch")}
