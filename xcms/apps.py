from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class XcmsConfig(AppConfig):
    name = "xcms"
    label = "xcms"
    verbose_name = _("Publication core")
    default_auto_field = "django.db.models.BigAutoField"
