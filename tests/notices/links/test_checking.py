"""``xcms_check_links`` asks each address once, politely, and remembers."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from notices.links.asking import Answer
from notices.links.checking import check_links, outside_links
from notices.models import CheckedLink, LinkOutcome
from tests.notices.pages import make_notice

pytestmark = pytest.mark.django_db

FINE = Answer(LinkOutcome.FINE, 200)


def notice(section: Any, *addresses: str, **values: Any) -> Any:
    html = "".join(f'<p><a href="{address}">链接</a></p>' for address in addresses)
    return make_notice(section, body=[("paragraph", html)], **values)


def asking(answers: dict[str, Answer], asked: list[str]) -> Callable[[str], Answer]:
    def ask(address: str) -> Answer:
        asked.append(address)
        return answers.get(address, FINE)

    return ask


def test_live_pages_links_to_other_sites_each_once(section: Any) -> None:
    notice(section, "https://a.example/1", "/notices/", "http://localhost/x", "mailto:a@b.example")
    notice(section, "https://a.example/1", "//b.example/2", slug="b")
    draft = notice(section, "https://c.example/", slug="c")
    draft.unpublish()
    assert outside_links() == ["https://a.example/1", "https://b.example/2"]


def test_what_was_answered_lately_is_not_asked_again(section: Any) -> None:
    notice(section, "https://a.example/", "https://b.example/")
    asked: list[str] = []
    ask = asking({"https://b.example/": Answer(LinkOutcome.NO_ANSWER)}, asked)
    check_links(ask_site=ask, wait=lambda _s: None)
    check_links(ask_site=ask, wait=lambda _s: None)
    assert asked == ["https://a.example/", "https://b.example/", "https://b.example/"]
    check_links(ask_site=ask, wait=lambda _s: None, now=timezone.now() + timedelta(days=8))
    check_links(ask_site=ask, wait=lambda _s: None, again=True)
    assert asked.count("https://a.example/") == 3


def test_a_passing_trouble_counts_the_second_time_and_is_forgotten_when_over(section: Any) -> None:
    notice(section, "https://a.example/")
    down = asking({"https://a.example/": Answer(LinkOutcome.ERROR, 502)}, [])
    for expected in (0, 1):
        outcome = check_links(ask_site=down, wait=lambda _s: None)
        assert len(outcome.broken) == expected
    assert "502" in CheckedLink.objects.get().in_words()
    outcome = check_links(ask_site=asking({}, []), wait=lambda _s: None)
    assert outcome.broken == []
    assert CheckedLink.objects.get().failures == 0


def test_a_killed_run_keeps_its_answers_and_the_next_goes_on(section: Any) -> None:
    notice(section, "https://a.example/", "https://b.example/")
    asked: list[str] = []

    def killed(address: str) -> Answer:
        if "b.example" in address:
            raise KeyboardInterrupt
        asked.append(address)
        return FINE

    with pytest.raises(KeyboardInterrupt):
        check_links(ask_site=killed, wait=lambda _s: None)
    check_links(ask_site=asking({}, asked), wait=lambda _s: None)
    assert asked == ["https://a.example/", "https://b.example/"]


def test_no_site_is_asked_twice_in_a_second(section: Any) -> None:
    notice(section, "https://a.example/1", "https://b.example/", "https://a.example/2")
    waited: list[float] = []
    check_links(ask_site=asking({}, []), wait=waited.append)
    assert len(waited) == 1
    assert 0 < waited[0] <= 1


def test_links_that_are_no_longer_there_are_forgotten(section: Any) -> None:
    page = notice(section, "https://a.example/")
    check_links(ask_site=asking({}, []), wait=lambda _s: None)
    page.unpublish()
    check_links(ask_site=asking({}, []), wait=lambda _s: None)
    assert not CheckedLink.objects.exists()


def test_the_command_never_reaches_into_the_private_network(section: Any, capsys: Any) -> None:
    notice(section, "http://127.0.0.1:8000/", "http://169.254.169.254/")
    call_command("xcms_check_links")
    assert set(CheckedLink.objects.values_list("outcome", flat=True)) == {LinkOutcome.PRIVATE}
    assert "169.254.169.254" in capsys.readouterr().out
