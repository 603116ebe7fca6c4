"""import_register: exit codes, the JSON object, and a sentence for every input."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.models import ApprovalDecision, School
from tests import factories
from tests.sheets import csv_bytes

pytestmark = pytest.mark.django_db

SCHOOLS = ["学校标识码", "学校名称", "所在市州", "办学层次"]
KEYS = ["register", "file", "sha256", "rows", "new", "updated", "unchanged", "withdrawn", "invalid"]


def run(capsys: Any, *arguments: str) -> tuple[int, str, str]:
    """Exit code, standard output, standard error; anything else than an exit is a traceback."""
    code = 0
    try:
        call_command("import_register", *arguments)
    except SystemExit as end:
        code = int(end.code or 0)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


@pytest.fixture
def good(tmp_path: Path) -> str:
    path = tmp_path / "好表.csv"
    path.write_bytes(csv_bytes(SCHOOLS, ["4143011111", "甲学院", "长沙", "高职"]))
    return str(path)


@pytest.fixture
def bad(tmp_path: Path) -> str:
    path = tmp_path / "坏表.csv"
    path.write_bytes(
        csv_bytes(
            SCHOOLS, ["41430", "甲学院", "长沙", "高职"], ["4143011112", "乙", "长沙", "高职"]
        )
    )
    return str(path)


def test_done_and_nothing_to_do_end_with_0(capsys: Any, good: str) -> None:
    first = run(capsys, "schools", good)
    second = run(capsys, "schools", good)

    assert first == (
        0,
        "好表.csv：共 1 行；新增 1，变更 0，不变 0，撤销 0，有误 0。\n已完成导入。\n",
        "",
    )
    assert second[0] == 0
    assert "无需导入：登记簿与文件一致。" in second[1]


def test_a_dry_run_says_so(capsys: Any, good: str) -> None:
    code, out, _err = run(capsys, "schools", good, "--dry-run")

    assert code == 0
    assert "试运行：未写入任何数据。" in out
    assert not School.objects.exists()


def test_invalid_rows_end_with_1_and_write_nothing(capsys: Any, bad: str) -> None:
    code, out, err = run(capsys, "schools", bad)

    assert code == 1
    assert "共 2 行；新增 1，变更 0，不变 0，撤销 0，有误 1。" in out
    assert err.splitlines() == [
        "第 2 行“学校标识码”：需要 10 位数字，读到“41430”。",
        "共 1 处错误，未写入任何数据。",
    ]
    assert not School.objects.exists()


def test_the_json_object_of_a_good_and_of_a_bad_file(capsys: Any, good: str, bad: str) -> None:
    code, out, _err = run(capsys, "schools", good, "--json")
    report = json.loads(out)
    assert code == 0
    assert list(report) == [*KEYS, "errors", "warnings"]
    assert report["file"] == "好表.csv"
    assert report["sha256"] == hashlib.sha256(Path(good).read_bytes()).hexdigest()
    assert (report["rows"], report["new"], report["errors"], report["warnings"]) == (1, 1, [], [])

    code, out, _err = run(capsys, "schools", bad, "--json")
    report = json.loads(out)
    assert code == 1
    assert [report[key] for key in KEYS[3:]] == [2, 1, 0, 0, 0, 1]
    assert report["errors"] == [
        {
            "row": 2,
            "column": "学校标识码",
            "value": "41430",
            "message": "第 2 行“学校标识码”：需要 10 位数字，读到“41430”。",
        }
    ]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["schools", "/no/such/file.csv"], "找不到文件"),
        (["schools", "/"], "是目录，不是文件"),
        (["schools", "/dev/null"], "不是普通文件"),
        (["schools", "a\x00b"], "无法读取文件“a?b”"),
        (["schools", "a" * 5000], "无法读取文件"),
        (["schools", "\udcff"], "找不到文件"),
        (["nothing", "{good}"], "没有名为“nothing”的登记簿"),
        (["completions", "{good}"], "目前还不能导入"),
        (["applications", "{good}", "--state", "approved"], "只能是 draft"),
        (["schools", "{good}", "--round", "2020-3-1"], "不使用 --round"),
        (["schools", "{good}", "--replace"], "--replace 只用于试点资格"),
        (["schools", "{good}", "--user", "nobody"], "没有用户“nobody”"),
        (["schools", "{good}", "--user", "a\x00b"], "没有用户"),
        (["filings", "{good}", "--round", "2020-3-9"], "没有轮次“2020-3-9”"),
        (["filings", "{good}", "--round", "²"], "没有轮次"),
        (["approvals", "{good}", "--effective-on", "morgen"], "需要日期"),
        (["approvals", "{good}", "--correct"], "更正须说明原因"),
        (["approvals", "{good}", "--replace"], "--replace 将撤销"),
        (["approvals", "{good}", "--basis", "长" * 301], "--basis 过长"),
        (["approvals", "{good}"], "缺少必需的列"),
        (["majors", "{good}"], "缺少必需的列|找不到表头"),
    ],
)
@pytest.mark.parametrize("as_json", [False, True])
def test_what_cannot_be_used_ends_with_2_and_a_sentence(
    capsys: Any, good: str, arguments: list[str], sentence: str, as_json: bool
) -> None:
    given_arguments = [argument.format(good=good) for argument in arguments]

    code, out, err = run(capsys, *given_arguments, *(["--json"] if as_json else []))

    assert code == 2
    if as_json:
        report = json.loads(out)
        assert list(report) == [*KEYS, "errors", "warnings"]
        assert report["rows"] == 0
        (error,) = report["errors"]
        assert error["row"] is None
        message = error["message"]
    else:
        message = err
    assert any(part in message for part in sentence.split("|"))


def test_who_imported_is_kept_with_the_decisions(capsys: Any, tmp_path: Path) -> None:
    user = get_user_model().objects.create_user("editor")
    factories.SchoolFactory(name="甲学院")
    factories.FilingFactory(certificate=factories.CertificateFactory(name="物流管理"))
    path = tmp_path / "approvals.csv"
    path.write_bytes(csv_bytes(["学校名称", "证书名称", "试点规模"], ["甲学院", "物流管理", "60"]))

    code, _out, err = run(
        capsys, "approvals", str(path), "--round", "2020-3-1", "--basis", "依据", "--user", "editor"
    )

    assert (code, err) == (0, "")
    assert ApprovalDecision.objects.get().decided_by == user


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.binary(max_size=300), name=st.sampled_from(["schools", "approvals", "groups"]))
def test_any_file_ends_with_0_1_or_2(capsys: Any, tmp_path: Path, data: bytes, name: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(data)

    code, _out, _err = run(capsys, name, str(path), "--dry-run")

    assert code in {0, 1, 2}


_CELL = st.text(max_size=12)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=st.lists(st.lists(_CELL, min_size=4, max_size=4), min_size=1, max_size=4))
def test_any_cells_end_with_a_report(capsys: Any, tmp_path: Path, rows: list[list[str]]) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(csv_bytes(SCHOOLS, *rows, encoding="utf-8-sig") if _encodable(rows) else b"x")

    code, _out, _err = run(capsys, "schools", str(path))

    assert code in {0, 1, 2}


def _encodable(rows: list[list[str]]) -> bool:
    return all(
        not any("\ud800" <= sign <= "\udfff" for sign in cell) for row in rows for cell in row
    )
