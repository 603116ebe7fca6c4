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
    notes=(
        _(
            "Approvals begin and end at midnight (Asia/Shanghai) without a write, so that is not among the "
            "changes. Once a day, after midnight, read the list of approvals anew with every status."
        ),
    ),
)
