"""Ask about every link to another site, and write each answer down as it comes.

May be stopped and started again at any time: what was answered lately is not asked again.
"""

import time
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from notices.leaves import links_of
from notices.links.addresses import MalformedAddressError, digest_of, read_address
from notices.links.asking import Answer, ask
from notices.links.own import own_hosts, own_path
from notices.models.links import BROKEN_AT_ONCE, BROKEN_IF_REPEATED, CheckedLink
from xcms.conf import setting

Ask = Callable[[str], Answer]


@dataclass(slots=True)
class Outcome:
    links: int = 0
    asked: int = 0
    broken: list[CheckedLink] = field(default_factory=list)


def outside_links() -> list[str]:
    """Addresses of other sites on live pages, each once, in the order of the pages."""
    hosts = own_hosts()
    found: dict[str, None] = {}
    for page in Page.objects.live().filter(alias_of=None).order_by("path").specific().iterator():
        for link in links_of(page):
            if link.kind == "address" and own_path(link.target, hosts) is None:
                found[_whole(link.target)] = None
    return list(found)


def _whole(address: str) -> str:
    return f"https:{address}" if address.startswith("//") else address


def check_links(
    *,
    again: bool = False,
    ask_site: Ask | None = None,
    wait: Callable[[float], None] = time.sleep,
    now: datetime | None = None,
) -> Outcome:
    ask_site = ask_site or _asker()
    now = now or timezone.now()
    addresses = outside_links()
    _forget_others(addresses)
    fresh = set() if again else _answered_since(now - timedelta(days=setting("LINK_DAYS")))
    todo = [address for address in addresses if digest_of(address) not in fresh]
    outcome = Outcome(links=len(addresses))
    last: dict[str, float] = {}
    for address in todo:
        _pause(_host(address), last, wait)
        _note(address, ask_site(address))
        outcome.asked += 1
    outcome.broken = list(CheckedLink.objects.broken())
    return outcome


def _asker() -> Ask:
    seconds = float(setting("LINK_SECONDS"))
    base = str(getattr(settings, "WAGTAILADMIN_BASE_URL", "") or "")
    agent = f"wagtail-xcms-link-check (+{base})" if base.isascii() else "wagtail-xcms-link-check"
    return lambda address: ask(address, seconds=seconds, agent=agent)


def _host(address: str) -> str:
    try:
        return read_address(address).host
    except MalformedAddressError:
        return ""


def _pause(host: str, last: dict[str, float], wait: Callable[[float], None]) -> None:
    """No site is asked twice within the pause."""
    if not host:
        return
    left = last.get(host, 0.0) + float(setting("LINK_PAUSE_SECONDS")) - time.monotonic()
    if host in last and left > 0:
        wait(left)
    last[host] = time.monotonic()


def _note(address: str, answer: Answer) -> None:
    failed = answer.outcome in (*BROKEN_AT_ONCE, *BROKEN_IF_REPEATED)
    with transaction.atomic():
        link = CheckedLink.objects.select_for_update().filter(
            digest=digest_of(address)
        ).first() or CheckedLink(digest=digest_of(address), url=address)
        link.outcome, link.status = answer.outcome, answer.status
        link.failures = link.failures + 1 if failed else 0
        link.checked_at = timezone.now()
        link.save()


def _answered_since(moment: datetime) -> Collection[str]:
    """Not what may have been a passing trouble: that is asked again at the next run."""
    lately = CheckedLink.objects.filter(checked_at__gte=moment)
    return set(lately.exclude(outcome__in=BROKEN_IF_REPEATED).values_list("digest", flat=True))


def _forget_others(addresses: Iterable[str]) -> None:
    kept = {digest_of(address) for address in addresses}
    gone = set(CheckedLink.objects.values_list("digest", flat=True)) - kept
    for digest in gone:
        CheckedLink.objects.filter(digest=digest).delete()
