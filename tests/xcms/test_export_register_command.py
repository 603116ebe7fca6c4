"""export_register: whole files or none, public rows only."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from registry.enums import DecisionKind
from tests import factories
from tests.registry.publication import publish
from xcms.management.commands import export_register

pytestmark = pytest.mark.django_db


def run(capsys: Any, *arguments: str) -> tuple[int, str]:
    """Exit code and all that was said."""
    code = 0
    try:
        call_command("export_register", *arguments)
    except SystemExit as end:
        code = int(end.code or 0)
    captured = capsys.readouterr()
    return code, captured.out + captured.err


@pytest.mark.parametrize("file_format", ["csv", "xlsx", "json"])
def test_a_register_is_written_whole(capsys: Any, tmp_path: Path, file_format: str) -> None:
    factories.SchoolFactory(name="甲学院")
    target = tmp_path / "out"
    target.write_bytes(b"old")

    code, said = run(capsys, "schools", "--format", file_format, "--output", str(target))

    assert (code, said) == (0, "已导出 1 行。\n")
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    if file_format == "json":
        assert json.loads(target.read_bytes())["results"][0]["name"] == "甲学院"
    if file_format == "csv":
        assert "甲学院" in target.read_text("utf-8-sig")


def test_what_is_the_office_s_own_is_written_for_whoever_sits_at_the_server(
    capsys: Any, tmp_path: Path
) -> None:
    row = factories.CompletionFactory()
    target = tmp_path / "out.csv"

    code, _said = run(capsys, "completions", "--format", "csv", "--output", str(target))

    lines = target.read_text("utf-8-sig").splitlines()
    assert code == 0
    assert lines[1].startswith(f"{row.school.code},{row.school.name},")
    assert ",2020-2,100,90,79,79%,国家平台,2020-04-30," in lines[1]


@pytest.mark.usefixtures("wagtail_root")
def test_only_public_rows_are_written(capsys: Any, tmp_path: Path) -> None:
    public = factories.FilingFactory(certificate__name="公开证书")
    publish(public.round)
    factories.CertificateFactory(name="未公开证书")
    factories.ApprovalFactory(school__name="没有决定的学院")
    factories.ContactFactory(office="公开科室")
    factories.ContactFactory(office="内部科室", is_public=False)

    texts = {}
    for name in ("certificates", "approvals", "contacts"):
        target = tmp_path / name
        run(capsys, name, "--format", "csv", "--output", str(target))
        texts[name] = target.read_text("utf-8-sig")

    assert "公开证书" in texts["certificates"]
    assert "未公开证书" not in texts["certificates"]
    assert "没有决定的学院" not in texts["approvals"]
    assert "公开科室" in texts["contacts"]
    assert "内部科室" not in texts["contacts"]


def test_filters_are_those_of_the_public_list(capsys: Any, tmp_path: Path) -> None:
    factories.grant(60, school__name="甲学院")
    factories.grant(40, school__name="乙学院", school__region=factories.region("430200"))
    revoked = factories.grant(10, school__name="丙学院")
    factories.decide(revoked, kind=DecisionKind.REVOKE, quota=0, clause="第六条", reason="退出")
    target = tmp_path / "out.csv"

    def names(*filters: str) -> set[str]:
        arguments = [part for text in filters for part in ("--filter", text)]
        code, _said = run(
            capsys, "approvals", "--format", "csv", "--output", str(target), *arguments
        )
        assert code == 0
        return {
            name for name in ("甲学院", "乙学院", "丙学院") if name in target.read_text("utf-8-sig")
        }

    assert names() == {"甲学院", "乙学院"}
    assert names("region=430200") == {"乙学院"}
    assert names("region=430200", "region=430100") == {"甲学院", "乙学院"}
    assert names("status=revoked") == {"丙学院"}


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["nothing", "--format", "csv"], "没有名为“nothing”的登记簿"),
        (["schools", "--format", "pdf"], "没有“pdf”格式"),
        (["schools", "--format", "csv", "--filter", "colour=red"], "没有筛选项“colour”"),
        (["majors", "--format", "csv", "--filter", "q=x"], "没有筛选项“q”"),
        (["schools", "--format", "csv", "--filter", "region"], "不是“键=值”的形式"),
        (["schools", "--format", "csv", "--filter", "school_level=moon"], "moon"),
    ],
)
def test_what_cannot_be_exported_ends_with_2_and_leaves_no_file(
    capsys: Any, tmp_path: Path, arguments: list[str], sentence: str
) -> None:
    code, said = run(capsys, *arguments, "--output", str(tmp_path / "out"))

    assert code == 2
    assert sentence in said
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("output", ["/no/such/folder/out.csv", "/", "a\x00b", ""])
def test_a_place_that_cannot_be_written_ends_with_2(capsys: Any, output: str) -> None:
    code, said = run(capsys, "schools", "--format", "csv", "--output", output)

    assert code == 2
    assert said.strip().endswith("。")


def test_a_failure_in_the_middle_leaves_the_old_file(monkeypatch: Any, tmp_path: Path) -> None:
    def fail(*_args: Any) -> Any:
        yield b"half"
        raise RuntimeError("no more")

    monkeypatch.setattr(export_register, "csv_lines", fail)
    target = tmp_path / "out.csv"
    target.write_bytes(b"old")

    with pytest.raises(RuntimeError):
        call_command("export_register", "schools", "--format", "csv", "--output", str(target))

    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]
