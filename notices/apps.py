from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    name = "notices"
    label = "xcms_notices"
    verbose_name = _("Notices and lists")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from notices import basis_texts, signal_handlers
        from notices.models import (
            ListFile,
            NoticeAttachment,
            PageWithdrawal,
            PromisedPublication,
            RelatedNotice,
            TextEdition,
            TextRepair,
            TextWithholding,
            ThemeCertificate,
            ThemeFile,
        )
        from notices.sign_off import mail
        from xcms.caching.changes import watch

        signal_handlers.connect()
        basis_texts.connect()
        mail.connect()
        watch(
            ListFile,
            NoticeAttachment,
            PageWithdrawal,
            PromisedPublication,
            RelatedNotice,
            TextEdition,
            TextRepair,
            TextWithholding,
            ThemeCertificate,
            ThemeFile,
        )
