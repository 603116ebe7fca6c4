"""What the reference site's skin asks for: its menu and its office. Few queries, always the same."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from wagtail.models import Page, Site

from home.remembered import remembered
from notices.dossiers.visibility import without_hidden_dossiers
from registry.enums import ContactKind
from registry.models import ContactPoint

register = template.Library()

#: The registers, in the order of the menu.
_REGISTERS = (
    ("备案证书", "xcms_registry:certificate_list"),
    ("试点院校", "xcms_registry:school_list"),
    ("培训评价组织", "xcms_registry:organization_list"),
    ("试点资格", "xcms_registry:approval_list"),
    ("试点统计", "xcms_registry:statistics"),
    ("申报自查", "xcms_registry:check"),
    ("通讯录", "xcms_registry:directory"),
)


@dataclass(frozen=True, slots=True)
class MenuItem:
    """``current`` is the value of aria-current: "page" here, "true" somewhere below, else ""."""

    label: str
    url: str
    current: str


def _site(context: dict[str, Any]) -> Site | None:
    request = context.get("request")
    if request is None:
        return None
    return remembered(("site", request.get_host()), lambda: Site.find_for_request(request))


def _site_key(context: dict[str, Any]) -> int | None:
    site = _site(context)
    return site.pk if site else None


@register.simple_tag(takes_context=True)
def site_name(context: dict[str, Any]) -> str:
    site = _site(context)
    return (site.site_name if site else "") or settings.WAGTAIL_SITE_NAME


@register.simple_tag(takes_context=True)
def site_menu(context: dict[str, Any]) -> list[MenuItem]:
    """Home, the home page's sections that are shown in menus, the registers. Two queries at most, none again."""
    request: HttpRequest | None = context.get("request")
    path = request.path if request else ""
    home = reverse("wagtail_serve", args=[""])
    sections = remembered(("sections", _site_key(context)), lambda: _sections(context))
    entries = [("首页", home), *sections, *_register_entries()]
    return [MenuItem(label, url, _current(url, path, home)) for label, url in entries]


def _sections(context: dict[str, Any]) -> list[tuple[str, str]]:
    site = _site(context)
    if site is None:
        return []
    shown = Page.objects.child_of(site.root_page).live().public().in_menu()
    sections = without_hidden_dossiers(shown)
    request = context["request"]
    return [(section.title, section.get_url(request) or "") for section in sections]


def _register_entries() -> list[tuple[str, str]]:
    entries = []
    for label, name in _REGISTERS:
        try:
            entries.append((label, reverse(name)))
        except NoReverseMatch:
            continue
    return entries


def _current(url: str, path: str, home: str) -> str:
    if path == url:
        return "page"
    return "true" if url != home and path.startswith(url) else ""


@register.simple_tag
def site_office() -> ContactPoint | None:
    """The office that answers for the site: the province's first public contact. One query, none again."""
    return remembered("office", _office)


def _office() -> ContactPoint | None:
    offices = ContactPoint.objects.public_without_organization().filter(kind=ContactKind.PROVINCE)
    return offices.first()
