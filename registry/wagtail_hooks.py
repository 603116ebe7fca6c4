"""Where the register plugs into Wagtail."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from wagtail import hooks
from wagtail.actions.registry import ActionRegistry
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail_modeladmin.options import modeladmin_register

from registry import alert_sources, change_sources
from registry.groups import install_steps
from registry.modeladmin import ADMINS
from registry.modeladmin.filing_answers import why_not_listed_item, why_not_listed_urls
from registry.modeladmin.review_desk import review_desk_menu_item, review_desk_urls
from registry.models import Region
from registry.search_sources import sources
from registry.services.other_names import other_names
from registry.sitemaps import sitemap_parts
from registry.urls import edge_addresses, public_urls
from registry.viewsets import RegistryMenu
from xcms.history import RegisterEditAction
from xcms.modeladmin import MENU_HOOK
from xcms.permission_policies import FixedRowsPolicy

hooks.register("register_admin_urls", why_not_listed_urls)
hooks.register(MENU_HOOK, why_not_listed_item)
hooks.register("register_xcms_urls", public_urls)
hooks.register("register_xcms_edge_addresses", edge_addresses)
hooks.register("register_install_steps", install_steps)
hooks.register("register_xcms_search_sources", sources)
hooks.register("register_xcms_search_synonyms", other_names)
hooks.register("register_xcms_sitemaps", sitemap_parts)
hooks.register("register_xcms_alert_sources", alert_sources.sources)
hooks.register("register_xcms_change_sources", change_sources.sources)

hooks.register("register_admin_urls", review_desk_urls)
hooks.register(MENU_HOOK, review_desk_menu_item)

register_permission_policy(Region, FixedRowsPolicy(Region), exact_class=True)
register_snippet(RegistryMenu)
for model_admin in ADMINS:
    modeladmin_register(model_admin)


@hooks.register("register_actions")
def register_actions(actions: ActionRegistry) -> None:
    actions.register(Region, RegisterEditAction)


@hooks.register("register_permissions")
def decision_permissions() -> QuerySet[Permission]:
    """Deciding and scoring are permissions of their own in the group editor."""
    return Permission.objects.filter(
        content_type__app_label="xcms_registry",
        codename__in=["add_approvaldecision", "change_evaluationscore"],
    )
