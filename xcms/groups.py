"""Ready-made groups: made once, then the administrator's; a right that is new in the pack comes to them once."""

from collections.abc import Collection as Many
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission

from xcms.install import InstallContext
from xcms.models import InstalledGrant

_ADMIN = "wagtailadmin.access_admin"
_VERBS = {
    "view": gettext_lazy("view %(records)s"),
    "add": gettext_lazy("add %(records)s"),
    "change": gettext_lazy("change %(records)s"),
    "delete": gettext_lazy("delete %(records)s"),
}


@dataclass(frozen=True, slots=True)
class GroupProfile:
    """A group as installed: its rights ("app.codename"), and codenames on pages, on images and documents.

    ``before_records`` are the rights that it had from versions which kept no record of what they gave.
    """

    name: str
    rights: Sequence[str]
    pages: Sequence[str] = ()
    files: Sequence[str] = ()
    before_records: Sequence[str] = ()


def install_profiles(profiles: Iterable[GroupProfile], context: InstallContext) -> list[str]:
    """Make the groups that are missing; give those that are there the rights that the pack never gave them.

    Nothing else of a group that is there is touched: what an administrator took away stays away. Rights on
    pages and files hold in places that the administrator chooses, so new ones come to a new group alone, and those on
    pages wherever the administrator names the page.
    """
    lines: list[str] = []
    for profile in profiles:
        group, is_new = Group.objects.get_or_create(name=profile.name)
        if is_new:
            _give(group, _permissions((_ADMIN, *profile.rights)))
            _give_files(group, profile.files)
            lines.append(
                _("Group “%(group)s” was made, with %(count)d permissions.")
                % {"group": group.name, "count": group.permissions.count()}
            )
        else:
            lines.append(_bring_up(group, profile))
        if is_new or context.root_page_given:
            lines += _give_pages(group, profile.pages, context)
    return lines


def _bring_up(group: Group, profile: GroupProfile) -> str:
    given = set(InstalledGrant.objects.filter(group=group).values_list("right", flat=True))
    held = {_right(permission) for permission in _held(group)}
    if not given:
        if held.isdisjoint(profile.before_records):
            # Somebody's own group that happens to have the name.
            return _(
                "Group “%(group)s” is there already, without any of the ready-made group's rights: left as it is."
            ) % {"group": group}
        given = {_ADMIN, *profile.before_records}
        _record(group, given)
    never_given = _permissions(set(profile.rights) - given)
    _give(group, never_given)
    new = [permission for permission in never_given if _right(permission) not in held]
    if not new:
        return _("Group “%(group)s” is there already: left as it is.") % {"group": group}
    return ngettext(
        "Group “%(group)s” gets %(count)d right that is new: %(rights)s.",
        "Group “%(group)s” gets %(count)d rights that are new: %(rights)s.",
        len(new),
    ) % {"group": group, "count": len(new), "rights": "、".join(map(_told, new))}


def _held(group: Group) -> Iterable[Permission]:
    return group.permissions.select_related("content_type")


def _right(permission: Permission) -> str:
    return f"{permission.content_type.app_label}.{permission.codename}"


def _permissions(rights: Many[str]) -> list[Permission]:
    """Of an app that isn't installed there are none."""
    pairs = [right.split(".") for right in rights]
    found = Permission.objects.filter(
        content_type__app_label__in={app for app, _codename in pairs},
        codename__in={codename for _app, codename in pairs},
    ).select_related("content_type")
    return [permission for permission in found if _right(permission) in rights]


def _give(group: Group, permissions: Sequence[Permission]) -> None:
    group.permissions.add(*permissions)
    _record(group, map(_right, permissions))


def _record(group: Group, rights: Iterable[str]) -> None:
    InstalledGrant.objects.bulk_create(
        InstalledGrant(group=group, right=right) for right in sorted(rights)
    )


def _told(permission: Permission) -> str:
    """“查看搜索词” rather than Django's “Can view searched term”."""
    verb, _sign, name = permission.codename.partition("_")
    model = permission.content_type.model_class()
    if model is None or verb not in _VERBS or name != permission.content_type.model:
        return _(permission.name)
    return str(_VERBS[verb]) % {"records": model._meta.verbose_name}


def _give_files(group: Group, codenames: Sequence[str]) -> None:
    root = Collection.get_first_root_node()
    for permission in Permission.objects.filter(
        content_type__app_label__in=("wagtailimages", "wagtaildocs"), codename__in=codenames
    ):
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=root, permission=permission
        )


def _give_pages(group: Group, codenames: Sequence[str], context: InstallContext) -> list[str]:
    if not codenames:
        return []
    if context.root_page is None:
        return [
            _("Group “%(group)s” has no rights on pages: name a page with --root-page.")
            % {"group": group}
        ]
    given = 0
    for permission in Permission.objects.filter(
        content_type__app_label="wagtailcore", codename__in=codenames
    ):
        _row, is_new = GroupPagePermission.objects.get_or_create(
            group=group, page=context.root_page, permission=permission
        )
        given += is_new
    return [
        _("Group “%(group)s”: %(count)d new rights on the page “%(page)s”.")
        % {"group": group, "count": given, "page": context.root_page}
    ]
