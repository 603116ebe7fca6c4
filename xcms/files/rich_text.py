"""Links to documents inside text: to the lasting address."""

from typing import Any

from django.utils.html import escape
from wagtail.documents.rich_text import DocumentLinkHandler

from xcms.files.shown import file_url, show_files


class LastingDocumentLinkHandler(DocumentLinkHandler):
    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        documents = cls.get_many(attrs_list)
        show_files([document for document in documents if document])
        return [
            f'<a href="{escape(file_url(document))}">' if document else "<a>"
            for document in documents
        ]
