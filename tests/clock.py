"""A clock that stands where a test sets it."""

from datetime import datetime

import pytest
from django.utils import timezone


class Clock:
    """Django's ``timezone.now()``, by which Shanghai's day is told."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch

    def move_to(self, moment: str) -> None:
        """``"2020-06-12T23:59:59+08:00"``"""
        now = datetime.fromisoformat(moment)
        assert now.tzinfo is not None
        self._monkeypatch.setattr(timezone, "now", lambda: now)
