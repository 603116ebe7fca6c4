"""A row as somebody had it before the eyes."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Seen:
    """Primary key, and the register version at which the row last changed."""

    pk: int
    recorded_version: int
