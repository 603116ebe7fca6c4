"""The registered schools, certificates, … by every name they go by. One or two queries each."""

from typing import Any

from django.utils.translation import gettext as _

from registry.models import (
    Batch,
    Certificate,
    Major,
    Organization,
    Region,
    Round,
    School,
)
from xcms.importing.errors import CellError
from xcms.importing.lookups import LookupTable
from xcms.importing.rows import ParsedRow, Problems
from xcms.text import name_key

_SUFFIX = "职业技能等级证书"
_PREFIX = "1+X"
_CHINESE_NUMBERS = "零一二三四五六七八九"


def region_table() -> LookupTable:
    table = LookupTable(_("region"))
    for region in Region.objects.all():
        short = region.short_name
        bare = short.removesuffix("州")
        names = [region.name, short, bare]
        if region.name.endswith("自治州"):
            names.append(f"{bare}自治州")
        prefixed = [f"{province}{name}" for province in ("湖南省", "湖南") for name in names]
        table.add(region, names=names, codes=[region.code, *prefixed])
    return table


def school_table() -> LookupTable:
    table = LookupTable(_("school"), has_aliases=True)
    for school in School.objects.with_names():
        names = [other.name for other in school.names.all()]
        table.add(school, names=[school.name, *names], codes=[school.code])
    return table


def organization_table() -> LookupTable:
    table = LookupTable(_("organisation"))
    for organization in Organization.objects.all():
        table.add(organization, names=[organization.name], codes=[organization.credit_code])
    return table


def certificate_table() -> LookupTable:
    """With their organisations, since several may own a certificate of one name."""
    table = LookupTable(_("certificate"))
    for certificate in Certificate.objects.select_related("organization"):
        bare = certificate.name.removesuffix(_SUFFIX)
        table.add(
            certificate,
            names=[certificate.name, bare],
            codes=[
                bare + _SUFFIX,
                *(f"{_PREFIX}{name}" for name in (bare, bare + _SUFFIX)),
                certificate.public_id,
            ],
        )
    return table


def major_table() -> LookupTable:
    table = LookupTable(_("major"))
    for major in Major.objects.public():
        table.add(major, names=[major.name], codes=[major.code, f"{major.code}{major.name}"])
    return table


def round_table() -> LookupTable:
    table = LookupTable(_("round"))
    for round_ in Round.objects.select_related("batch"):
        batch, number = round_.batch, round_.number
        table.add(
            round_,
            names=[
                str(round_),
                *(f"{name}第{n}轮" for name in _batch_names(batch) for n in _spelt(number)),
            ],
            # Excel makes a date of 2020-3-1.
            codes=[round_.key, f"{batch.year}-{batch.number:02}-{number:02}"],
        )
    return table


def batch_table() -> LookupTable:
    table = LookupTable(_("batch"))
    for batch in Batch.objects.all():
        table.add(batch, names=[batch.title, *_batch_names(batch)], codes=[batch.key])
    return table


def _batch_names(batch: Batch) -> list[str]:
    return [f"{batch.year}年第{number}批" for number in _spelt(batch.number)]


def _spelt(number: int) -> list[str]:
    return [str(number), *([_CHINESE_NUMBERS[number]] if number < 10 else [])]


def find_school(row: ParsedRow, schools: LookupTable, problems: Problems) -> Any:
    """The school that the code and the name agree on; None after noting an error."""
    found: dict[int, Any] = {}
    for key in ("school_code", "school_name"):
        if text := row.given(key):
            try:
                school = schools.find(text)
            except CellError as error:
                offer = error.alias if key == "school_name" else None
                problems.error(row, key, str(error), alias=offer)
                return None
            found[school.pk] = school
    if len(found) == 1:
        return next(iter(found.values()))
    if found:
        problems.error(
            row,
            "school_name",
            _("is not the school of this code, which is “%(name)s”.")
            % {"name": next(iter(found.values())).name},
        )
    else:
        key = "school_name" if row.has("school_name") else "school_code"
        problems.error(row, key, _("must not be blank."))
    return None


def find_certificate(row: ParsedRow, certificates: LookupTable, problems: Problems) -> Any:
    """The certificate of this name, and of this organisation where one is named; None after an error."""
    owner = row.given("organization")
    try:
        certificate = certificates.find(
            row.values["certificate"],
            among=(lambda c: _same_name(c.organization, owner)) if owner else None,
        )
    except CellError as error:
        problems.error(row, "certificate", str(error))
        return None
    if owner and not _same_name(certificate.organization, owner):
        problems.error(
            row,
            "organization",
            _("“%(certificate)s” belongs to “%(organization)s”, not to “%(text)s”.")
            % {
                "certificate": certificate.name,
                "organization": certificate.organization.name,
                "text": owner,
            },
        )
        return None
    return certificate


def _same_name(organization: Organization, text: str) -> bool:
    return name_key(text) in {organization.name_key, name_key(organization.credit_code) or None}
