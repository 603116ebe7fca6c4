"""Somebody of the office at the wizard."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from tests.sheets import csv_bytes
from xcms.models import ImportRun

SCHOOLS = ["学校标识码", "学校名称", "所在市州", "办学层次"]
ONE = ["4143011111", "甲学院", "长沙", "高职"]


@pytest.fixture
def user_with(db: None) -> Callable[..., Any]:
    """``user_with("add_school", …)``: somebody who may enter the admin and has these permissions."""
    made = iter(range(1000))

    def make(*codenames: str) -> Any:
        user = get_user_model().objects.create_user(f"clerk{next(made)}", password="x")
        user.user_permissions.add(
            Permission.objects.get(codename="access_admin"),
            *Permission.objects.filter(
                content_type__app_label__in=("xcms", "xcms_registry"), codename__in=codenames
            ),
        )
        return user

    return make


@pytest.fixture
def clerk(user_with: Callable[..., Any]) -> Any:
    """Keeps schools."""
    return user_with("view_school", "add_school", "change_school")


@pytest.fixture
def desk(client: Client, clerk: Any) -> Client:
    """The clerk's browser."""
    client.force_login(clerk)
    return client


def at(name: str, *args: object) -> str:
    return reverse(f"xcms_imports:{name}", args=args)


def upload(
    desk: Client, data: bytes, *, register: str = "schools", name: str = "表.csv", **options: Any
) -> ImportRun:
    """Uploads and goes as far as the columns."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    answer = desk.post(at("upload", register), {"file": SimpleUploadedFile(name, data), **options})
    assert answer.status_code == 302, answer.content.decode()
    return ImportRun.objects.latest("pk")


def preview(desk: Client, run: ImportRun, **values: Any) -> ImportRun:
    """Accepts the columns as the wizard proposes them."""
    page = desk.get(at("columns", run.public_id))
    assert page.status_code == 200
    form = page.context["form"]
    chosen = {name: form[name].value() or "" for name in form.fields}
    desk.post(at("columns", run.public_id), {"sheet": page.context["position"], **chosen, **values})
    run.refresh_from_db()
    return run


def previewed(desk: Client, *rows: list[str], **options: Any) -> ImportRun:
    return preview(desk, upload(desk, csv_bytes(SCHOOLS, *(rows or (ONE,))), **options), **options)


def confirm(desk: Client, run: ImportRun) -> Any:
    """Presses the button that the preview shows."""
    token = desk.get(at("run", run.public_id)).context["token"]
    answer = desk.post(at("confirm", run.public_id), {"token": token}, follow=True)
    run.refresh_from_db()
    return answer
