from xcms.models.alerts import (
    AlertAddress,
    AlertDelivery,
    AlertNews,
    AlertRun,
    AlertSubscription,
    AlertTopic,
    DeliveryState,
    NewsKind,
)
from xcms.models.document_texts import DocumentPassage, DocumentText, TextState
from xcms.models.exports import DataRelease, ExportJob, ExportState
from xcms.models.files import Cleaning, DocumentFile, DocumentVersion
from xcms.models.groups import InstalledGrant
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
    "AlertAddress",
    "AlertDelivery",
    "AlertNews",
    "AlertRun",
    "AlertSubscription",
    "AlertTopic",
    "Cleaning",
    "DataRelease",
    "DeliveryState",
    "DocumentFile",
    "DocumentPassage",
    "DocumentText",
    "DocumentVersion",
    "ExportJob",
    "ExportState",
    "ImportBlock",
    "ImportFilePart",
    "ImportRun",
    "InstalledGrant",
    "NewsKind",
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
