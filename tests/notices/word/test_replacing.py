"""A Word file takes the place of a notice's body, in a draft."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from notices.models import NoticePage, WordImport
from tests.notices.pages import make_notice
from tests.notices.word.screens import confirm, over, upload, uploaded
from tests.notices.word_files import commissioning_notice

pytestmark = pytest.mark.django_db


def test_replacing_makes_a_draft_and_leaves_what_is_live(office: Client, section: Any) -> None:
    notice = make_notice(
        section, title="旧标题", issuing_body="某厅", body=[("paragraph", "<p>旧的正文</p>")]
    )
    preview = uploaded(office, over(notice), commissioning_notice())
    form = office.get(preview).context["form"]
    ticked = {name for name in form.fields if name.startswith("take_") and form[name].value()}
    # What the page says already is not overwritten unless the editor wants it.
    assert ticked == {"take_addressed_to", "take_dated"}

    confirm(office, preview, "addressed_to", "dated")

    notice = NoticePage.objects.get()
    assert "旧的正文" in str(notice.body)
    assert notice.has_unpublished_changes
    draft = notice.get_latest_revision_as_object()
    assert "旧的正文" not in str(draft.body)
    assert (draft.title, draft.issuing_body) == ("旧标题", "某厅")
    assert "湖南省教育厅" in str(draft.body)
    assert draft.dated == date(2020, 5, 21)
    assert "旧的正文" in Client().get(notice.url).content.decode()


def test_replacing_is_refused_when_somebody_has_written_meanwhile(
    office: Client, section: Any
) -> None:
    notice = make_notice(section, body=[("paragraph", "<p>旧的正文</p>")])
    preview = uploaded(office, over(notice), commissioning_notice())
    draft = notice.get_latest_revision_as_object()
    draft.body = [("paragraph", "<p>同事刚写的</p>")]
    draft.save_revision()

    response = confirm(office, preview)

    assert response.status_code == 200
    assert response.context["form"].non_field_errors()
    assert "同事刚写的" in str(NoticePage.objects.get().get_latest_revision_as_object().body)


def test_a_locked_page_is_not_rewritten(office: Client, section: Any, admin_user: User) -> None:
    notice = make_notice(section, body=[("paragraph", "<p>旧的正文</p>")])
    preview = uploaded(office, over(notice), commissioning_notice())
    NoticePage.objects.update(locked=True, locked_by=admin_user)

    assert confirm(office, preview).context["form"].non_field_errors()
    assert office.get(over(notice)).context["refusal"]
    upload(office, over(notice), commissioning_notice())
    assert WordImport.objects.count() == 1
    assert "旧的正文" in str(NoticePage.objects.get().get_latest_revision_as_object().body)
