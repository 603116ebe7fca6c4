"""The checks of the pack, in the order in which the report shows them."""

from django.utils.translation import gettext_lazy as _

from notices.reports.attachments import lost_files, missing_attachments
from notices.reports.findings import ContentCheck
from notices.reports.links import broken_inner_links, broken_outer_links
from notices.reports.required import lacking_fields
from notices.reports.sections import empty_sections, quiet_sections


def own_checks() -> list[ContentCheck]:
    return [
        ContentCheck(key="fields", label=_("Required fields lacking"), find=lacking_fields),
        ContentCheck(key="attachments", label=_("Attachments missing"), find=missing_attachments),
        ContentCheck(key="files", label=_("Files lost"), find=lost_files),
        ContentCheck(key="links", label=_("Broken links in this site"), find=broken_inner_links),
        ContentCheck(
            key="outside", label=_("Broken links to other sites"), find=broken_outer_links
        ),
        ContentCheck(key="empty", label=_("Empty sections"), find=empty_sections),
        ContentCheck(key="quiet", label=_("Sections without a new text"), find=quiet_sections),
    ]
