"""Links that lead nowhere: to pages and documents of this site, to anchors, and to other sites as last asked."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.models import Page

from notices.leaves import Link
from notices.links.addresses import digest_of
from notices.links.own import answers, own_hosts, own_path
from notices.models import CheckedLink
from notices.reports.anchors import anchors_of
from notices.reports.findings import Finding, PageSet
from xcms.days import SHANGHAI

_AT_ONCE = 400


def broken_inner_links(pages: PageSet) -> Iterable[Finding]:
    """Of this site. A few queries for all pages and documents; one more look for each address written by hand."""
    states = _page_states(pages)
    documents = _existing(get_document_model(), _targets(pages, "document"))
    hosts = own_hosts()
    for page in pages.pages:
        links = list(dict.fromkeys(pages.links[page.pk]))
        for link in links:
            if problem := _problem(link, states, documents, hosts):
                yield Finding(page, problem)
        yield from _lost_anchors(page, links)


def _problem(
    link: Link, states: Mapping[str, str], documents: Collection[str], hosts: Collection[str]
) -> str:
    name = _quoted(link)
    match link.kind:
        case "page":
            return states.get(
                link.target, _("The link%(name)s leads to a page that was deleted.")
            ) % {"name": name}
        case "document" if link.target not in documents:
            return _("The link%(name)s leads to a document that was deleted.") % {"name": name}
        case "address":
            path = own_path(link.target, hosts)
            if path is not None and not answers(path):
                return _("The address %(address)s of this site leads nowhere.") % {
                    "address": link.target[:200]
                }
    return ""


def _quoted(link: Link) -> str:
    return f"“{link.text[:60]}”" if link.text else ""


def _page_states(pages: PageSet) -> Mapping[str, str]:
    """By key: what is wrong with the page, "" if visitors may read it; pages that are gone are not in it."""
    keys = [key for key in _targets(pages, "page") if key.isdecimal() and len(key) < 19]
    found: dict[str, str] = {}
    for some in _in_pieces(keys):
        linked = Page.objects.filter(pk__in=some)
        open_ones = set(linked.live().public().values_list("pk", flat=True))
        for key, live in linked.values_list("pk", "live"):
            if key in open_ones:
                found[str(key)] = ""
            elif live:
                found[str(key)] = _("The link%(name)s leads to a page that visitors may not read.")
            else:
                found[str(key)] = _("The link%(name)s leads to a page that is not published.")
    return found


def _targets(pages: PageSet, kind: str) -> list[str]:
    links = (link for page in pages.pages for link in pages.links[page.pk])
    return list(dict.fromkeys(link.target for link in links if link.kind == kind))


def _existing(model: type[Any], keys: Iterable[str]) -> Collection[str]:
    # Keys of documents may be of any kind; what can't be one is no document.
    usable = [key for key in keys if _can_be_key(model, key)]
    found: set[str] = set()
    for some in _in_pieces(usable):
        existing = model._default_manager.filter(pk__in=some).values_list("pk", flat=True)
        found.update(str(key) for key in existing)
    return found


def _can_be_key(model: type[Any], key: str) -> bool:
    try:
        value = model._meta.pk.to_python(key)
    except Exception:  # noqa: BLE001 - whatever a field says to rubbish
        return False
    return not isinstance(value, int) or 0 < value < 2**63


def _in_pieces(keys: list[str]) -> Iterable[list[str]]:
    return (keys[start : start + _AT_ONCE] for start in range(0, len(keys), _AT_ONCE))


def _lost_anchors(page: Any, links: Iterable[Link]) -> Iterable[Finding]:
    wanted = [link for link in links if link.kind == "anchor" and link.target not in ("", "top")]
    if not wanted:
        return
    there = anchors_of(page)
    if there is None:
        return
    for link in wanted:
        if link.target not in there:
            yield Finding(
                page,
                _("The link%(name)s leads to “#%(anchor)s”, which is not on the page.")
                % {"name": _quoted(link), "anchor": link.target[:100]},
            )


def broken_outer_links(pages: PageSet) -> Iterable[Finding]:
    """As ``xcms_check_links`` found them; the report itself asks nobody."""
    broken = {link.digest: link for link in CheckedLink.objects.broken()}
    if not broken:
        return
    for page in pages.pages:
        for link in dict.fromkeys(pages.links[page.pk]):
            if link.kind != "address":
                continue
            address = f"https:{link.target}" if link.target.startswith("//") else link.target
            if checked := broken.get(digest_of(address)):
                yield Finding(
                    page,
                    f"{link.target[:200]}：{checked.in_words()}",
                    noted_on=checked.checked_at.astimezone(SHANGHAI).date(),
                )
