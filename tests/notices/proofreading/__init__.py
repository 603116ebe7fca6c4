"""The proofreading's screen, as a test client fills it in."""

import re
from typing import Any

from django.test import Client
from django.urls import reverse

from notices.models import FindingAcknowledgement
from notices.proofreading.reading import Reading, read


def url(page: Any) -> str:
    return reverse("xcms_notices_proofreading", args=[page.pk])


def draft(page: Any) -> Any:
    return type(page).objects.get(pk=page.pk).get_latest_revision_as_object()


def acknowledge_errors(page: Any) -> None:
    """As if somebody had looked at all errors of the draft and found them right."""
    for one in reading(page).errors:
        FindingAcknowledgement.objects.create(
            page_id=page.pk,
            fingerprint=one.fingerprint,
            code=one.code,
            place=one.passage.where,
            excerpt=one.excerpt,
            reason="原件如此。",
        )


def reading(page: Any) -> Reading:
    return read(draft(page))


def token(client: Client, page: Any) -> str:
    text = client.get(url(page)).content.decode()
    found = re.search(r'name="token" value="([^"]+)"', text)
    assert found
    return found[1]


def decisions(page: Any, **chosen: Any) -> dict[str, str]:
    """``decisions(page, 有误的文字={"decision": "0"})``: by the words that were found."""
    data: dict[str, str] = {}
    found = {one.original: one for one in reading(page).open}
    for words, values in chosen.items():
        finding = found[words]
        repair = finding.repairs[0] if finding.repairs else None
        filled = {
            "decision": "0",
            "words": repair.words if repair else finding.original,
            "reason": repair.reason if repair else "",
            "right_because": "",
            **values,
        }
        data |= {f"{finding.fingerprint}-{name}": value for name, value in filled.items()}
    return data


def settle(client: Client, page: Any, *, token_: Any = "", **chosen: Any) -> Any:
    data = decisions(page, **chosen)
    return client.post(url(page), {"token": token_ or token(client, page), **data})


def repair(client: Client, page: Any, *words: str) -> None:
    """Take the first reading of each."""
    response = settle(client, page, **{one: {"decision": "0"} for one in words})
    assert response.status_code == 302, response.content.decode()
