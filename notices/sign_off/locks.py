"""What stands above the text in the editor while it is at a step."""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.locks import WorkflowLock

from notices.sign_off.dates import due_sentence
from notices.sign_off.rules import explanation
from xcms.days import shanghai_today


class SignOffLock(WorkflowLock):
    """Says where the text is and until when, and to whom it offers no buttons why, and who has them."""

    def get_message(self, user: Any) -> str:
        workflow_state = self.object.current_workflow_state
        state = self.object.current_workflow_task_state
        if state is None:
            return ""
        sentences = [
            _("This text is at the step “%(task)s” of “%(workflow)s”.")
            % {"task": self.task.name, "workflow": workflow_state.workflow.name}
        ]
        if due_on := getattr(state, "due_on", None):
            sentences.append(due_sentence(due_on, shanghai_today()))
        why_not = explanation(state, user)
        if why_not:
            sentences.append(why_not)
        elif self.task.second_person:
            sentences.append(
                _("Whoever changes the text can't decide on it: a further person then has to.")
            )
        if self.for_user(user):
            sentences.append(_("Until then it is locked for you."))
        return " ".join(sentences)
