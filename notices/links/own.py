"""Addresses of this site, which nobody has to be asked about."""

from collections.abc import Collection
from typing import Any
from urllib.parse import unquote, urlsplit

from django.apps import apps
from django.http import Http404, HttpRequest
from django.urls import Resolver404, resolve
from wagtail.models import Site


def own_hosts() -> Collection[str]:
    return {name.lower() for name in Site.objects.values_list("hostname", flat=True)}


def own_path(address: str, hosts: Collection[str]) -> str | None:
    """The path, if the address leads to this site; None: it leads elsewhere."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").lower()
    except ValueError:
        return None
    if host:
        return (parts.path or "/") if host in hosts else None
    return parts.path or "/" if address.startswith("/") and not address.startswith("//") else None


def answers(path: str) -> bool:
    """Whether something public is there: a view, a page that visitors may read, or a redirect."""
    if _is_redirected(path):
        return True
    try:
        match = resolve(path)
    except Resolver404:
        return False
    if match.url_name != "wagtail_serve":
        return True
    return _page_answers(unquote(path))


def _page_answers(path: str) -> bool:
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site is None:
        return False
    request = HttpRequest()
    request.method, request.path, request.path_info = "GET", path, path
    request.META = {"SERVER_NAME": site.hostname, "SERVER_PORT": str(site.port)}
    parts: list[str] = [part for part in path.split("/") if part]
    try:
        page, _args, _kwargs = site.root_page.specific.route(request, parts)
    except Http404:
        return False
    return not page.get_view_restrictions().exists()


def _is_redirected(path: str) -> bool:
    if not apps.is_installed("wagtail.contrib.redirects"):
        return False
    model: Any = apps.get_model("wagtailredirects", "Redirect")
    return bool(model.objects.filter(old_path=model.normalise_path(path)).exists())
