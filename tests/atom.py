"""A strict reader of RFC 4287 for tests: what a feed must have, must not have and must look like."""

import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree

_ATOM = "{http://www.w3.org/2005/Atom}"
_RFC3339 = re.compile(
    r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})\Z", re.ASCII
)
#: RFC 3987 without spaces, controls and what is never part of an IRI.
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|\\^`\x7f-\x9f]+\Z")
_DNS_NAME = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*"
_TAG = re.compile(
    rf"tag:{_DNS_NAME},\d{{4}}(?:-\d{{2}}){{0,2}}:[A-Za-z0-9._~!$&'()*+,;=:@/?%-]*\Z", re.ASCII
)
_TEXT_TYPES = {None, "text", "html"}


@dataclass(frozen=True)
class Entry:
    id: str
    title: str
    link: str
    summary: str
    updated: datetime


@dataclass(frozen=True)
class Feed:
    id: str
    title: str
    own_link: str
    updated: datetime
    entries: list[Entry]


def read_feed(content: bytes) -> Feed:
    """The feed; an AssertionError for whatever the RFC doesn't allow."""
    assert content.lstrip().startswith(b"<?xml")
    root = ElementTree.fromstring(content)  # noqa: S314  our own answer
    assert root.tag == f"{_ATOM}feed"
    for one in root.iter():
        assert one.tag.startswith(_ATOM), f"foreign element {one.tag}"
    has_author = bool(root.findall(f"{_ATOM}author"))
    _check_authors(root)
    entries = [_entry(one, has_author=has_author) for one in root.findall(f"{_ATOM}entry")]
    ids = [one.id for one in entries]
    assert len(ids) == len(set(ids)), "two entries have one id"
    found = Feed(
        id=_id(root),
        title=_text(root, "title"),
        own_link=_link(root, "self"),
        updated=_moment(root, "updated"),
        entries=entries,
    )
    assert found.id not in ids, "the feed and an entry have one id"
    _link(root, "alternate")
    assert found.updated >= max((one.updated for one in entries), default=found.updated)
    return found


def _entry(entry: ElementTree.Element, *, has_author: bool) -> Entry:
    assert has_author or entry.findall(f"{_ATOM}author"), "nobody has written this entry"
    _check_authors(entry)
    if entry.findall(f"{_ATOM}published"):
        _moment(entry, "published")
    assert len(entry.findall(f"{_ATOM}summary")) <= 1
    summary = entry.find(f"{_ATOM}summary")
    if summary is not None and summary.get("type") == "html":
        _check_html(summary.text or "")
    return Entry(
        id=_id(entry),
        title=_text(entry, "title"),
        link=_link(entry, "alternate"),
        summary=(summary.text or "") if summary is not None else "",
        updated=_moment(entry, "updated"),
    )


def _one(parent: ElementTree.Element, name: str) -> ElementTree.Element:
    found = parent.findall(f"{_ATOM}{name}")
    assert len(found) == 1, f"{len(found)} × {name} in {parent.tag}"
    return found[0]


def _text(parent: ElementTree.Element, name: str) -> str:
    element = _one(parent, name)
    assert element.get("type") in _TEXT_TYPES
    assert element.text, f"{name} is empty"
    assert element.text.strip()
    return element.text


def _id(parent: ElementTree.Element) -> str:
    found = _one(parent, "id").text or ""
    assert _IRI.match(found), f"no absolute IRI: {found!r}"
    assert not found.startswith("tag:") or _TAG.match(found), f"no tag: {found!r}"
    return found


def _link(parent: ElementTree.Element, rel: str) -> str:
    links = [one for one in parent.findall(f"{_ATOM}link") if one.get("rel", "alternate") == rel]
    assert len(links) == 1, f"{len(links)} links {rel}"
    href = links[0].get("href", "")
    assert _IRI.match(href), f"no absolute IRI: {href!r}"
    assert urlsplit(href).scheme in ("http", "https")
    assert urlsplit(href).netloc
    return href


def _moment(parent: ElementTree.Element, name: str) -> datetime:
    text = _one(parent, name).text or ""
    assert _RFC3339.match(text), f"no date of RFC 3339: {text!r}"
    return datetime.fromisoformat(text)


def _check_authors(parent: ElementTree.Element) -> None:
    for author in parent.findall(f"{_ATOM}author"):
        assert (_one(author, "name").text or "").strip()


def _check_html(text: str) -> None:
    """Line breaks, links and marks of what was searched for are all our markup; nothing else stands unescaped."""
    plain = re.sub(r"<br>|<mark(?: class=\"[\w-]+\")?>|</mark>|</a>", "", text)
    plain = re.sub(r'<a href="https?://[^\s"<>]+">', "", plain)
    assert "<" not in plain, f"unescaped: {text[:200]}"
    assert re.sub(r"&(?:amp|lt|gt|quot|#x?[0-9a-fA-F]+);", "", plain).count("&") == 0
