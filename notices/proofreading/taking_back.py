"""A repair is taken back (撤回校订): the original stands again, in a new draft."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from notices.proofreading.edits import Edit, write_edits
from notices.proofreading.marks import ShownRepair, shown_repairs
from notices.proofreading.reading import Reading, read
from notices.proofreading.repairing import latest_draft, moved_on

REPAIR_TAKEN_BACK = "xcms_notices.repair_taken_back"


def take_back(key: Any, number: int, *, token: str, reason: str, user: Any) -> Any:
    """Write the draft without the repair that is shown under this number; gives back the repair (a row).

    Like every draft it becomes public when it is published, with a change note where the public text has the
    repair. Raises ValidationError with a sentence when no reason is given, when the draft is not the one that the
    number was read in, or when the original can't be put back by itself.
    """
    if not reason:
        raise ValidationError(_("Nothing was written: say why the repair is taken back."))
    with transaction.atomic():
        reading = read(latest_draft(key))
        draft = reading.page
        found = [one for one in shown_repairs(draft).notes if one.number == number]
        if reading.token != token or not found:
            raise ValidationError(moved_on())
        _put_original_back(reading, found[0])
        row = found[0].repair
        draft.xcms_text_repairs.set([one for one in draft.xcms_text_repairs.all() if one != row])
        revision = draft.save_revision(user=user, clean=False)
        log(
            instance=draft,
            action=REPAIR_TAKEN_BACK,
            user=user,
            revision=revision,
            content_changed=True,
            data={
                "place": row.place,
                "original": row.original,
                "repaired": row.repaired,
                "reason": reason,
            },
        )
    return row


def _put_original_back(reading: Reading, shown: ShownRepair) -> None:
    row, anchor = shown.repair, shown.anchor
    if anchor is None:
        at_home = [one.passage for one in reading.places if one.passage.home == row.home]
        if not any(row.original in passage.text for passage in at_home):
            raise ValidationError(
                _(
                    "%(place)s: nothing is left of the passage, so “%(original)s” can't be put back by itself. "
                    "Put it back in the page's editor, save the draft, then take the repair back here."
                )
                % {"place": row.place, "original": row.original}
            )
        return
    if anchor.place.is_clause:
        raise ValidationError(
            _("%(place)s: the words are in a quoted clause now. Change them in the page's editor.")
            % {"place": row.place}
        )
    write_edits(
        reading.page,
        [Edit(anchor.place, anchor.start, anchor.end, row.original, "", row.place)],
    )
