"""The reference site's admin: no links to the outside."""

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.menu import MenuItem


@hooks.register("construct_help_menu")
def drop_outward_links(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """What's new and the editor guide lie on foreign sites that an intranet may not reach."""
    menu_items[:] = [item for item in menu_items if not item.url.startswith(("http:", "https:"))]


@hooks.register("construct_reports_menu")
def drop_the_report_that_counts_nothing(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """Wagtail's own report of search terms is filled by searches that write; ours don't, and have their own."""
    menu_items[:] = [item for item in menu_items if item.name != "search-terms"]
