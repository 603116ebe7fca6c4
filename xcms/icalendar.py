"""Calendars of days that a person's own calendar can subscribe to (RFC 5545). Pure: bytes from events."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

CONTENT_TYPE = "text/calendar; charset=utf-8"

#: Octets of a line, its break not counted.
_LINE = 75
#: What a TEXT value can't carry; line breaks are escaped, a tab may stay.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029\ud800-\udfff]")
#: An INTEGER has 32 bits.
_MOST = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Alarm:
    """``before`` the first moment of the day, in the subscriber's own time; negative: after it."""

    before: timedelta
    text: str


@dataclass(frozen=True, slots=True)
class DayEvent:
    """Something that is on a whole day.

    ``uid`` stays the same when the event changes, ``sequence`` grows then. ``changed_at`` is aware.
    """

    uid: str
    day: date
    summary: str
    description: str
    changed_at: datetime
    sequence: int
    categories: Sequence[str] = ()
    alarms: Sequence[Alarm] = ()


def calendar_bytes(
    events: Iterable[DayEvent], *, product: str, name: str, description: str = ""
) -> bytes:
    """``product`` names the software, such as ``-//pack//register//ZH``."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{_text(product)}",
        "CALSCALE:GREGORIAN",
        # The name is in RFC 7986, and before it everybody's own.
        f"NAME:{_text(name)}",
        f"X-WR-CALNAME:{_text(name)}",
        f"DESCRIPTION:{_text(description or name)}",
        "X-WR-TIMEZONE:Asia/Shanghai",
        "REFRESH-INTERVAL;VALUE=DURATION:PT12H",
        "X-PUBLISHED-TTL:PT12H",
    ]
    for event in events:
        lines += _event(event)
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _event(event: DayEvent) -> Iterator[str]:
    changed = event.changed_at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(event.uid)}"
    # Without a METHOD the two are the same by definition: nothing here is of the moment of asking.
    yield f"DTSTAMP:{changed}"
    yield f"LAST-MODIFIED:{changed}"
    yield f"SEQUENCE:{min(event.sequence, _MOST)}"
    yield f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}"
    # Exclusive.
    yield f"DTEND;VALUE=DATE:{event.day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_text(event.summary)}"
    if event.description:
        yield f"DESCRIPTION:{_text(event.description)}"
    if event.categories:
        yield f"CATEGORIES:{','.join(map(_text, event.categories))}"
    yield "STATUS:CONFIRMED"
    # Nobody is busy because something is due.
    yield "TRANSP:TRANSPARENT"
    for alarm in event.alarms:
        yield "BEGIN:VALARM"
        yield "ACTION:DISPLAY"
        yield f"TRIGGER:{_duration(-alarm.before)}"
        yield f"DESCRIPTION:{_text(alarm.text)}"
        yield "END:VALARM"
    yield "END:VEVENT"


def _text(value: str) -> str:
    """A TEXT value: escaped, without what it can't carry."""
    plain = _CONTROLS.sub(" ", value.replace("\r\n", "\n").replace("\r", "\n"))
    escaped = plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\n", "\\n")


def _duration(length: timedelta) -> str:
    sign = "-" if length < timedelta() else ""
    minutes = int(abs(length).total_seconds()) // 60
    days, minutes = divmod(minutes, 24 * 60)
    hours, minutes = divmod(minutes, 60)
    time = "".join([f"{hours}H" if hours else "", f"{minutes}M" if minutes else ""])
    if not time:
        return f"{sign}P{days}D"
    return f"{sign}P{f'{days}D' if days else ''}T{time}"


def _folded(line: str) -> bytes:
    """The line in pieces of at most 75 octets; no glyph is cut, and each further piece begins with a space."""
    pieces: list[bytes] = []
    piece = b""
    for glyph in line:
        octets = glyph.encode()
        if len(piece) + len(octets) > _LINE:
            pieces.append(piece)
            piece = b" "
        piece += octets
    return b"\r\n".join([*pieces, piece]) + b"\r\n"
