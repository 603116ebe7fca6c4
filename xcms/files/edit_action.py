"""Wagtail's edit action for documents, which leaves the file that is replaced to us."""

from typing import Any

from wagtail.actions.edit import EditAction


class DocumentEditAction(EditAction):
    """Wagtail's form deletes the former file before the new one is committed: a process that dies in between, or
    a transaction that is rolled back, would leave a document without any file."""

    def __init__(self, instance: Any, user: Any = None, *, form: Any = None, **kwargs: Any) -> None:
        super().__init__(instance, user=user, form=form, **kwargs)
        if getattr(form, "original_file", None):
            form.original_file = None
