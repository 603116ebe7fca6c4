"""Approving and editing in one go: whoever changes a text becomes one of its writers."""

from typing import Any

from django.utils.translation import gettext as _


def own_edits_refused(form: Any) -> str:
    """What to say to somebody who changed the text and pressed “approve”; "" where that is no matter."""
    task = form.instance.current_workflow_task
    if not getattr(task, "second_person", False) or not form.has_changed():
        return ""
    return _(
        "You have changed the text, so a further person has to decide on it. "
        "Save the draft for them, or open the page anew and approve it as it was."
    )
