"""Where the API is: below ``api/registry/``, wherever the host includes ``xcms.urls``."""

from django.utils.translation import gettext_lazy as _

from registry.api.endpoints import ENDPOINTS
from xcms.api.routes import RegisterApi

API = RegisterApi(
    namespace="xcms_registry_api",
    title=_("Public register of the certificate pilot"),
    description=_(
        "Everything that the register's pages show, read-only and without a key. "
        "Persons' names and mobile numbers are not part of it."
    ),
    endpoints=ENDPOINTS,
    help_on={
        "region": _("GB/T 2260 code, such as 430100"),
        "school": _("code of ten digits"),
        "certificate": _("id of the certificate"),
        "organization": _("id of the organisation"),
        "batch": _("such as 2020-3"),
        "round": _("such as 2020-3-1"),
        "major": _("code, or words of the name"),
    },
    notes=(
        _(
            "Approvals begin and end at midnight (Asia/Shanghai) without a write, so that is not among the "
            "changes. Once a day, after midnight, read the list of approvals anew with every status."
        ),
        _(
            "“basis_url” and “revocation_basis_url” are of the moment of the answer: they follow the site's pages, "
            "and a text that is published, moved or withdrawn is not among the changes."
        ),
    ),
)
