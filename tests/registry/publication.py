"""Lists that are live, without the notices app."""

from typing import Any

from wagtail.models import Page

from registry.models import Certificate, Filing, Round
from registry.services.editions import draft_edition, publish_edition
from tests.factories import FilingFactory
from tests.page_tree import ensure_page_tree


def list_page(slug: str = "list", parent: Any = None) -> Page:
    """A live page that can show a list."""
    page: Page = (parent or ensure_page_tree()).add_child(
        instance=Page(title=f"名单 {slug}", slug=slug)
    )
    return page


def publish(round_: Round, page: Page | None = None, *, change_note: str = "增补") -> Page:
    """Publish the round's agreed filings on the page (by default one of their own)."""
    page = page or list_page(f"list-{round_.key}")
    publish_edition(
        round_,
        page=page,
        expected_digest=draft_edition(round_).digest,
        change_note=change_note,
        acting_user=None,
    )
    return page


def public_filing(page: Page | None = None, **values: Any) -> Filing:
    """A filing in the current edition of a live list."""
    filing: Filing = FilingFactory(**values)
    publish(filing.round, page or Page.objects.filter(slug=f"list-{filing.round.key}").first())
    return filing


def public_certificate(**values: Any) -> Certificate:
    """``public_certificate(name="物流管理")``: filed in round 1 of the third batch of 2020, and published."""
    certificate: Certificate = public_filing(
        **{f"certificate__{key}": value for key, value in values.items()}
    ).certificate
    return certificate
