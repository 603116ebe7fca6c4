"""Which text a wording names, and texts that stay because something rests on them."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from notices.basis_texts import texts_named
from notices.models import NoticePage
from registry.models import BasisLink
from registry.services.basis_links import cite
from tests import factories
from tests.notices.pages import draft_notice, make_notice

pytestmark = pytest.mark.django_db
TITLE = "关于做好试点申报工作的通知"
NUMBER = "湘教通〔2020〕1号"


@pytest.fixture
def notice(section: Any) -> NoticePage:
    return make_notice(section, title=TITLE, document_number=NUMBER)


@pytest.mark.parametrize(
    "wording",
    [
        NUMBER,
        "湘教通[2020]1号",
        "湘教通（2020）1号",
        "湘教通〔２０２０〕１号",
        f"依据{NUMBER}第三条",
        f"《{TITLE}》（{NUMBER}）",
        TITLE,
        f"《{TITLE}》",
        f"《{TITLE}》第二轮审核备案结果",
    ],
)
def test_number_or_title_names_the_text(notice: NoticePage, wording: str) -> None:
    assert texts_named([wording]) == {wording: notice.pk}


@pytest.mark.parametrize(
    "wording",
    [
        "湘教通〔2020〕11号",
        "省湘教通〔2020〕1号",
        "湘教通〔2020〕1",
        f"{TITLE}（补充）",
        "《关于》",
        "",
        "\x00",
        "教通〔2020〕1号",
        "《" * 3000,
    ],
)
def test_what_is_nearly_the_name_names_nothing(notice: NoticePage, wording: str) -> None:
    assert texts_named([wording]) == {}


def test_words_for_two_texts_name_neither(section: Any, notice: NoticePage) -> None:
    make_notice(section, title="另一通知", slug="other", document_number="湘教通〔2020〕2号")
    make_notice(section, title=TITLE, slug="again")

    assert texts_named([TITLE, f"{NUMBER}和湘教通〔2020〕2号", NUMBER]) == {NUMBER: notice.pk}


def test_drafts_and_restricted_texts_are_not_found(section: Any, notice: NoticePage) -> None:
    section.add_child(
        instance=NoticePage(title="草稿", slug="draft", live=False, document_number="草稿1号")
    )
    notice.view_restrictions.create(restriction_type="login")

    assert texts_named([NUMBER, "草稿1号"]) == {}


def delete(client: Client, page: Any) -> Any:
    return client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]), follow=True)


def test_a_text_that_decisions_rest_on_is_not_deleted(
    admin_client: Client, section: Any, notice: NoticePage
) -> None:
    factories.grant(decision={"basis": NUMBER})
    cite([NUMBER])

    for page in (notice, section):
        answer = delete(admin_client, page).content.decode()
        assert TITLE in answer
    admin_client.post(
        f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', 'delete'])}?id={notice.pk}"
    )

    assert NoticePage.objects.filter(pk=notice.pk).exists()
    assert BasisLink.objects.get().page_id == notice.pk


def test_a_draft_that_nothing_rests_on_may_go(admin_client: Client, section: Any) -> None:
    notice = draft_notice(section, title=TITLE, document_number=NUMBER)
    cite([NUMBER])
    BasisLink.objects.update(page=notice.page_ptr)
    admin_client.get(reverse("wagtailadmin_pages:delete", args=[notice.pk]))
    assert BasisLink.objects.get().page_id == notice.pk

    delete(admin_client, notice)

    assert not NoticePage.objects.filter(pk=notice.pk).exists()
    assert BasisLink.objects.get().page_id is None
