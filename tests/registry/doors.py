"""Every door that visitors have to the register, opened through the page cache: what each of them says."""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from openpyxl import load_workbook

from registry.api.endpoints import ENDPOINTS
from registry.enums import ApprovalStatus, Audience, ContactKind, StatisticsBy
from registry.filters import (
    ApprovalFilterSet,
    CertificateFilterSet,
    ContactFilterSet,
    OrganizationFilterSet,
    SchoolFilterSet,
)
from tests.registry.views.answers import FORMATS
from tests.xcms.caching.asking import ask
from xcms.filters import is_facet
from xcms.registers import public_registers

#: Public ids of what the tests hide, so that its addresses are known before it is there.
CERTIFICATE_ID, OWNER_ID, LINE_ID = "bcdfghjkmn", "cdfghjkmnp", "dfghjkmnpq"
FILING_ID, CONTACT_ID, GROUP_ID = "fghjkmnpqr", "ghjkmnpqrs", "hjkmnpqrst"
#: What every hidden text says, and the key of the hidden batch.
SECRET = "秘密"
BATCH = "2031-7"

_STATES = "&".join(f"status={status}" for status in ApprovalStatus)
_KINDS = "&".join(f"kind={kind}" for kind in ContactKind)

#: Lists with their filters, and the query that leaves none of their rows out.
_LISTS: dict[str, tuple[Any, str]] = {
    "/registry/certificates/": (CertificateFilterSet, ""),
    "/registry/schools/": (SchoolFilterSet, _STATES),
    "/registry/organizations/": (OrganizationFilterSet, ""),
    "/registry/approvals/": (ApprovalFilterSet, _STATES),
    "/directory/": (ContactFilterSet, _KINDS),
}
_EVERYTHING = {"approvals": _STATES, "schools": _STATES, "contacts": _KINDS}
_BY_KEY = {
    "certificate": CERTIFICATE_ID,
    "organization": OWNER_ID,
    "batch": BATCH,
    "round": f"{BATCH}-1",
}
_IDS = {
    "certificates": CERTIFICATE_ID,
    "organizations": OWNER_ID,
    "approvals": LINE_ID,
    "filings": FILING_ID,
    "contacts": CONTACT_ID,
    "groups": GROUP_ID,
}
_API, _DATA, _STATISTICS = "/api/registry/", "/registry/data/", "/registry/statistics/"

#: What a write changes wherever it was: versions, moments, digests of whole answers, and tombstones.
_PASSING = (
    r'"(next_)?(version|changed_since)": ?\d+',
    r'"removed": ?\[[^]]*\]',
    r"changed_since=\d+|cursor=[\w%-]+",
    r"第 \d+ 版|版本\t\d+",
    r"<updated>[^<]*</updated>",
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[.\d]*(Z|\+\d\d:?\d\d)",
    r"\d{8}T\d{6}Z",
)

#: Beginnings of the addresses that must tell while everybody sees a list, or the things of other kinds.
TELL_OF_A_LIST = (
    *(f"/registry/certificates/?{ask}" for ask in ("format", "facet", "q", "organization")),
    *(f"/registry/organizations/?{ask}" for ask in ("format", "facet", "certificate")),
    *("/directory/?format", f"/registry/certificates/{CERTIFICATE_ID}/"),
    f"/registry/organizations/{OWNER_ID}/",
    *(f"{_API}{name}/?changed" for name in ("certificates", "filings", "organizations")),
    *(f"{_API}{name}/{_IDS[name]}/" for name in ("certificates", "filings", "organizations")),
    *(f"{_DATA}{name}" for name in ("certificates", "filings", "organizations", "contacts")),
    *("/notices/certificates/", "/notices/organizations/", "/notices/feed/", "/notices/notice/"),
    "/notices/secret/",
)
TELL_OF_OTHERS = (
    *(f"/registry/approvals/?{ask}" for ask in ("format", "q", *_BY_KEY)),
    *(f"/registry/approvals/?facet={name}" for name in ("region", "status", *_BY_KEY)),
    *(f"/registry/schools/?format={name}" for name in ("html", "atom")),
    *("/directory/?format", _STATISTICS, "/registry/schools/4"),
    *(f"{_API}{name}/?changed" for name in ("approvals", "contacts", "groups", "rounds")),
    *(f"{_DATA}{name}" for name in ("approvals", "contacts", "groups")),
    *("/notices/approvals/", "/notices/secret-", "/notices/feed/", "/notices/notice/"),
)


def list_doors() -> Iterator[str]:
    for path, (filterset, everything) in _LISTS.items():
        yield path
        for name in FORMATS:
            yield f"{path}?format={name}&{everything}"
        # Words, and full names, which jump to the record where there is one.
        yield f"{path}?q={SECRET}&format=json"
        yield f"{path}?q={SECRET}证书"
        yield f"{path}?q={SECRET}机构"
        yield f"{path}?sort=-{filterset.sorts[-1].key}&page_size=2&page=2"
        for name, one in filterset.base_filters.items():
            if is_facet(one):
                yield f"{path}?facet={name}&facet_order=name&{everything}"
            if name in _BY_KEY:
                yield f"{path}?{name}={_BY_KEY[name]}&facet={name}&facet_q={SECRET}"
                yield f"{path}?{name}={_BY_KEY[name]}"


def other_doors() -> Iterator[str]:
    for by in StatisticsBy:
        yield f"{_STATISTICS}?by={by}&measure=quota&{_STATES}"
    for name in ("csv", "json"):
        yield f"{_STATISTICS}?format={name}&{_STATES}"
    for key, value in _BY_KEY.items():
        yield f"{_STATISTICS}?{key}={value}"
    for key in ("certificate", "batch"):
        yield f"/registry/check/?{key}={_BY_KEY[key]}&majors=20&format=json"
    for key in (BATCH, "2020-3"):
        for audience in Audience:
            yield f"/registry/batches/{key}/timeline.ics?for={audience}"
    yield from (
        *(
            "/",
            _STATISTICS,
            "/registry/check/",
            "/sitemap.xml",
            "/search/",
            f"{_DATA}dictionary/",
            "/changes.json",
        ),
        f"/registry/certificates/{CERTIFICATE_ID}/",
        f"/registry/organizations/{OWNER_ID}/",
    )


def api_doors() -> Iterator[str]:
    yield from (f"{_API}docs/", f"{_API}openapi.json")
    for endpoint in ENDPOINTS:
        path = f"{_API}{endpoint.name}/"
        everything = _EVERYTHING.get(endpoint.name, "")
        yield path
        yield f"{path}?changed_since=0"
        yield f"{path}?page_size=2&{everything}"
        yield f"{path}?page_size=1000&{everything}"
        if endpoint.name in _IDS:
            yield f"{path}{_IDS[endpoint.name]}/"
        if endpoint.filterset:
            yield f"{path}?q={SECRET}"
            for key in _BY_KEY.keys() & endpoint.filterset.base_filters.keys():
                yield f"{path}?{key}={_BY_KEY[key]}"


def data_doors() -> Iterator[str]:
    """Files of the whole registers, which somebody made at some time."""
    for register in public_registers():
        yield f"{_DATA}{register.name}.csv"
        yield f"{_DATA}{register.name}.jsonl"


def page_doors() -> Iterator[str]:
    """Of the pages of ``World``, and of those that are not there yet."""
    yield from ("/notices/", "/notices/feed/", f"/notices/?q={SECRET}", "/notices/notice/")
    for below in ("", "feed/", "csv/", "xlsx/", "editions/1/", "editions/1/csv/"):
        yield f"/notices/round-1/{below}"
        yield f"/notices/secret/{below}"
        yield f"/other/secret/{below}"
    for name in ("approvals", "certificates", "schools", "organizations"):
        yield f"/notices/{name}/"
        yield f"/notices/{name}/?q={SECRET}"
    for name in FORMATS[1:]:
        yield f"/notices/approvals/?format={name}"
        yield f"/notices/certificates/?format={name}"
        yield f"/notices/secret-collection/?format={name}"
    yield from ("/notices/secret-collection/", "/notices/secret-notice/")


def open_door(server: Any, address: str) -> str:
    """The status, where it leads and all that it says, without what any write changes."""
    answer = ask(server, address)
    text = as_text(answer.body)
    for pattern in _PASSING:
        text = re.sub(pattern, "…", text)
    return f"{answer.status} {answer.headers.get('Location', '')}\n{text}"


def as_text(content: bytes) -> str:
    """Of a workbook, the text of its cells."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return content.decode()
    book = load_workbook(io.BytesIO(content), read_only=True)
    return "\n".join(
        "\t".join("" if cell is None else str(cell) for cell in row)
        for sheet in book
        for row in sheet.iter_rows(values_only=True)
    )
