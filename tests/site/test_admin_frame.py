"""The admin of the reference site speaks Chinese from its first screen on."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_the_login_screen_is_chinese(client: Client) -> None:
    page = client.get("/admin/login/").content.decode()
    assert "登录 - 管理后台" in " ".join(page.split())
    assert "登录管理后台" in page
    assert "密码" in page
    assert "Password" not in page
    assert "Wagtail" not in page.partition("<main")[2]
