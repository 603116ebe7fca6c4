"""A strict reader of RFC 5545 for tests, written from the RFC and from nothing of ours."""

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

_LINE = re.compile(
    r"""(?P<name>[A-Za-z0-9-]+)"""
    r"""(?P<params>(?:;[A-Za-z0-9-]+=(?:"[^"\x00-\x1f]*"|[^";:,\x00-\x1f]*)"""
    r"""(?:,(?:"[^"\x00-\x1f]*"|[^";:,\x00-\x1f]*))*)*)"""
    r""":(?P<value>[^\x00-\x08\x0a-\x1f\x7f]*)\Z"""
)
_TEXT = {
    "PRODID",
    "UID",
    "SUMMARY",
    "DESCRIPTION",
    "NAME",
    "X-WR-CALNAME",
    "CATEGORIES",
}
_ONCE = {
    "VCALENDAR": {"VERSION", "PRODID"},
    "VEVENT": {"UID", "DTSTAMP", "DTSTART", "SUMMARY", "SEQUENCE", "LAST-MODIFIED"},
    "VALARM": {"ACTION", "TRIGGER", "DESCRIPTION"},
}


@dataclass
class Component:
    name: str
    properties: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    children: list["Component"] = field(default_factory=list)

    def one(self, name: str) -> str:
        ((_params, value),) = self.properties[name]
        return value

    def params(self, name: str) -> str:
        ((params, _value),) = self.properties[name]
        return params

    def text(self, name: str) -> str:
        return unescaped(self.one(name))

    def day(self, name: str) -> date:
        assert self.params(name) == ";VALUE=DATE"
        value = self.one(name)
        assert re.fullmatch(r"[0-9]{8}", value)
        return date(int(value[:4]), int(value[4:6]), int(value[6:]))

    def moment(self, name: str) -> datetime:
        assert self.params(name) == ""
        value = self.one(name)
        assert re.fullmatch(r"[0-9]{8}T[0-9]{6}Z", value)
        return datetime.strptime(value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


def unescaped(value: str) -> str:
    assert re.fullmatch(r"(?:[^\\;,]|\\[\\;,nN])*", value), f"badly escaped: {value}"
    return re.sub(
        r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value, flags=re.DOTALL
    )


def read_calendar(content: bytes) -> Component:
    """The VCALENDAR; an AssertionError for whatever the RFC doesn't allow."""
    root = Component("")
    stack = [root]
    for line in _unfolded(content):
        found = _LINE.match(line)
        assert found, f"no content line: {line!r}"
        name, value = found["name"].upper(), found["value"]
        if name == "BEGIN":
            stack.append(Component(value))
            stack[-2].children.append(stack[-1])
        elif name == "END":
            assert stack.pop().name == value
        else:
            stack[-1].properties.setdefault(name, []).append((found["params"], value))
    (calendar,) = root.children
    assert stack == [root]
    assert calendar.name == "VCALENDAR"
    _check(calendar)
    return calendar


def _unfolded(content: bytes) -> list[str]:
    assert content.endswith(b"\r\n")
    physical = content[:-2].split(b"\r\n")
    lines: list[str] = []
    for one in physical:
        assert len(one) <= 75, f"{len(one)} octets: {one!r}"
        assert b"\n" not in one
        assert b"\r" not in one
        # Each piece is whole: nobody has cut a glyph.
        text = one.decode("utf-8")
        if text.startswith((" ", "\t")):
            lines[-1] += text[1:]
        else:
            lines.append(text)
    assert all(lines)
    return lines


def _check(component: Component) -> None:
    for name in _ONCE[component.name]:
        assert len(component.properties.get(name, ())) == 1, f"{component.name} and {name}"
    for name in _TEXT & component.properties.keys():
        for _params, value in component.properties[name]:
            unescaped(value.replace(",", "") if name == "CATEGORIES" else value)
    if component.name == "VCALENDAR":
        assert component.one("VERSION") == "2.0"
        uids = [child.one("UID") for child in component.children]
        assert len(uids) == len(set(uids))
        # With a METHOD the rules of iTIP would hold too.
        assert "METHOD" not in component.properties
    if component.name == "VEVENT":
        assert 0 <= int(component.one("SEQUENCE")) < 2**31
        component.moment("DTSTAMP")
        component.moment("LAST-MODIFIED")
        assert component.day("DTEND") > component.day("DTSTART")
    if component.name == "VALARM":
        assert re.fullmatch(
            r"-?P(?:[0-9]+W|[0-9]+D(?:T(?:[0-9]+H)?(?:[0-9]+M)?)?|T(?:[0-9]+H)?(?:[0-9]+M)?)",
            component.one("TRIGGER"),
        )
    for child in component.children:
        _check(child)
