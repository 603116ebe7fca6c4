"""A Word file as the reader tells of it, in short."""

from typing import Any

from notices.word.reading.child import answer_to
from tests.notices.word_files import document_with


def read(data: bytes) -> dict[str, Any]:
    return answer_to(data, picture_bytes=10 * 1024 * 1024)


def blocks(data: bytes) -> list[tuple[str, str]]:
    """(type, text or HTML or cells)."""
    return [
        (
            one["type"],
            one.get("html") or one.get("cells") or one.get("text") or one.get("alt") or "",
        )
        for one in read(data)["blocks"]
    ]


def remarks(data: bytes) -> set[tuple[str, str]]:
    return {(one["kind"], one["text"]) for one in read(data)["remarks"]}


def proposals(data: bytes) -> dict[str, str]:
    return {one["field"]: one["value"] for one in read(data)["proposals"]}


def body(xml: str, **parts: Any) -> list[tuple[str, str]]:
    return blocks(document_with(xml, **parts))


def left_out(data: bytes) -> dict[str, str]:
    return {one["kind"]: one["text"] for one in read(data)["remarks"]}
