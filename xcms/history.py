"""Who changed what: log entries of register records carry the old and the new value of each field."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.actions.create import CreateAction
from wagtail.actions.delete import DeleteAction
from wagtail.actions.edit import EditAction
from wagtail.log_actions import LogFormatter, get_active_log_context, log
from wagtail.models import ModelLogEntry

from xcms.versions import register_write

#: Longer values are shortened in the log: it names a change, it does not archive texts.
_LONGEST = 120
_LOGGED_AT_ONCE = 500

#: Fields that formsets add to each of their forms.
_BOOKKEEPING = frozenset({"DELETE", "ORDER"})

Change = dict[str, str]


def changes_of(form: forms.BaseModelForm) -> list[Change]:
    """``[{"label", "old", "new"}]`` of a valid form, inline rows included, as people read them.

    Of a field in the model's ``unlogged_fields`` (what a person has a right to have forgotten) only the
    label is given.
    Call it before the form is saved: saving drops the deleted inline rows.
    """
    return [*_field_changes(form), *_inline_changes(form)]


def _field_changes(form: forms.BaseModelForm, prefix: str = "") -> Iterator[Change]:
    for name in form.changed_data:
        field = form.fields.get(name)
        if field is None or name in _BOOKKEEPING or name not in form.cleaned_data:
            continue
        old = _readable(field, form.get_initial_for_field(field, name))
        new = _readable(field, form.cleaned_data[name])
        if old != new:
            label = f"{prefix}{field.label or name}"
            if name in getattr(form.instance, "unlogged_fields", ()):
                yield {"label": label, "withheld": "yes"}
            else:
                yield {"label": label, "old": old, "new": new}


def _inline_changes(form: forms.BaseModelForm) -> Iterator[Change]:
    for formset in getattr(form, "formsets", {}).values():
        label = str(formset.model._meta.verbose_name)
        for child in formset.forms:
            if not child.is_valid():
                continue
            if child in formset.deleted_forms:
                if child.instance.pk:
                    yield {"label": label, "old": str(child.instance), "new": ""}
            elif not child.instance.pk:
                if child.has_changed():
                    yield {"label": label, "old": "", "new": str(child.instance)}
            else:
                yield from _field_changes(child, prefix=f"{label} {child.instance}：")


def _readable(field: forms.Field, value: Any) -> str:
    text = "、".join(_words(field, value)) if value not in (None, "") else ""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _words(field: forms.Field, value: Any) -> Iterator[str]:
    if isinstance(value, list | tuple | set | models.QuerySet):
        for item in value:
            yield from _words(field, item)
    elif isinstance(value, bool):
        yield _("yes") if value else _("no")
    elif isinstance(value, models.Model):
        yield str(value)
    elif isinstance(field, forms.ModelChoiceField) and field.queryset is not None:
        chosen = field.queryset.model._default_manager.filter(pk=value).first()
        yield str(chosen) if chosen else str(value)
    elif isinstance(field, forms.ChoiceField | forms.TypedChoiceField):
        yield _label_of(field.choices, value)
    elif isinstance(value, date | datetime):
        yield value.isoformat()
    else:
        yield str(value)


def _label_of(choices: Any, value: Any) -> str:
    for key, label in choices:
        if isinstance(label, list | tuple):
            for inner_key, inner_label in label:
                if str(inner_key) == str(value):
                    return str(inner_label)
        elif str(key) == str(value):
            return str(label)
    return str(value)


class ChangeFormatter(LogFormatter):
    """“电话：A → B；地址：… ” in every history list of the admin."""

    label = gettext_lazy("Edit with changes")

    def format_message(self, log_entry: Any) -> str:
        changes = log_entry.data.get("changes", [])
        if not changes:
            return _("Saved without changes")
        return _("Changed: %(changes)s") % {"changes": "；".join(map(_sentence, changes))}


def _sentence(change: Change) -> str:
    if "withheld" in change:
        return _("%(field)s (values are not kept)") % {"field": change["label"]}
    empty = _("(empty)")
    old, new = change.get("old") or empty, change.get("new") or empty
    return f"{change.get('label', '')}：{old} → {new}"


class RegisterEditAction(EditAction):
    """Saves a record and its inline rows as one register write, logged as "old → new"."""

    def _edit(self, skip_permission_checks: bool = False) -> Any:
        changes = changes_of(self.form) if self.form is not None else []
        self.log_action = None
        with transaction.atomic(), register_write():
            instance = super()._edit(skip_permission_checks=skip_permission_checks)
            log_edit(instance, changes, user=self.user, revision=self.revision)
        return instance


class RegisterCreateAction(CreateAction):
    """Creates a record and its inline rows as one register write."""

    def execute(self, skip_permission_checks: bool = False) -> Any:
        with register_write():
            return super().execute(skip_permission_checks=skip_permission_checks)


class RegisterDeleteAction(DeleteAction):
    """Deletes a record as a register write; the log entry falls with a refused deletion."""

    def execute(self, skip_permission_checks: bool = False) -> Any:
        with register_write():
            return super().execute(skip_permission_checks=skip_permission_checks)


def log_edit(
    instance: models.Model, changes: list[Change], *, user: Any, revision: Any = None
) -> None:
    log(
        instance=instance,
        action="xcms.edit",
        user=user,
        revision=revision,
        content_changed=bool(changes),
        data={"changes": changes},
    )


def log_many(
    action: str, entries: Iterable[tuple[models.Model, dict[str, Any]]], *, user: Any
) -> None:
    """``log`` for many records at once, each with its data. One query per 500."""
    context = get_active_log_context()
    ModelLogEntry.objects.bulk_create(
        [
            ModelLogEntry(
                content_type=ContentType.objects.get_for_model(instance, for_concrete_model=False),
                object_id=str(instance.pk),
                label=str(instance),
                action=action,
                timestamp=timezone.now(),
                data=data,
                user=user or context.user,
                uuid=context.uuid,
            )
            for instance, data in entries
        ],
        batch_size=_LOGGED_AT_ONCE,
    )
