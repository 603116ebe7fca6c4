from notices.models.attachments import ListFile
from notices.models.collections import CollectionMixin, RegisterCollectionPage
from notices.models.index import NoticeIndexMixin, NoticeIndexPage
from notices.models.lists import CertificateListMixin, CertificateListPage
from notices.models.notices import NoticeAttachment, NoticeMixin, NoticePage, RelatedNotice
from notices.models.official import OfficialDocumentMixin

__all__ = [
    "CertificateListMixin",
    "CertificateListPage",
    "CollectionMixin",
    "ListFile",
    "NoticeAttachment",
    "NoticeIndexMixin",
    "NoticeIndexPage",
    "NoticeMixin",
    "NoticePage",
    "OfficialDocumentMixin",
    "RegisterCollectionPage",
    "RelatedNotice",
]
