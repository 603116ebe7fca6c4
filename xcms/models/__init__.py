from xcms.models.exports import DataRelease, ExportJob, ExportState
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
    "DataRelease",
    "ExportJob",
    "ExportState",
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
