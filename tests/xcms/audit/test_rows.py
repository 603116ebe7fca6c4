"""What the file for an audit says of an edit, a decision, a page and an import, and of which days."""

from datetime import date, datetime
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from wagtail.models import ModelLogEntry

from registry.services.approvals import void
from tests import factories
from tests.notices.pages import make_notice, make_section
from tests.xcms.imports.school_sheets import FIRST, imported
from xcms.audit.rows import AuditRow, audit_rows
from xcms.days import SHANGHAI, shanghai_today
from xcms.history import log_edit

pytestmark = pytest.mark.django_db


def today() -> list[AuditRow]:
    return list(audit_rows(shanghai_today(), shanghai_today()))


def test_an_edit_has_a_row_for_each_field_with_both_values() -> None:
    school = factories.SchoolFactory(name="甲学院")
    user = get_user_model().objects.create_user("data")
    changes = [
        {"label": "专业总数", "old": "20", "new": "21"},
        {"label": "联系人", "withheld": "yes"},
    ]
    log_edit(school, changes, user=user)

    count, person = today()
    assert (count.who, count.record, count.field, count.old, count.new) == (
        "data",
        "甲学院",
        "专业总数",
        "20",
        "21",
    )
    assert (person.field, person.old, person.new, person.details) == (
        "联系人",
        "",
        "",
        "不记录内容",
    )


def test_a_decision_has_its_words_and_its_reason(wagtail_root: Any) -> None:
    approval = factories.grant(60)
    void([approval.decisions.get()], reason="录入错误", acting_user=None)

    row = today()[-1]
    assert row.record == str(approval)
    assert row.reason == "录入错误"
    assert row.details


def test_pages_are_in_it(wagtail_root: Any) -> None:
    make_notice(make_section(wagtail_root), title="关于申报的通知")
    assert "关于申报的通知" in {row.record for row in today()}


def test_an_import_has_every_row_that_it_wrote_with_both_values() -> None:
    imported(FIRST)
    first = [row for row in today() if row.source]
    changed = [*FIRST]
    changed[1] = "改名学院"
    imported(changed)

    assert [row.action for row in first] == ["导入：新增"]
    updated = [row for row in today() if row.action == "导入：变更"]
    assert (updated[0].old, updated[0].new) == (FIRST[1], "改名学院")
    assert updated[0].version is not None
    assert "第 2 行" in updated[0].source


def test_days_are_those_of_shanghai_and_both_included() -> None:
    school = factories.SchoolFactory()
    for moment in ("2020-06-01T00:00", "2020-06-02T23:59", "2020-06-03T00:00", "2020-05-31T23:59"):
        log_edit(school, [], user=None)
        newest = ModelLogEntry.objects.order_by("-pk").first()
        assert newest is not None
        ModelLogEntry.objects.filter(pk=newest.pk).update(
            timestamp=datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI)
        )
    found = [row.at.astimezone(SHANGHAI) for row in audit_rows(date(2020, 6, 1), date(2020, 6, 2))]
    assert [f"{one:%m-%d %H:%M}" for one in found] == ["06-01 00:00", "06-02 23:59"]


def test_the_queries_do_not_grow_with_the_log(django_assert_num_queries: Any) -> None:
    school = factories.SchoolFactory()
    for _ in range(30):
        log_edit(school, [{"label": "名称", "old": "甲", "new": "乙"}], user=None)
    with django_assert_num_queries(3):
        assert len(today()) == 30
