from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _


class XcmsConfig(AppConfig):
    name = "xcms"
    label = "xcms"
    verbose_name = _("Publication core")
    default_auto_field = "django.db.models.BigAutoField"

    def __init__(self, app_name: str, app_module: Any) -> None:
        from xcms.shadowing import shadowed_packages

        super().__init__(app_name, app_module)
        # Before any model is imported: a host's own registry/ would end in a bare ImportError, long
        # before system checks run.
        for sentence in shadowed_packages(Path(__file__).resolve().parents[1]):
            raise ImproperlyConfigured(sentence)

    def ready(self) -> None:
        from xcms import checks  # noqa: F401  registers itself
        from xcms.caching.changes import watch, watch_wagtail
        from xcms.caching.purging import purge_after_commit
        from xcms.files.following import watch_files
        from xcms.files.wagtail_addresses import redirect_former_names
        from xcms.models import DocumentFile, DocumentVersion, SiteIdentity
        from xcms.search.attachments.references import watch_items
        from xcms.search.attachments.signals import watch_documents
        from xcms.search.backends import checks as search_checks  # noqa: F401  registers itself
        from xcms.search.promotions import watch_promotions
        from xcms.tombstones import leave_one_for_each_deletion

        leave_one_for_each_deletion()
        watch_wagtail()
        watch(DocumentFile, DocumentVersion, SiteIdentity)
        watch_files()
        redirect_former_names()
        watch_promotions()
        purge_after_commit()
        watch_documents()
        watch_items()
