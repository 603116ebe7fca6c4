"""The way to a page, from the home page down."""

from typing import Any, NamedTuple

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _


class Crumb(NamedTuple):
    """A step; the last one, the page itself, has no address."""

    label: Any
    url: str = ""


def home_url() -> str:
    """Where Wagtail serves the site's home page, wherever the host mounted it."""
    try:
        return reverse("wagtail_serve", args=[""])
    except NoReverseMatch:
        return "/"


def breadcrumbs(*steps: Crumb) -> list[Crumb]:
    return [Crumb(_("Home"), home_url()), *steps]
