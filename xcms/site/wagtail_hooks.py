"""The reference site's admin: no links to the outside."""

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.menu import MenuItem


@hooks.register("construct_help_menu")
def drop_outward_links(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """What's new and the editor guide lie on foreign sites that an intranet may not reach."""
    menu_items[:] = [item for item in menu_items if not item.url.startswith(("http:", "https:"))]
