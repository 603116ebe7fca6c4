"""What the reference site tells browsers, and whom it takes a visitor for. A host site may copy or ignore it."""

from typing import Any, Final

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

_SELF: Final = ["'self'"]
_NONE: Final = ["'none'"]
_PERMISSIONS_POLICY: Final = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


def public_directives() -> dict[str, Any]:
    return {
        "default-src": _NONE,
        "script-src": _SELF,
        "style-src": _SELF,
        "img-src": ["'self'", "data:"],
        "font-src": _SELF,
        "connect-src": _SELF,
        "manifest-src": _SELF,
        "form-action": _SELF,
        "base-uri": _NONE,
        "object-src": _NONE,
        "frame-ancestors": _NONE,
    }


def admin_directives() -> dict[str, Any]:
    """Wagtail's page editor shows the page's preview in a frame of the same site."""
    # A report-only policy can't forbid framing, and browsers complain when it tries: X-Frame-Options does.
    directives = {**public_directives(), "frame-src": _SELF, "media-src": _SELF}
    del directives["frame-ancestors"]
    return directives


class SecurityHeadersMiddleware(CSPMiddleware):
    """The content security policy: enforced on public pages, report-only under the admin.

    Three of Wagtail's admin screens run inline scripts, so the admin is watched rather than blocked.
    """

    def get_policy_parts(
        self,
        request: HttpRequest,
        response: HttpResponseBase,
        report_only: bool = False,
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        is_admin = request.path_info.startswith(reverse("wagtailadmin_home"))
        if parts.config is None and is_admin != report_only:
            parts.config = {}
        return parts

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        response.headers.setdefault("Permissions-Policy", _PERMISSIONS_POLICY)
        return super().process_response(request, response)


def client_ip(request: HttpRequest) -> str:
    """The visitor's address, counted from the right of X-Forwarded-For past our own proxies.

    Counted from the left anyone could write an address of their choice and try passwords for ever.
    """
    remote: str = request.META.get("REMOTE_ADDR", "")
    trusted = settings.TRUSTED_PROXY_COUNT
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop]
    if trusted < 1 or len(hops) < trusted:
        return remote
    return hops[-trusted] or remote
