"""Where an administrator enters the site's own tags."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSet

from xcms.models import SiteIdentity


class SiteIdentityViewSet(ModelViewSet):
    model = SiteIdentity
    name = "xcms_site_identity"
    icon = "globe"
    menu_label = _("Site identity")
    add_to_settings_menu = True
    copy_view_enabled = False
    form_fields = ("site", "code", "content_source", "author", "keywords")
    list_display = ("site", "code", "content_source")


site_identity_viewset = SiteIdentityViewSet("xcms_site_identity")
