"""Writing records in the admin: conflicts, protected rows, history and the register version."""

from datetime import date
from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from registry.models import ContactPoint, Filing, Major, Organization, Round, School
from tests import factories
from tests.registry.admin.addresses import screen
from xcms.admin_forms import RegisterForm
from xcms.versions import current_version


def school_values(**values: Any) -> dict[str, Any]:
    return {
        "code": "4143020001",
        "name": "湖南铁道职业技术学院",
        "pinyin": "",
        "level": "higher_vocational",
        "region": "430200",
        "authority": "",
        "website": "",
        "is_eligible": "on",
        "names-TOTAL_FORMS": "0",
        "names-INITIAL_FORMS": "0",
        "years-TOTAL_FORMS": "0",
        "years-INITIAL_FORMS": "0",
        **values,
    }


def test_a_school_is_made_with_its_names_and_figures_in_one_write(admin_page: Client) -> None:
    before = current_version()
    response = admin_page.post(
        screen("school", "add"),
        school_values(
            **{
                "names-TOTAL_FORMS": "1",
                "names-0-name": "湖南铁道",
                "names-0-kind": "alias",
                "names-0-until": "",
                "years-TOTAL_FORMS": "1",
                "years-0-year": "2020",
                "years-0-majors_count": "32",
                "years-0-enrolment": "9000",
                "years-0-source": "",
            }
        ),
    )
    assert response.status_code == 302, response.context["form"].errors
    school = School.objects.get()
    assert [name.name for name in school.names.all()] == ["湖南铁道"]
    assert school.years.get().enrolment == 9000
    assert "湖南铁道" in school.search_text
    assert current_version() == before + 1


def test_a_second_school_of_the_same_name_is_an_error_on_the_form(admin_page: Client) -> None:
    factories.SchoolFactory(name="湖南铁道职业技术学院")
    response = admin_page.post(screen("school", "add"), school_values(name="湖南铁道 职业技术学院"))
    assert response.status_code == 200
    assert "已有其他院校使用该名称" in response.content.decode() or response.context["form"].errors
    assert School.objects.count() == 1


@pytest.mark.parametrize("model", ["school", "organization"])
def test_what_two_people_save_at_once_is_an_error_on_the_form(
    admin_page: Client, model: str
) -> None:
    """The other's row appears after the check and before the insert."""
    if model == "school":
        factories.SchoolFactory(name="湖南铁道职业技术学院", code="4143020999")
        values = school_values()
    else:
        factories.OrganizationFactory(name="某评价组织")
        values = {"name": "某评价组织", "pinyin": "", "credit_code": "", "website": "", "note": ""}
    with patch.object(RegisterForm, "validate_constraints"):
        response = admin_page.post(screen(model, "add"), values)
    assert response.status_code == 200
    assert response.context["form"].non_field_errors()


def test_an_edit_is_logged_as_old_and_new(admin_page: Client) -> None:
    school = factories.SchoolFactory(code="4143020001", name="湖南铁道职业技术学院")
    response = admin_page.post(
        screen("school", "edit", school.pk),
        school_values(level="secondary", website="https://example.com/"),
    )
    assert response.status_code == 302, response.context["form"].errors
    page = admin_page.get(screen("school", "history", school.pk)).content.decode()
    assert "高职 → 中职" in page
    assert "（空） → https://example.com/" in page
    assert "chief" in page


def test_an_edit_in_modeladmin_is_logged_the_same_way(admin_page: Client) -> None:
    item = factories.RoundFactory()
    before = current_version()
    response = admin_page.post(
        screen("round", "edit", item.pk),
        {
            "batch": item.batch_id,
            "number": "1",
            "filing_deadline": "2020-05-29",
            "application_deadline": "2020-06-19",
        },
    )
    assert response.status_code == 302, response.context["form"].errors
    assert Round.objects.get().application_deadline == date(2020, 6, 19)
    assert current_version() == before + 1
    page = admin_page.get(screen("round", "history", item.pk)).content.decode()
    assert "2020-06-12 → 2020-06-19" in page


def test_a_persons_name_and_mobile_do_not_stay_in_the_log(admin_page: Client) -> None:
    contact = factories.ContactFactory(person="某某某")
    mobile = "138" + "0" * 8
    response = admin_page.post(
        screen("contactpoint", "edit", contact.pk),
        {
            "kind": "province",
            "office": contact.office,
            "phone": contact.phone,
            "person": "另一人",
            "mobile": mobile,
            "is_public": "on",
            "position": "100",
        },
    )
    assert response.status_code == 302, response.context["form"].errors
    assert ContactPoint.objects.get().person == "另一人"
    entry = str(ModelLogEntry.objects.get(action="xcms.edit").data)
    assert "某某某" not in entry
    assert "另一人" not in entry
    assert mobile not in entry


@pytest.mark.parametrize(
    "model", ["organization", "round", "batch", "filing", "school", "certificate"]
)
def test_what_others_refer_to_is_not_deleted_and_says_why(
    admin_page: Client, records: dict[str, Any], model: str
) -> None:
    record = records[model]
    response = admin_page.post(screen(model, "delete", record.pk), follow=True)
    assert response.status_code == 200
    assert type(record).objects.filter(pk=record.pk).exists()
    assert "不能删除" in response.content.decode()
    assert not ModelLogEntry.objects.filter(action="wagtail.delete").exists()


def test_a_published_filing_says_revoke_instead(
    admin_page: Client, records: dict[str, Any]
) -> None:
    page = admin_page.get(screen("filing", "delete", records["filing"].pk)).content.decode()
    assert "撤销备案" in page
    assert "名单" in page


def test_what_nothing_refers_to_is_deleted_as_a_write(admin_page: Client) -> None:
    organization, school = factories.OrganizationFactory(), factories.SchoolFactory()
    before = current_version()
    admin_page.post(screen("organization", "delete", organization.pk))
    admin_page.post(screen("school", "delete", school.pk))
    assert not Organization.objects.exists()
    assert not School.objects.exists()
    assert current_version() == before + 2


def test_bulk_deletion_is_one_write_or_none(admin_page: Client) -> None:
    free, used = factories.SchoolFactory(), factories.grant(10).school
    address = reverse("wagtail_bulk_action", args=["xcms_registry", "school", "delete"])
    before = current_version()
    page = admin_page.post(f"{address}?id={free.pk}&id={used.pk}", follow=True).content.decode()
    assert School.objects.count() == 2
    assert "不能删除" in page
    assert current_version() == before
    admin_page.post(f"{address}?id={free.pk}")
    assert list(School.objects.all()) == [used]
    assert current_version() == before + 1


def test_revoking_a_filing_marks_it_with_day_and_basis(
    admin_page: Client, records: dict[str, Any]
) -> None:
    filing = records["filing"]
    address = screen("filing", "revoke", filing.pk)
    assert admin_page.post(address, {"on": "2020-08-01", "basis": " "}).status_code == 200
    assert Filing.objects.get().revoked_on is None
    admin_page.post(address, {"on": "2020-08-01", "basis": "湘教通〔2020〕2号第一条"})
    assert Filing.objects.get().revoked_on == date(2020, 8, 1)
    again = admin_page.post(address, {"on": "2020-08-02", "basis": "x"})
    assert again.status_code == 302
    assert Filing.objects.get().revoked_on == date(2020, 8, 1)


def test_the_row_for_no_major_is_nobodys_to_change(
    admin_page: Client, records: dict[str, Any]
) -> None:
    unspecified = records["unspecified"]
    for action in ("edit", "delete", "inspect"):
        assert admin_page.get(screen("major", action, unspecified.pk)).status_code == 404
    assert Major.objects.unspecified() == unspecified


def test_regions_are_corrected_but_neither_added_nor_deleted(
    admin_page: Client, records: dict[str, Any]
) -> None:
    assert admin_page.get(screen("region", "add")).status_code == 302
    assert admin_page.get(screen("region", "delete", "430100")).status_code == 302
    admin_page.post(
        screen("region", "edit", "430100"), {"name": "长沙市", "short_name": "长沙市区"}
    )
    records["region"].refresh_from_db()
    assert records["region"].short_name == "长沙市区"


def test_a_nul_in_a_form_is_taken_out(admin_page: Client) -> None:
    response = admin_page.post(
        screen("organization", "add"),
        {
            "name": "某评价\x00组织",
            "pinyin": "",
            "credit_code": "",
            "website": "",
            "note": "a\x00b",
        },
    )
    assert response.status_code == 302
    assert Organization.objects.get().name == "某评价组织"
