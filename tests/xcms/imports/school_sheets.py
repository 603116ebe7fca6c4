"""A register to import into, and people who do."""

from typing import Any

from django.contrib.auth import get_user_model

from tests.sheets import csv_bytes
from xcms.imports import runs
from xcms.imports.runs import RunOptions
from xcms.models import ImportRun

HEADER = ["学校标识码", "学校名称", "所在市州", "办学层次"]
FIRST = ["4143011111", "甲学院", "长沙", "高职"]
SECOND = ["4143011112", "乙学院", "株洲", "高职"]
BROKEN = ["41430", "丙学院", "长沙", "高职"]


def editor(name: str = "editor") -> Any:
    users = get_user_model()._default_manager
    return users.get_or_create(username=name)[0]


def many(count: int) -> list[list[str]]:
    return [[f"{4143020000 + n}", f"第{n}学院", "长沙", "高职"] for n in range(count)]


def park(*rows: list[str], user: Any = None, options: RunOptions | None = None) -> ImportRun:
    return runs.park(
        csv_bytes(HEADER, *rows),
        filename="学校.csv",
        register="schools",
        user=user or editor(),
        options=options,
    )


def previewed(*rows: list[str], user: Any = None) -> ImportRun:
    run = park(*rows, user=user)
    runs.start_preview(run)
    return run


def imported(*rows: list[str], user: Any = None) -> ImportRun:
    run = previewed(*rows, user=user)
    runs.confirm(run, acting_user=run.user)
    return run
