"""import(export(x)) changes nothing, whatever texts the registers hold.

CSV and XLSX come back; JSON is for machines, and no importer reads it.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from registry.enums import ApplicationState, ContactKind, DecisionKind, SchoolNameKind
from registry.models import (
    Application,
    ApplicationLine,
    Certificate,
    Completion,
    ContactPoint,
    Filing,
    Major,
    Organization,
    QQGroup,
    School,
    SchoolName,
    SchoolYear,
)
from tests import factories
from tests.registry.importers.odd_texts import few_examples, odd_text, rolled_back
from tests.registry.importers.running import importing, sentences
from tests.registry.publication import publish
from tests.registry.test_export_round_trip import exported
from xcms.importing.errors import ImportFileError
from xcms.registers import get_register, register_names
from xcms.versions import current_version

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wagtail_root")]


class Filler:
    """Makes valid records with the given texts wherever a text may stand."""

    def __init__(self, texts: list[str]) -> None:
        self._texts = self._endless(texts)

    @staticmethod
    def _endless(texts: list[str]) -> Iterator[str]:
        while True:
            yield from texts

    def text(self) -> str:
        return next(self._texts)

    def make(self, model: type[Model], *, odd: tuple[str, ...], **values: Any) -> Any:
        """A text that the model refuses where it stands is left out."""
        record = model(**values)
        for name in odd:
            usual = getattr(record, name)
            setattr(record, name, f"{usual}{self.text()}")
            try:
                record.full_clean()
            except ValidationError:
                setattr(record, name, usual)
        record.full_clean()
        record.save()
        return record


def fill(texts: list[str]) -> None:
    fill = Filler(texts)
    region = factories.region()
    school = fill.make(
        School,
        odd=("name", "authority"),
        code="0043011111",
        name="甲学院",
        level="higher_vocational",
        region=region,
    )
    fill.make(School, odd=(), code="4143011112", name="乙", level="secondary", region=region)
    for kind in SchoolNameKind:
        fill.make(SchoolName, odd=("name",), school=school, name=f"原{kind.value}", kind=kind)
    fill.make(SchoolYear, odd=("source",), school=school, year=2020, majors_count=0)
    majors = [
        fill.make(
            Major,
            odd=("name",),
            catalogue_year=2015,
            level="higher_vocational",
            code=code,
            name=f"专业{code}",
        )
        for code in ("011001", "")
    ]
    owner = fill.make(Organization, odd=("name", "note"), name="甲中心")
    certificate = fill.make(
        Certificate,
        odd=("name", "description"),
        name="物流管理",
        organization=owner,
        national_batch=1,
        levels=("beginner", "intermediate"),
    )
    round_ = factories.RoundFactory()
    fill.make(
        Filing,
        odd=("majors_range", "fee", "cost_basis", "exam_sites", "note"),
        certificate=certificate,
        round=round_,
        levels=("beginner",),
        school_levels=("secondary",),
        decision="agreed",
    )
    publish(round_)
    for major in (*majors, factories.unspecified_major()):
        decision = {"basis": f"依据{fill.text()}"[:300].strip(), "kind": DecisionKind.GRANT}
        factories.grant(60, school=school, certificate=certificate, major=major, decision=decision)
    fill.make(
        Completion,
        odd=("source",),
        school=school,
        certificate=certificate,
        batch=round_.batch,
        planned=60,
        trained=50,
        certified=40,
    )
    application = fill.make(
        Application,
        odd=("platform_number",),
        school=school,
        certificate=certificate,
        round=round_,
        state=ApplicationState.SUBMITTED,
        submitted_at=timezone.now(),
    )
    for major in majors:
        fill.make(ApplicationLine, odd=(), application=application, major=major, students=60)
    for office_kind, links in (
        (ContactKind.PROVINCE, {}),
        (ContactKind.SCHOOL, {"school": school}),
        (ContactKind.ORGANIZATION, {"organization": owner}),
    ):
        fill.make(
            ContactPoint,
            odd=("office", "duty", "address"),
            kind=office_kind,
            office="科室",
            phone="0731-85149710",
            **links,
        )
    fill.make(
        QQGroup,
        odd=("name", "audience", "purpose", "joining_note"),
        name="群",
        number="235468629",
        batch=round_.batch,
    )


def content(name: str) -> list[dict[str, Any]]:
    rows = get_register(name).exportable().order_by("pk").values()
    # An equal approval renews these two, and only these.
    renewed = {"synchronised_on", "recorded_version"} if name == "approvals" else set()
    return [{k: v for k, v in row.items() if k not in renewed} for row in rows]


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
@few_examples
@given(texts=st.lists(odd_text, min_size=8, max_size=24))
def test_importing_an_export_changes_nothing(file_format: str, texts: list[str]) -> None:
    with rolled_back():
        fill(texts)
        for name in register_names():
            count, before, version = len(content(name)), content(name), current_version()

            report = importing(name, exported(name, file_format), today=date(2026, 11, 25))

            assert sentences(report) == [], name
            assert report.as_json()["unchanged"] == count, (name, report.as_json())
            assert content(name) == before, name
            assert name == "approvals" or current_version() == version, name


def test_json_is_not_for_importing() -> None:
    with pytest.raises(ImportFileError):
        importing("schools", b'{"count": 1, "results": [{"code": "4143011112"}]}')
