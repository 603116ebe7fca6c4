"""What a test looks at in an answer."""

from typing import Any


def titles(answer: dict[str, Any], kind: str = "") -> list[str]:
    return [one["title"] for one in answer["results"] if not kind or one["kind"] == kind]


def counts(answer: dict[str, Any]) -> dict[str, int]:
    return {group["key"]: group["count"] for group in answer["groups"]}
