"""Registers whose rows are records of one model: matched by identity, compared field by field."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from xcms.exports.cells import safe_cell
from xcms.importing.columns import Column
from xcms.importing.errors import CellError
from xcms.importing.importers import Importer, Plan, Written
from xcms.importing.parsed import ParsedSheet
from xcms.importing.reading.texts import clean_cell
from xcms.importing.report import Change, Outcome, Outcomes, RowOutcome
from xcms.importing.rows import ParsedRow, Problems
from xcms.importing.undo import step_aside, undo_records
from xcms.importing.undo_refusals import named, record_refusals
from xcms.tombstones import revive_public_ids

BATCH = 500


@dataclass(slots=True)
class ModelPlan(Plan):
    new: list[Any] = field(default_factory=list)
    updated: list[Any] = field(default_factory=list)
    fields: set[str] = field(default_factory=set)
    former: list[tuple[Any, dict[str, Any]]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Link:
    """What some columns of a row tell together: ``read`` gets the row and looks only at these columns.

    The value stands among the row's values under ``key``, which is no column's.
    """

    key: str
    columns: tuple[str, ...]
    read: Callable[[ParsedRow, Problems], Any]


class ModelImporter(Importer[ModelPlan]):
    """Base of the plain registers. A subclass declares its columns and model and says what a row is.

    Column keys are the model's field names, but for those that ``values`` turns into others. Only fields
    whose column is in the sheet are touched; a blank cell there empties the field.
    """

    model: ClassVar[type[Model]]
    #: Fields that ``derive()`` fills from others.
    derived: ClassVar[tuple[str, ...]] = ()
    #: The same row again is one row, not an error (a sheet that repeats its left columns).
    folds_equal_rows: ClassVar[bool] = False

    # What a register says of itself

    def links(self) -> Sequence["Link"]:
        """Values that several cells tell together, read before ``values``."""
        return ()

    def values(self, row: ParsedRow, problems: Problems) -> dict[str, Any] | None:
        """The fields that a row sets; None after noting an error across its cells."""
        return dict(row.values)

    def identity(self, values: Mapping[str, Any]) -> Hashable:
        """What makes two rows the same record."""
        raise NotImplementedError

    def identity_of(self, record: Any) -> Hashable:
        raise NotImplementedError

    def existing(self) -> QuerySet[Any]:
        return self.model._default_manager.all()

    def defaults(self, values: Mapping[str, Any]) -> Mapping[str, Any]:
        """Fields of a new record that its row, whose values these are, does not set."""
        return {}

    def unique_keys(self, record: Any) -> Iterable[tuple[str, Hashable]]:
        """(column key, value) pairs that no other record of the register may share."""
        return ()

    def extra_changes(self, record: Any, row: ParsedRow, problems: Problems) -> list[Change]:
        """What the row changes beyond the record's own fields (names of a school)."""
        return []

    # The diff

    def diff(self, sheet: ParsedSheet, problems: Problems) -> ModelPlan:
        for link in self.links():
            sheet.columns[link.key] = sheet.distinct(link.columns, link.read, problems)
        rows = sheet.good_rows(problems)
        plan = ModelPlan()
        outcomes: list[RowOutcome] = []
        records = {self.identity_of(record): record for record in self.existing()}
        self._columns = {column.key: column for column in self.columns}
        changed: list[tuple[ParsedRow, Any]] = []
        distinct = self._distinct_rows(rows, problems)
        for number, (row, values) in enumerate(distinct):
            self.reach(number, len(distinct))
            record = records.get(self.identity(values))
            if record is None:
                record = self._new_record(values)
                outcome, changes = Outcome.NEW, self.extra_changes(record, row, problems)
                plan.new.append(record)
            else:
                changes = self._apply(record, values, plan)
                own = bool(changes)
                changes += self.extra_changes(record, row, problems)
                outcome = Outcome.UPDATED if changes else Outcome.UNCHANGED
                if own:
                    plan.updated.append(record)
            if outcome is not Outcome.UNCHANGED:
                changed.append((row, record))
                self._validate(record, row, problems)
            outcomes.append(RowOutcome(row.number, outcome, str(record), tuple(changes)))
        self._refuse_shared_keys(records.values(), changed, problems)
        plan.outcomes = Outcomes.of(outcomes)
        plan.is_empty = not changed
        return plan

    def _distinct_rows(
        self, rows: Sequence[ParsedRow], problems: Problems
    ) -> list[tuple[ParsedRow, dict[str, Any]]]:
        """Each record's row with its values; a second row for the same record is an error."""
        first: dict[Hashable, tuple[ParsedRow, dict[str, Any]]] = {}
        for row in rows:
            values = self.values(row, problems)
            if values is None:
                continue
            known = first.setdefault(self.identity(values), (row, values))
            if known[0] is row:
                continue
            if known[1] != values:
                problems.error(row, None, contradicts(known[0].number))
            elif not self.folds_equal_rows:
                problems.error(row, None, repeats(known[0].number))
        return list(first.values())

    def _new_record(self, values: Mapping[str, Any]) -> Any:
        known = {key: value for key, value in values.items() if value is not None}
        if self.options.demo:
            known["is_demo"] = True
        record = self.model(**{**self.defaults(values), **known})
        if self.derived:
            record.derive()  # type: ignore[attr-defined]
        return record

    def _apply(self, record: Any, values: Mapping[str, Any], plan: ModelPlan) -> list[Change]:
        changes = []
        former: dict[str, Any] = {}
        for key, new in values.items():
            field: Any = self.model._meta.get_field(key)
            old = getattr(record, field.attname)
            # The demo mark is set when a row arises and no sheet takes it away.
            if key == "is_demo" or self._is_same(field, old, new):
                continue
            before = self.shown(record, key)
            former[field.attname] = field.get_prep_value(old)
            setattr(record, key, new)
            plan.fields.add(key)
            changes.append(Change(self._columns[key].header, before, self.shown(record, key)))
        if changes:
            former |= {name: getattr(record, name) for name in self.derived}
            plan.former.append((record.pk, former))
            if self.derived:
                record.derive()
        return changes

    def _is_same(self, field: Any, old: Any, new: Any) -> bool:
        if field.is_relation:
            return bool(old == (new.pk if new else None))
        if isinstance(new, tuple):
            return bool(field.to_python(new) == old)
        if old == new or not (isinstance(old, str) and isinstance(new, str)):
            return bool(old == new)
        # What was exported, as CSV or XLSX, and comes back is the same, however the record is stored.
        column = self._columns[field.name]
        return new in (_read_again(column, safe_cell(old)), _read_again(column, old))

    def shown(self, record: Any, key: str) -> str:
        display = getattr(record, f"get_{key}_display", None)
        value = display() if display else getattr(record, key)
        return "" if value is None else str(value)

    def _validate(self, record: Any, row: ParsedRow, problems: Problems) -> None:
        """The model's own checks, without its queries: links come from lookups, uniqueness is ours."""
        links = [f.name for f in record._meta.concrete_fields if f.is_relation]
        errors: dict[str, list[str]] = {}
        try:
            record.clean_fields(exclude=links)
            record.clean()
        except ValidationError as error:
            errors = error.message_dict
        for key, messages in errors.items():
            for message in messages:
                problems.error(row, key, message)

    def _refuse_shared_keys(
        self,
        existing: Iterable[Any],
        changed: Sequence[tuple[ParsedRow, Any]],
        problems: Problems,
    ) -> None:
        touched = {id(record) for _row, record in changed}
        owners = {
            pair: record
            for record in existing
            if id(record) not in touched
            for pair in self.unique_keys(record)
        }
        for row, record in changed:
            for pair in self.unique_keys(record):
                owner = owners.setdefault(pair, record)
                if owner is not record:
                    problems.error(
                        row, pair[0], _("this belongs to “%(owner)s” already.") % {"owner": owner}
                    )

    # Writing

    def write(self, plan: ModelPlan, version: int) -> Written:
        for record in (*plan.new, *plan.updated):
            record.recorded_version = version
        manager = self.model._default_manager
        revive_public_ids(plan.new)
        manager.bulk_create(plan.new, batch_size=BATCH)
        if plan.updated:
            step_aside(self.model, plan.former)
            fields = {*plan.fields, *self.derived, "recorded_version"}
            manager.bulk_update(plan.updated, sorted(fields), batch_size=BATCH)
        label = self.model._meta.label
        return Written(
            created={label: [record.pk for record in plan.new]}, former={label: plan.former}
        )

    # Undoing

    def undo_refusals(self, written: Written, *, written_version: int) -> list[str]:
        return named(self.reasons_to_keep(written, written_version))

    def reasons_to_keep(self, written: Written, written_version: int) -> Iterator[str]:
        """A sentence for each row in the way of undoing."""
        return record_refusals(written, written_version)

    def undo(
        self, written: Written, *, written_version: int, version: int, acting_user: Any
    ) -> None:
        undo_records(written, version)


def repeats(number: int) -> str:
    return _("the same as row %(row)s.") % {"row": number}


def contradicts(number: int) -> str:
    return _("contradicts row %(row)s, which is about the same record.") % {"row": number}


def _read_again(column: Column, exported: str) -> Any:
    text = clean_cell(exported)
    if not text:
        return column.blank
    try:
        return column.parse(text) if column.parse else text
    except CellError:
        return None
