"""What the skin remembers is never older than what is committed, and never what may be rolled back."""

from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from registry.models import ContactPoint
from tests.factories import ContactFactory

URL = "/registry/schools/"


@pytest.mark.django_db(transaction=True)
def test_the_footer_follows_every_write(client: Client, wagtail_root: Any) -> None:
    office: ContactPoint = ContactFactory(office="职成所", phone="0731-85149710")
    assert "0731-85149710" in client.get(URL).content.decode()
    office.phone = "0731-84714893"
    office.save()
    page = client.get(URL).content.decode()
    assert "0731-84714893" in page
    assert "0731-85149710" not in page


@pytest.mark.django_db(transaction=True)
def test_the_menu_follows_a_page_that_is_unpublished(client: Client, wagtail_root: Any) -> None:
    section = wagtail_root.add_child(
        instance=type(wagtail_root)(title="政策问答栏", slug="notices", show_in_menus=True)
    )
    assert "政策问答栏" in client.get(URL).content.decode()
    section.unpublish()
    assert "政策问答栏" not in client.get(URL).content.decode()


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_is_not_remembered(client: Client, wagtail_root: Any) -> None:
    class Undone(Exception):
        pass

    try:
        with transaction.atomic():
            ContactFactory(office="不存在的处室")
            assert "不存在的处室" in client.get(URL).content.decode()
            raise Undone
    except Undone:
        pass
    ContactFactory(office="职成所")
    assert "不存在的处室" not in client.get(URL).content.decode()
