"""What the register's importers want to be told beside the file."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from registry.enums import ApplicationState
from registry.importers.basis import basis_pages
from registry.models import Round
from xcms.importing.options import ImportOption, OptionKind


def _rounds() -> Sequence[tuple[str, str]]:
    rounds = Round.objects.select_related("batch").order_by(
        "-batch__year", "-batch__number", "-number"
    )
    return [(round_.key, f"{round_}（{round_.key}）") for round_ in rounds]


ROUND_OPTION = ImportOption(
    name="round",
    label=_("Round of the import"),
    explanation=_("The round that the whole sheet is about; needed where no column 轮次 says so."),
    kind=OptionKind.CHOICE,
    choices=_rounds,
)
EFFECTIVE_ON = ImportOption(
    name="effective_on",
    label=_("Day of effect"),
    explanation=_(
        "Comes before the column 生效日期. Without either, the round's application deadline counts."
    ),
    kind=OptionKind.DAY,
)
BASIS = ImportOption(
    name="basis",
    label=_("Basis of the decisions"),
    explanation=_("A document number or a batch of the platform; comes before the column 依据."),
)
BASIS_PAGE = ImportOption(
    name="basis_page",
    label=_("Official text that is the basis"),
    explanation=_(
        "The notice or list on this site that the decisions rest on: rows link to it, and it shows the rows. "
        "Without words for the basis, its document number or title serves. Left empty, a text is found by the "
        "words of the basis."
    ),
    kind=OptionKind.CHOICE,
    choices=basis_pages,
)
REASON = ImportOption(
    name="reason",
    label=_("Reason of the decisions"),
    explanation=_("Needed for corrections and where lines are withdrawn."),
)
LATE_REASON = ImportOption(
    name="reason",
    label=_("Why late applications are accepted"),
    explanation=_("Needed where applications come in after the deadline of their round."),
)


def _states() -> Sequence[tuple[str, str]]:
    states = (ApplicationState.SUBMITTED, ApplicationState.DRAFT)
    return [(state.value, str(state.label)) for state in states]


HANDED_IN = ImportOption(
    name="state",
    label=_("Applications of the sheet are"),
    explanation=_(
        "What the platform exports is submitted; a list of intentions is a list of drafts. The column 状态 comes "
        "before it. Left empty: submitted."
    ),
    kind=OptionKind.CHOICE,
    choices=_states,
)
CORRECT = ImportOption(
    name="correct",
    label=_("Correct the decisions in force"),
    explanation=_(
        "For a sheet that mends mistakes: a different quota voids the decision in force and takes its "
        "place. Without this, a different quota is a new decision."
    ),
    kind=OptionKind.SWITCH,
)
