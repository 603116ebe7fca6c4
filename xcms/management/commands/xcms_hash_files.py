"""Give every document its lasting address and SHA-256. May be stopped and started again at any time."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model

from xcms.files.keeping import delete_at_old_places, digest_of, follow, lock_away
from xcms.models import DocumentFile, DocumentVersion
from xcms.versions import page_write


class Command(BaseCommand):
    help = (
        "Note the SHA-256 of documents' files where it is not known yet, and put former files away that a "
        "stopped process has left. Files are read, never changed."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        hashed = gone = 0
        model = get_document_model()
        # Keys first: a cursor over hours would hold the database.
        for key in list(model._default_manager.order_by("pk").values_list("pk", flat=True)):
            document = model._default_manager.filter(pk=key).first()
            if document is None:
                continue
            known = DocumentFile.objects.filter(pk=key, path=document.file.name).first()
            if known and known.sha256:
                continue
            follow(document, None, note="", withhold=False)
            try:
                sha256 = digest_of(document.file.storage, document.file.name)
                size = document.file.size
            except OSError:
                gone += 1
                self.stdout.write(f"{key}  {document}  " + _("The file can't be opened now."))
                continue
            with page_write():
                # Only of the file that was read: it may have been replaced meanwhile.
                same = DocumentFile.objects.filter(pk=key, path=document.file.name)
                hashed += same.update(sha256=sha256, size=size)
        moved = lock_away(DocumentVersion.objects.filter(is_locked_away=False))
        delete_at_old_places()
        self.stdout.write(
            _(
                "%(hashed)s files hashed, %(gone)s not to be opened, %(moved)s former files put away."
            )
            % {"hashed": hashed, "gone": gone, "moved": moved}
        )
