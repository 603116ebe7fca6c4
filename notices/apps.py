from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    name = "notices"
    label = "xcms_notices"
    verbose_name = _("Notices and lists")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from notices import signal_handlers
        from notices.models import ListFile, NoticeAttachment, RelatedNotice
        from xcms.caching.changes import watch

        signal_handlers.connect()
        watch(ListFile, NoticeAttachment, RelatedNotice)
