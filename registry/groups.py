"""The ready-made groups: who in the office may do what."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission

from registry.services.basis_links import link_recorded
from xcms.install import InstallContext, InstallStep

REGISTERS = (
    "approval",
    "filing",
    "organization",
    "batch",
    "round",
    "listedition",
    "basislink",
    "school",
    "certificate",
    "major",
    "majorteam",
    "contactpoint",
    "qqgroup",
    "region",
)
#: Registers that arise from other work: decisions, publications, the map.
_NOT_ENTERED = frozenset({"approval", "basislink", "listedition", "region"})

READ = tuple(f"view_{name}" for name in REGISTERS)
_WRITE = tuple(
    f"{verb}_{name}" for name in REGISTERS if name not in _NOT_ENTERED for verb in ("add", "change")
)
#: What a bureau's or an organisation's workbook brings in; deciding on it is somebody else's work.
_BATCH_SHEETS = tuple(
    f"{verb}_{name}"
    for name in ("organization", "certificate", "filing")
    for verb in ("add", "change")
)
_FILES = tuple(
    f"{verb}_{kind}" for kind in ("image", "document") for verb in ("add", "change", "choose")
)
_CHOOSE_FILES = ("choose_image", "choose_document")


@dataclass(frozen=True, slots=True)
class GroupProfile:
    """A group as installed: permissions on the registers, on pages, on images and documents."""

    name: str
    registers: tuple[str, ...]
    pages: tuple[str, ...] = ()
    files: tuple[str, ...] = ()


#: Names are the office's own, whatever the interface's language.
PROFILES = (
    GroupProfile("编辑", (*READ, *_BATCH_SHEETS), pages=("add_page", "change_page"), files=_FILES),
    GroupProfile(
        "审核",
        (
            *READ,
            "change_filing",
            "decide_filing",
            "add_approval",
            "add_approvaldecision",
            "change_basislink",
        ),
        # Publishing is the second person's: see notices/sign_off/install.py.
        pages=("change_page", "lock_page", "unlock_page"),
        files=_CHOOSE_FILES,
    ),
    GroupProfile("数据管理", (*READ, *_WRITE, "change_region", "change_basislink"), files=_FILES),
    GroupProfile("市州审核", READ),
)


def install_steps() -> list[InstallStep]:
    return [
        InstallStep(
            name="xcms_registry.groups",
            label=gettext_lazy("Groups and permissions"),
            run=install_groups,
        ),
        InstallStep(
            name="xcms_registry.basis",
            label=gettext_lazy("Links from decisions to the texts they rest on"),
            run=_link_bases,
        ),
    ]


def _link_bases(_context: InstallContext) -> list[str]:
    return [_("Linked: %(wording)s") % {"wording": link.wording} for link in link_recorded()]


def install_groups(context: InstallContext) -> list[str]:
    return install_profiles(PROFILES, context)


def install_profiles(profiles: Iterable[GroupProfile], context: InstallContext) -> list[str]:
    """Make the groups that are missing. A group that is there stays as the administrator has it.

    Rights on a page that the administrator named are added to groups that are there, too.
    """
    lines: list[str] = []
    for profile in profiles:
        group, is_new = Group.objects.get_or_create(name=profile.name)
        if is_new:
            group.permissions.add(*_permissions(profile))
            _give_files(group, profile.files)
            lines.append(
                _("Group “%(group)s” was made, with %(count)d permissions.")
                % {"group": group.name, "count": group.permissions.count()}
            )
        else:
            lines.append(_("Group “%(group)s” is there already: left as it is.") % {"group": group})
        if is_new or context.root_page_given:
            lines += _give_pages(group, profile.pages, context)
    return lines


def _permissions(profile: GroupProfile) -> Iterable[Permission]:
    yield Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    yield from Permission.objects.filter(
        content_type__app_label="xcms_registry", codename__in=profile.registers
    )


def _give_files(group: Group, codenames: tuple[str, ...]) -> None:
    root = Collection.get_first_root_node()
    for permission in Permission.objects.filter(
        content_type__app_label__in=("wagtailimages", "wagtaildocs"), codename__in=codenames
    ):
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=root, permission=permission
        )


def _give_pages(group: Group, codenames: tuple[str, ...], context: InstallContext) -> list[str]:
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
