"""Who may import into which register, and whose runs they see."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from xcms.models import ImportRun
from xcms.registers import Register, UnknownRegisterError, get_register, registers

UNDO_OF_OTHERS = "xcms.undo_importrun"


def user_can_import(user: Any, entry: Register) -> bool:
    if not entry.importer:
        return False
    if not entry.import_permissions:
        return bool(user.is_superuser)
    return bool(user.has_perms(entry.import_permissions))


def importable_registers(user: Any) -> list[Register]:
    return [entry for entry in registers() if user_can_import(user, entry)]


def import_address(register_name: str, user: Any) -> str:
    """Where this user imports into the register; "" where there is no such place for them."""
    try:
        entry = get_register(register_name)
    except UnknownRegisterError:
        return ""
    return reverse("xcms_imports:upload", args=[entry.name]) if user_can_import(user, entry) else ""


def register_of(run: ImportRun) -> Register | None:
    """None where the app that offered the register is gone."""
    try:
        return get_register(run.register)
    except UnknownRegisterError:
        return None


def register_label(run: ImportRun) -> str:
    """The name as it was recorded where no app offers that register any more."""
    entry = register_of(run)
    return str(entry.label) if entry else run.register


def visible_runs(user: Any) -> QuerySet[ImportRun]:
    """The user's own unfinished runs and everybody's finished ones, of registers that the user may import."""
    names = [entry.name for entry in importable_registers(user)]
    runs: QuerySet[ImportRun] = ImportRun.objects.visible_to(user).filter(register__in=names)
    return runs


def user_can_undo(user: Any, run: ImportRun) -> bool:
    """One's own, or anybody's with a permission of its own; either way who may import the register."""
    entry = register_of(run)
    return (
        entry is not None
        and user_can_import(user, entry)
        and (run.user_id == user.pk or bool(user.has_perm(UNDO_OF_OTHERS)))
    )


def user_can_add_alias(user: Any, entry: Register) -> bool:
    return bool(entry.alias_service and user.has_perm(entry.alias_permission))
