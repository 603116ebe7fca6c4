from xcms.models.document_texts import DocumentPassage, DocumentText, TextState
from xcms.models.exports import DataRelease, ExportJob, ExportState
from xcms.models.identity import SiteIdentity
from xcms.models.imports import ImportBlock, ImportFilePart, ImportRun
from xcms.models.records import (
    RecordQuerySet,
    RegisterRecord,
    RegisterVersion,
    Tombstone,
    new_public_id,
    new_public_ids,
)
from xcms.models.searches import SearchedTerm

__all__ = [
    "DataRelease",
    "DocumentPassage",
    "DocumentText",
    "ExportJob",
    "ExportState",
    "ImportBlock",
    "ImportFilePart",
    "ImportRun",
    "RecordQuerySet",
    "RegisterRecord",
    "RegisterVersion",
    "SearchedTerm",
    "SiteIdentity",
    "TextState",
    "Tombstone",
    "new_public_id",
    "new_public_ids",
]
