from xcms.models.imports import ImportBlock, ImportFilePart, ImportRun
from xcms.models.records import (
    RecordQuerySet,
    RegisterRecord,
    RegisterVersion,
    Tombstone,
    new_public_id,
    new_public_ids,
)

__all__ = [
    "ImportBlock",
    "ImportFilePart",
    "ImportRun",
    "RecordQuerySet",
    "RegisterRecord",
    "RegisterVersion",
    "Tombstone",
    "new_public_id",
    "new_public_ids",
]
