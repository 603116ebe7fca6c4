from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class RegistryConfig(AppConfig):
    name = "registry"
    label = "xcms_registry"
    verbose_name = _("Register of the certificate pilot")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from registry import group_files, log_actions, registers  # noqa: F401  make themselves known
        from registry.models import BasisLink, QQGroupFile
        from registry.reference_data import ensure_reference_data
        from registry.services.approval_index.holder import make_ready
        from registry.services.visibility import watch_saves
        from xcms.caching.changes import watch
        from xcms.warming import before_first_request

        # Shown with register records, and none itself.
        watch(BasisLink, QQGroupFile)
        post_migrate.connect(ensure_reference_data, sender=self)
        before_first_request(make_ready)
        watch_saves()
