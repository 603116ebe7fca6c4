"""Names under which schools are found."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import ModelLogEntry

from registry.models import School, SchoolName
from registry.services.schools import add_alias
from tests.factories import SchoolFactory
from xcms.versions import current_version

pytestmark = pytest.mark.django_db


def test_an_alias_is_kept_searched_and_logged(django_user_model: Any) -> None:
    school = SchoolFactory(name="甲职业技术学院")
    user = django_user_model.objects.create_user("data")
    before = current_version()

    alias = add_alias(school.pk, " 甲职院 ", acting_user=user)

    assert (alias.name, alias.kind, alias.school) == ("甲职院", "alias", school)
    assert "甲职院" in School.objects.get(pk=school.pk).search_text
    assert current_version() == before + 1
    entry = ModelLogEntry.objects.get(action="xcms_registry.add_alias")
    assert (entry.user, entry.object_id, entry.message) == (
        user,
        str(school.pk),
        "新增简称：甲职院",
    )


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("甲职院", "已属于"), ("乙 学院", "全称"), (" ", "不能为空"), ("长" * 101, "100")],
)
def test_a_name_that_is_taken_blank_or_too_long_is_refused(name: str, sentence: str) -> None:
    school = SchoolFactory(name="甲职业技术学院")
    SchoolFactory(name="乙学院")
    add_alias(school.pk, "甲职院", acting_user=None)

    with pytest.raises(ValidationError) as caught:
        add_alias(school.pk, name, acting_user=None)

    assert sentence in " ".join(caught.value.messages)
    assert SchoolName.objects.count() == 1


def test_a_school_that_is_gone_is_refused() -> None:
    with pytest.raises(ValidationError, match="已不在登记簿"):
        add_alias(0, "甲职院", acting_user=None)
