"""The home page's address is one that a CDN may keep for a moment."""

from wagtail import hooks

from xcms.views.breadcrumbs import home_url

hooks.register("register_xcms_edge_addresses", lambda: [home_url()])
