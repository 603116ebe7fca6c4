"""The published facts that the demo starts from, read from ``data/``."""

import csv
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

_DATA = Path(__file__).parent / "data"


@cache
def notice_facts() -> dict[str, Any]:
    """The facts of the notice of 2020-05-21; see the file for their names."""
    with (_DATA / "notice_2020_batch3.toml").open("rb") as file:
        return tomllib.load(file)


def institutions() -> Iterator[dict[str, str]]:
    """The 123 institutions of higher education: 学校标识码, 学校名称, 主管部门, 所在地, 办学层次, 备注."""
    yield from _rows("hunan_higher_education.csv")


def national_certificates() -> Iterator[dict[str, str]]:
    """The 16 certificates of national batches 1 and 2: 批次, 证书名称, 培训评价组织."""
    yield from _rows("national_certificates_batch_1_2.csv")


def _rows(filename: str) -> Iterator[dict[str, str]]:
    with (_DATA / filename).open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)
