from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.ics import read_calendar
from xcms.icalendar import Alarm, DayEvent, calendar_bytes

CHANGED = datetime(2020, 5, 21, 1, 2, 3, tzinfo=UTC)


def event(**values: Any) -> DayEvent:
    return DayEvent(
        **{
            "uid": "one@test",
            "day": date(2020, 6, 19),
            "summary": "平台申报截止",
            "description": "",
            "changed_at": CHANGED,
            "sequence": 3,
            **values,
        }
    )


def written(*events: DayEvent, name: str = "日历") -> Any:
    return read_calendar(calendar_bytes(events, product="-//test//test//ZH", name=name))


def test_a_day_is_a_whole_day_and_ends_with_the_next() -> None:
    (only,) = written(event(day=date(2020, 2, 29))).children

    assert (only.day("DTSTART"), only.day("DTEND")) == (date(2020, 2, 29), date(2020, 3, 1))
    assert only.moment("DTSTAMP") == only.moment("LAST-MODIFIED") == CHANGED


def test_an_alarm_before_the_day_and_one_on_it() -> None:
    alarms = [
        Alarm(timedelta(days=2, hours=15), "快到了"),
        Alarm(-timedelta(hours=9), "今天"),
        Alarm(timedelta(days=7), "一周"),
        Alarm(timedelta(minutes=90), "一个半小时"),
    ]
    (only,) = written(event(alarms=alarms)).children

    assert [alarm.one("TRIGGER") for alarm in only.children] == [
        "-P2DT15H",
        "PT9H",
        "-P7D",
        "-PT1H30M",
    ]


@given(
    text=st.text(st.characters(exclude_categories=["Cs"]), max_size=300)
    | st.text("第,;\\\n\r\t\x00\x0b\u2028轮😀n", max_size=200)
)
def test_any_text_comes_back_as_it_was_but_for_what_no_calendar_can_carry(text: str) -> None:
    (only,) = written(event(summary=text, description=text + "。"), name=text or "日历").children

    expected = text.replace("\r\n", "\n").replace("\r", "\n")
    forbidden = {chr(code) for code in [*range(9), *range(11, 32), 0x7F, 0x85, 0x2028, 0x2029]}
    expected = "".join(" " if glyph in forbidden else glyph for glyph in expected)
    assert only.text("SUMMARY") == expected
    assert only.text("DESCRIPTION") == expected + "。"


def test_a_sequence_beyond_what_an_integer_holds_is_its_largest() -> None:
    (only,) = written(event(sequence=2**40)).children

    assert only.one("SEQUENCE") == str(2**31 - 1)


def test_a_calendar_without_events_is_one_all_the_same() -> None:
    assert written().children == []
