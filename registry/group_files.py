"""Files of QQ groups are found while their group is public."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from registry.models import QQGroup
from xcms.search.attachments.owners import Place, documents_are_shown_by


def _in_directory(group: QQGroup, _request: Any) -> Place:
    # Without the number, which an address has no need of.
    title = _("Files of the QQ group “%(name)s”") % {"name": group.name}
    return Place(title, reverse("xcms_registry:directory") + "#groups")


documents_are_shown_by(QQGroup, public=QQGroup.objects.public, place=_in_directory)
