from django.apps import AppConfig


class ReferenceSiteConfig(AppConfig):
    """The reference site itself, so that its admin hooks are found. Not shipped."""

    name = "xcms.site"
    label = "xcms_site"
