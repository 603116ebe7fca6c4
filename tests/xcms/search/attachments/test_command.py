"""``xcms_extract_texts``: what lacks its text gets it."""

from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from xcms.models import DocumentPassage, DocumentText, TextState
from xcms.search.attachments import extraction

pytestmark = pytest.mark.django_db

Make = Callable[..., Any]


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("xcms_extract_texts", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The size of each file that is read."""
    sizes: list[int] = []
    read = extraction.read_text

    def counted(data: bytes) -> Any:
        sizes.append(len(data))
        return read(data)

    monkeypatch.setattr(extraction, "read_text", counted)
    return sizes


def test_documents_from_before_the_pack_get_their_text(upload: Make, reads: list[int]) -> None:
    upload("考务平台", name="a.txt")
    upload("工作群", name="b.txt")
    DocumentText.objects.all().delete()
    reads.clear()

    run()

    assert len(reads) == 2
    assert set(DocumentPassage.objects.values_list("text", flat=True)) == {"考务平台", "工作群"}


def test_running_it_again_reads_nothing(upload: Make, reads: list[int]) -> None:
    upload("考务平台")
    upload(b"\x89PNG\r\n\x1a\n", name="b.png")
    reads.clear()

    run()
    assert reads == []

    run("--again")
    assert len(reads) == 2


def test_it_goes_on_where_it_was_stopped(
    upload: Make, monkeypatch: pytest.MonkeyPatch, reads: list[int]
) -> None:
    for number in range(3):
        upload("考" * (number + 1), name=f"{number}.txt")
    DocumentText.objects.all().delete()
    reads.clear()
    keep = extraction._keep

    def stop_at_the_second(document: Any, *given: Any, **fields: Any) -> Any:
        if DocumentText.objects.exists():
            raise KeyboardInterrupt
        return keep(document, *given, **fields)

    monkeypatch.setattr(extraction, "_keep", stop_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        run()
    monkeypatch.setattr(extraction, "_keep", keep)
    reads.clear()

    run()

    assert reads == [6, 9]
    assert DocumentText.objects.filter(state=TextState.DONE).count() == 3


def test_it_says_what_it_did_and_why_not(upload: Make, media: Path) -> None:
    upload("考务平台", name="a.txt")
    upload("", name="empty.txt")
    broken = upload(b"%PDF-1.7 broken", name="b.pdf")
    gone = upload("不在了", name="c.txt")
    (media / gone.file.name).unlink()

    *sentences, summary = run("--again").splitlines()

    reasons = dict(DocumentText.objects.exclude(reason="").values_list("pk", "reason"))
    assert len(sentences) == 3
    assert f"{broken.pk}  b.pdf  {reasons[broken.pk]}" in sentences
    assert f"{gone.pk}  c.txt  {reasons[gone.pk]}" in sentences
    assert [word for word in summary if word.isdigit()] == ["4", "1", "1", "1", "1", "0"]
