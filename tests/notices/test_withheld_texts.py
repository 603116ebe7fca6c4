"""A former text that is withheld is kept, and shows itself at no public door."""

from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from notices.models import NoticePage, TextEdition, TextWithholding
from notices.withholding.services import release_text, withhold_text
from registry.services.editions import PublicationRefusedError
from tests.at_once import at_once
from tests.factories import FilingFactory
from tests.notices.pages import make_notice, make_section, publish, published_list, republish
from tests.weasyprint import needs_weasyprint
from xcms.days import shanghai_today
from xcms.versions import current_versions

pytestmark = pytest.mark.django_db

SECRET = "张三的手机号"


def withhold(page: Any, number: int = 1, reason: str = "含个人信息") -> TextWithholding:
    return withhold_text(page, number, reason=reason, acting_user=None)


def release(page: Any, number: int = 1, reason: str = "核实无误。") -> TextWithholding:
    return release_text(page, number, reason=reason, acting_user=None)


def said() -> str:
    today = shanghai_today()
    return f"这一版于 {today.year}年{today.month}月{today.day}日 停止公开：含个人信息。"


@pytest.fixture
def page(section: Any) -> NoticePage:
    first = make_notice(
        section, title=f"{SECRET}的通知", body=[("paragraph", f"<p>{SECRET}</p>")], summary=SECRET
    )
    corrected: NoticePage = republish(
        first, "删去个人信息。", title="申报通知", body=[("paragraph", "<p>正文</p>")], summary=""
    )
    return corrected


def test_its_address_says_since_when_and_why_and_what_is_kept(
    client: Client, page: NoticePage
) -> None:
    assert SECRET in client.get(f"{page.url}editions/1/").content.decode()

    withholding = withhold(page)

    response = client.get(f"{page.url}editions/1/")
    text = response.content.decode()
    assert response.status_code == 410
    assert response["X-Robots-Tag"] == "noindex"
    assert said() in text
    assert withholding.record_digest in text
    assert "第1版" in text
    assert f'href="{page.url}"' in text
    assert SECRET not in text


def test_the_record_of_revisions_says_so_and_leads_there_no_more(
    client: Client, page: NoticePage
) -> None:
    withholding = withhold(page)

    life = client.get(page.url).content.decode().partition('class="xcms-life"')[2]

    assert said() in life
    assert withholding.record_digest in life
    assert "删去个人信息。" in life
    assert f"{page.url}editions/1/" not in life


@needs_weasyprint
def test_it_has_no_pdf(client: Client, page: NoticePage) -> None:
    former = client.get(f"{page.url}editions/1/pdf/")
    text = "".join(one.extract_text() for one in PdfReader(BytesIO(former.content)).pages)
    assert SECRET in text.replace("\n", "")

    withhold(page)

    response = client.get(f"{page.url}editions/1/pdf/")
    assert (response.status_code, response["Content-Type"][:9]) == (410, "text/html")
    assert SECRET not in response.content.decode()


def test_no_public_door_shows_it(client: Client, section: Any, page: NoticePage) -> None:
    withhold(page)

    for address in (
        page.url,
        section.url,
        f"{section.url}feed/",
        f"/search/?q={SECRET}",
        f"/search/?q={SECRET}&format=json",
        "/changes.json",
        "/sitemap.xml",
    ):
        # A search repeats what was asked for.
        answer = client.get(address).content.decode()
        assert "的手机号的通知" not in answer, address
        assert f"<p>{SECRET}</p>" not in answer, address


def test_the_text_itself_is_kept(page: NoticePage) -> None:
    withhold(page)

    assert TextEdition.objects.get(number=1).content["title"] == f"{SECRET}的通知"


def test_what_was_kept_in_a_cache_is_out_of_date(page: NoticePage) -> None:
    before = current_versions().pages

    withhold(page)
    assert (withheld := current_versions().pages) > before

    release(page)
    assert current_versions().pages > withheld


def test_released_it_reads_as_before(client: Client, page: NoticePage) -> None:
    withhold(page)

    release(page)

    response = client.get(f"{page.url}editions/1/")
    assert response.status_code == 200
    assert SECRET in response.content.decode()
    assert "停止公开" not in client.get(page.url).content.decode()


def test_of_several_only_that_one_is_withheld(client: Client, page: NoticePage) -> None:
    page = republish(page, "补摘要。", summary="摘要")

    withhold(page)

    assert client.get(f"{page.url}editions/1/").status_code == 410
    assert client.get(f"{page.url}editions/2/").status_code == 200


def test_the_current_text_is_to_be_corrected_first(client: Client, page: NoticePage) -> None:
    with pytest.raises(ValidationError) as refused:
        withhold(page, 2)

    assert "请先更正" in " ".join(refused.value.messages)
    page = republish(page, "再次更正。", summary="摘要")
    withhold(page, 2)
    assert client.get(f"{page.url}editions/2/").status_code == 410


def test_an_unpublished_page_may_be_cleared_before_it_comes_back(
    client: Client, page: NoticePage
) -> None:
    page.unpublish()

    withhold(page)
    assert client.get(f"{page.url}editions/1/").status_code == 404

    page.get_latest_revision().publish()
    assert client.get(f"{page.url}editions/1/").status_code == 410


def test_an_old_draft_does_not_bring_it_back(client: Client, page: NoticePage) -> None:
    old = page.revisions.order_by("pk").first().as_object()
    withhold(page)
    old.change_note = "恢复原文。"

    with pytest.raises(PublicationRefusedError) as refused:
        old.save_revision().publish()

    assert "含个人信息" in str(refused.value)
    assert SECRET not in client.get(page.url).content.decode()
    assert client.get(f"{page.url}editions/1/").status_code == 410

    release(page)
    old.save_revision().publish()
    assert SECRET in client.get(page.url).content.decode()


@pytest.mark.parametrize(
    "reason", ["", "  \n", "\x00", "长" * 2001, "含手机号13900000000", "含１３９００００００００"]
)
def test_a_reason_is_asked_for_that_names_no_private_number(page: NoticePage, reason: str) -> None:
    with pytest.raises(ValidationError) as refused:
        withhold(page, reason=reason)

    assert set(refused.value.message_dict) == {"reason"}
    assert not TextWithholding.objects.exists()


def test_it_is_withheld_once_and_released_once(page: NoticePage) -> None:
    with pytest.raises(ValidationError):
        withhold(page, 7)
    with pytest.raises(ValidationError):
        release(page)
    withholding = withhold(page)
    with pytest.raises(ValidationError):
        withhold(page)
    with pytest.raises(IntegrityError), transaction.atomic():
        TextWithholding.objects.create(
            edition_id=withholding.edition_id, reason="再来", withheld_at=timezone.now()
        )
    with pytest.raises(ValidationError):
        release(page, reason=" ")

    release(page)
    withhold(page)
    assert TextWithholding.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_of_two_people_at_once_one_withholds(wagtail_root: Any) -> None:
    page = republish(make_notice(make_section(wagtail_root)), "更正。", title="更正的通知")

    outcomes = at_once(lambda: withhold(page), lambda: withhold(page), refusals=(ValidationError,))

    assert TextWithholding.objects.count() == 1
    assert sum(isinstance(outcome, ValidationError) for outcome in outcomes) == 1


def test_a_digest_of_the_words_alone_would_give_a_number_away(page: NoticePage) -> None:
    edition = TextEdition.objects.get(number=1)

    withholding = withhold(page)

    # The record has keys that nobody outside knows.
    assert edition.content["translation_key"]
    assert withholding.record_digest != edition.digest


def test_deleting_a_page_in_code_takes_it_along(page: NoticePage) -> None:
    withhold(page)

    NoticePage.objects.get().delete()

    assert not TextWithholding.objects.exists()


# Lists


def test_the_rows_of_a_list_stay_beside_words_that_are_withheld(
    client: Client, section: Any
) -> None:
    page = published_list(section, intro=SECRET)
    added = FilingFactory(round=page.round)
    page = publish(page, change_note="补充一个证书。", intro="新导语。")
    address = f"{page.url}editions/1/"
    rows = client.get(f"{address}csv/").content
    assert SECRET in client.get(address).content.decode()

    withhold(page)

    response = client.get(address)
    text = response.content.decode()
    assert response.status_code == 200
    assert said() in text
    assert "新导语。" in text
    assert SECRET not in text
    assert added.certificate.name not in text
    assert client.get(f"{address}csv/").content == rows
    assert said() in client.get(page.url).content.decode()


def test_words_of_a_list_under_the_same_rows_are_withheld(client: Client, section: Any) -> None:
    page = published_list(section, intro=SECRET)
    page = publish(page, change_note="更正导语。", intro="新导语。")

    withhold(page)

    for below in ("texts/1/", "texts/1/pdf/"):
        response = client.get(f"{page.url}{below}")
        assert response.status_code == 410, below
        assert SECRET not in response.content.decode()


@needs_weasyprint
def test_the_pdf_of_a_former_list_leaves_the_words_out(client: Client, section: Any) -> None:
    page = published_list(section, intro=SECRET)
    FilingFactory(round=page.round)
    page = publish(page, change_note="补充一个证书。", intro="新导语。")
    withhold(page)

    made = client.get(f"{page.url}editions/1/pdf/").content

    text = "".join(one.extract_text() for one in PdfReader(BytesIO(made)).pages).replace("\n", "")
    assert "停止公开" in text
    assert SECRET not in text
