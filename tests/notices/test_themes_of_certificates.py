"""The page of a certificate names the themes that gather it: those that everybody may read."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from notices.models import ThemeCertificate, ThemePage
from notices.models.themes import public_themes_of
from registry.models import Certificate
from tests.factories import FilingFactory, RoundFactory
from tests.notices.pages import draft_list, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate(section: Any) -> Certificate:
    round_ = RoundFactory()
    filing = FilingFactory(round=round_)
    FilingFactory(round=round_)
    publish(draft_list(section, round_))
    certificate: Certificate = filing.certificate
    return certificate


def theme_with(section: Any, certificate: Any, title: str, slug: str) -> ThemePage:
    theme = ThemePage(title=title, slug=slug)
    section.add_child(instance=theme)
    theme.certificates.set([ThemeCertificate(certificate=certificate)])
    theme.save_revision().publish()
    theme.refresh_from_db()
    return theme


def page_of(client: Client, certificate: Any) -> str:
    address = reverse("xcms_registry:certificate_detail", args=[certificate.public_id])
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_themes_are_named_with_their_addresses_by_title(
    client: Client, section: Any, certificate: Any
) -> None:
    later = theme_with(section, certificate, "乙专题", "b")
    first = theme_with(section, certificate, "<i>专题</i>", "a")

    text = page_of(client, certificate)

    assert "收录本证书的专题" in text
    assert "&lt;i&gt;专题&lt;/i&gt;" in text
    assert text.index(f'href="{first.url}"') < text.index(f'href="{later.url}"')


def test_other_certificates_do_not_name_it(client: Client, section: Any, certificate: Any) -> None:
    theme_with(section, certificate, "课证融通", "theme")
    other = Certificate.objects.exclude(pk=certificate.pk).get()

    assert "专题" not in page_of(client, other).partition("<article")[2]


@pytest.mark.parametrize("hidden", ["draft", "unpublished", "restricted", "section restricted"])
def test_what_not_everybody_may_read_stays_unmentioned(
    client: Client, section: Any, certificate: Any, hidden: str
) -> None:
    theme = theme_with(section, certificate, "筹备中", "hidden")
    assert "筹备中" in page_of(client, certificate)
    if hidden == "restricted":
        theme.view_restrictions.create(restriction_type="login")
    elif hidden == "section restricted":
        # The certificate's own list would be hidden as well.
        elsewhere = section.get_parent().add_child(
            instance=type(section)(title="内部栏目", slug="inside")
        )
        theme.move(elsewhere, pos="last-child")
        elsewhere.view_restrictions.create(restriction_type="login")
    elif hidden == "unpublished":
        theme.unpublish()
    else:
        theme.certificates.clear()
        theme.save_revision().publish()
        theme.certificates.set([ThemeCertificate(certificate=certificate)])
        theme.save_revision()

    assert "筹备中" not in page_of(client, certificate)


def test_an_alias_is_not_named_a_second_time(
    client: Client, section: Any, certificate: Any
) -> None:
    theme = theme_with(section, certificate, "课证融通", "theme")
    alias = theme.create_alias(parent=section.get_parent(), update_slug="alias")
    assert alias.certificates.exists()

    assert page_of(client, certificate).count("课证融通</a>") == 1


def test_queries_do_not_grow_with_the_themes(
    client: Client, section: Any, certificate: Any, django_assert_num_queries: Any
) -> None:
    theme_with(section, certificate, "专题0", "t0")
    one = queries(client, certificate)
    for number in range(1, 4):
        theme_with(section, certificate, f"专题{number}", f"t{number}")
    with django_assert_num_queries(2):
        assert len(public_themes_of(certificate)) == 4
    assert queries(client, certificate) == one


def queries(client: Client, certificate: Any) -> int:
    # What is read once for each version of the site is no cost of the page.
    for _look in range(2):
        page_of(client, certificate)
    with CaptureQueriesContext(connection) as captured:
        page_of(client, certificate)
    return len(captured)
