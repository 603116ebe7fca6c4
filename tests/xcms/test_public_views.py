"""What holds for every public view."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.registry.views.answers import LISTS


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("address", [*LISTS, "/registry/statistics/", "/registry/check/"])
def test_whoever_logs_in_for_the_first_time_sees_it_with_the_user_bar(
    client: Client, wagtail_root: Any, address: str
) -> None:
    """Wagtail makes the user's profile then, which is no write of the snapshot."""
    client.force_login(User.objects.create_superuser("new"))
    page = client.get(address)
    assert page.status_code == 200
    assert "wagtail-userbar" in page.content.decode()
