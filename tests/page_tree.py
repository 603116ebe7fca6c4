"""The page tree's first rows, which a migration makes once and a flushed (transactional) test database lacks."""

from typing import Any

from django.apps import apps
from django.conf import settings
from wagtail.models import Collection, Locale, Page, Site


def ensure_page_tree() -> Any:
    """The default site's home page, of the reference site's own type; makes what is missing above it."""
    home_model = apps.get_model("home", "HomePage")
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site is not None and isinstance(site.root_page.specific, home_model):
        return site.root_page.specific
    Locale.objects.get_or_create(language_code=settings.LANGUAGE_CODE)
    if not Collection.objects.filter(depth=1).exists():
        Collection.add_root(name="Root")
    root = Page.objects.filter(depth=1).first() or Page.add_root(title="Root", slug="root")
    home = root.add_child(instance=home_model(title="首页", slug="reference-home"))
    if site is None:
        Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    else:
        site.root_page = home
        site.save()
    return home
