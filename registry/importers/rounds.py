"""The round that a file is about."""

from typing import Any

from django.utils.translation import gettext as _

from registry.importers.options import ROUND_OPTION
from registry.models import Round
from xcms.importing.errors import ImportFileError
from xcms.importing.options import Naming
from xcms.importing.rows import ParsedRow, Problems


def round_of_option(key: str) -> Round | None:
    """The round that the import is for; None where none is given. Raises ImportFileError for an unknown one."""
    if not key:
        return None
    found = Round.objects.by_key(key.strip()).select_related("batch").first()
    if found is None:
        known = "、".join(round_.key for round_ in Round.objects.select_related("batch")[:12])
        raise ImportFileError(
            _("There is no round “%(key)s”. Known rounds: %(known)s.")
            % {"key": key, "known": known or _("none")}
        )
    return found


def round_of_row(row: ParsedRow, chosen: Round | None, problems: Problems) -> Any:
    """The row's own round or the chosen one; None without either, or after noting that they differ."""
    own = row.given("round")
    if own and chosen and own.pk != chosen.pk:
        problems.error(
            row,
            "round",
            _("is %(own)s, but the import is for %(chosen)s.")
            % {"own": own.key, "chosen": chosen.key},
        )
        return None
    return own or chosen


def needed_round(row: ParsedRow, chosen: Round | None, called: Naming, problems: Problems) -> Any:
    """The same where a row can't do without; None after noting an error."""
    own = Problems()
    round_ = round_of_row(row, chosen, own)
    if round_ is None and not own.errors:
        own.error(
            row,
            "round",
            _("which round? Fill in the column 轮次 or give %(round)s.")
            % {"round": called(ROUND_OPTION)},
        )
    for error in own.errors:
        problems.add(error)
    return round_
