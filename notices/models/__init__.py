from notices.models.attachments import ListFile
from notices.models.collections import CollectionMixin, RegisterCollectionPage
from notices.models.dossiers import BatchDossierMixin, BatchDossierPage
from notices.models.editions import TextEdition
from notices.models.index import NoticeIndexMixin, NoticeIndexPage
from notices.models.links import CheckedLink, LinkOutcome
from notices.models.lists import CertificateListMixin, CertificateListPage
from notices.models.notices import NoticeAttachment, NoticeMixin, NoticePage, RelatedNotice
from notices.models.official import OfficialDocumentMixin
from notices.models.promises import PromisedPublication, PromiseState
from notices.models.repairs import FindingAcknowledgement, TextRepair
from notices.models.sign_off import SentReminder, SignOffTask, SignOffTaskState
from notices.models.texts import KeepsTextMixin
from notices.models.themes import (
    ThemeCertificate,
    ThemedMixin,
    ThemeFile,
    ThemeMixin,
    ThemePage,
)
from notices.models.withdrawals import PageWithdrawal
from notices.models.withholdings import TextWithholding
from notices.models.word import WordImport

__all__ = [
    "BatchDossierMixin",
    "BatchDossierPage",
    "CertificateListMixin",
    "CertificateListPage",
    "CheckedLink",
    "CollectionMixin",
    "FindingAcknowledgement",
    "KeepsTextMixin",
    "LinkOutcome",
    "ListFile",
    "NoticeAttachment",
    "NoticeIndexMixin",
    "NoticeIndexPage",
    "NoticeMixin",
    "NoticePage",
    "OfficialDocumentMixin",
    "PageWithdrawal",
    "PromiseState",
    "PromisedPublication",
    "RegisterCollectionPage",
    "RelatedNotice",
    "SentReminder",
    "SignOffTask",
    "SignOffTaskState",
    "TextEdition",
    "TextRepair",
    "TextWithholding",
    "ThemeCertificate",
    "ThemeFile",
    "ThemeMixin",
    "ThemePage",
    "ThemedMixin",
    "WordImport",
]
