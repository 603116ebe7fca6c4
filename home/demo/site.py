"""The home page as the site's root, and the site's address and name."""

from urllib.parse import urlsplit

from django.conf import settings
from wagtail.models import Page, Site

from home.models import HomePage

_LOCAL = ("localhost", "127.0.0.1")
_SITE_NAME = "湖南省1+X证书制度试点"
_HEADLINE = "证书备案与试点资格公开查询"
_INTRO = (
    "查询已备案的职业技能等级证书、各院校的试点资格与规模，阅读试点通知，"
    "找到主管部门的联系方式和工作群。"
)


def load_home_page() -> HomePage:
    """The HomePage; made, as the site's root in place of Wagtail's welcome page, if there is none."""
    home = HomePage.objects.first()
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if home is None:
        home = _new_home_page()
        site = _root_at(home, site)
    if site is not None:
        _give_address(site)
    return home


def _new_home_page() -> HomePage:
    # Not the slug "home": Wagtail's welcome page has it until the site no longer needs that page.
    page = HomePage(title="首页", slug="shouye", headline=_HEADLINE, intro=_INTRO)
    added: HomePage = Page.objects.get(depth=1).add_child(instance=page)
    added.save_revision().publish()
    return added


def _root_at(home: HomePage, site: Site | None) -> Site:
    if site is None:
        return Site.objects.create(hostname=_LOCAL[0], root_page=home, is_default_site=True)
    former = site.root_page
    site.root_page = home
    site.save()
    if _is_welcome_page(former):
        former.delete()
    return site


def _is_welcome_page(page: Page) -> bool:
    """Wagtail's own placeholder: a bare Page, never edited, with nothing below it."""
    return (
        page.specific_class is Page
        and page.title.startswith("Welcome to your new Wagtail site")
        and page.latest_revision_id is None
        and page.is_leaf()
    )


def _give_address(site: Site) -> None:
    """Name the site, and follow the port that the demo is served on; an address of the office's stays."""
    address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    port = address.port or (443 if address.scheme == "https" else 80)
    wanted: dict[str, str | int] = {"site_name": site.site_name or _SITE_NAME}
    if site.hostname in _LOCAL:
        wanted |= {"hostname": address.hostname or site.hostname, "port": port}
    if any(getattr(site, field) != value for field, value in wanted.items()):
        for field, value in wanted.items():
            setattr(site, field, value)
        site.save()
