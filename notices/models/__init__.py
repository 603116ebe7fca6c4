from notices.models.attachments import ListFile
from notices.models.index import NoticeIndexMixin, NoticeIndexPage
from notices.models.lists import CertificateListMixin, CertificateListPage
from notices.models.notices import NoticeAttachment, NoticeMixin, NoticePage, RelatedNotice
from notices.models.official import OfficialDocumentMixin

__all__ = [
    "CertificateListMixin",
    "CertificateListPage",
    "ListFile",
    "NoticeAttachment",
    "NoticeIndexMixin",
    "NoticeIndexPage",
    "NoticeMixin",
    "NoticePage",
    "OfficialDocumentMixin",
    "RelatedNotice",
]
