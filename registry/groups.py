"""The ready-made groups: who in the office may do what."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registry.permissions import permissions
from registry.services.basis_links import link_recorded
from xcms.groups import GroupProfile, install_profiles
from xcms.install import InstallContext, InstallStep

REGISTERS = (
    "approval",
    "filing",
    "organization",
    "batch",
    "round",
    "dayoverride",
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


def _rights(verbs: Iterable[str], registers: Iterable[str]) -> tuple[str, ...]:
    verbs = tuple(verbs)
    return permissions(*(f"{verb}_{name}" for name in registers for verb in verbs))


READ = _rights(["view"], REGISTERS)
_ENTER = _rights(["add", "change"], [name for name in REGISTERS if name not in _NOT_ENTERED])
#: What a bureau's or an organisation's workbook brings in; deciding on it is somebody else's work.
_BATCH_SHEETS = _rights(["add", "change"], ["organization", "certificate", "filing"])
_DECIDE = permissions("change_filing", "decide_filing", "add_approval", "add_approvaldecision")
_LINK_BASES = permissions("change_basislink")
_MAP = permissions("change_region")
#: Entering applications, and saying who reviews for which bureau.
_LEDGER = _rights(["view", "add", "change", "delete"], ["application", "bureaumember"])
#: How far schools have come is the office's own: no bureau, no editor.
_COMPLETIONS = _rights(["view", "add", "change", "delete"], ["completion", "outcomerecognition"])
_EVALUATIONS = _rights(["view", "add", "change", "delete"], ["evaluationscheme"])
_ENTER_SCORES = permissions("change_evaluationscore")
_PUBLISH_EVALUATIONS = permissions("view_evaluationscheme", "publish_evaluation")
#: Without "view_application": which applications are a bureau's own follows from its members.
_REVIEW = permissions("review_application")
_DECIDE_LEDGER = permissions(
    "view_application", "decide_application", "view_completion", "view_outcomerecognition"
)
_REPORT = permissions("add_violation", "change_violation")
_DECIDE_VIOLATIONS = permissions("view_violation", "decide_violation")
#: The sheet comes from one person, the decisions from another.
_UPLOAD_FIGURES = permissions("view_reconciliation", "add_reconciliation")
_RECONCILE = permissions("view_reconciliation", "decide_reconciliation")

#: What visitors look for names nobody, and whoever writes or names things learns from it.
_SEARCHES = ("xcms.view_searchedterm",)
#: Subscriptions belong to persons: whoever answers for the data sees them, with masked addresses.
_SUBSCRIPTIONS = ("xcms.view_alertsubscription",)
_AUDIT = ("xcms.export_audit",)

_FILES = tuple(
    f"{verb}_{kind}" for kind in ("image", "document") for verb in ("add", "change", "choose")
)
_CHOOSE_FILES = ("choose_image", "choose_document")

#: Before records of what was given there were none of these, no searches, no subscriptions and no ledger.
_EARLIER = [name for name in REGISTERS if name not in {"basislink", "dayoverride"}]
_READ_BEFORE = _rights(["view"], _EARLIER)
_ENTER_BEFORE = _rights(["add", "change"], [one for one in _EARLIER if one not in _NOT_ENTERED])

#: Names are the office's own, whatever the interface's language.
PROFILES = (
    GroupProfile(
        "编辑",
        (*READ, *_BATCH_SHEETS, *_SEARCHES),
        pages=("add_page", "change_page"),
        files=_FILES,
        before_records=(*_READ_BEFORE, *_BATCH_SHEETS),
    ),
    GroupProfile(
        "审核",
        (
            *READ,
            *_DECIDE,
            *_DECIDE_LEDGER,
            *_DECIDE_VIOLATIONS,
            *_RECONCILE,
            *_PUBLISH_EVALUATIONS,
            *_LINK_BASES,
            *_SEARCHES,
        ),
        # Publishing is the second person's: see notices/sign_off/install.py.
        pages=("change_page", "lock_page", "unlock_page"),
        files=_CHOOSE_FILES,
        before_records=(*_READ_BEFORE, *_DECIDE),
    ),
    GroupProfile(
        "数据管理",
        (
            *READ,
            *_ENTER,
            *_LEDGER,
            *_COMPLETIONS,
            *_EVALUATIONS,
            *_ENTER_SCORES,
            *_REPORT,
            *permissions("view_violation"),
            *_UPLOAD_FIGURES,
            *_MAP,
            *_LINK_BASES,
            *_SEARCHES,
            *_SUBSCRIPTIONS,
            *_AUDIT,
        ),
        files=_FILES,
        before_records=(*_READ_BEFORE, *_ENTER_BEFORE, *_MAP),
    ),
    GroupProfile("市州审核", (*READ, *_REVIEW, *_REPORT), before_records=_READ_BEFORE),
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
