"""What undoing an import of schools has to mind beyond the schools' own rows: their other names."""

from collections.abc import Collection, Iterator

from registry.models import School, SchoolName
from xcms.importing.importers import Written
from xcms.importing.undo import batches
from xcms.importing.undo_refusals import taken

_DERIVED = ("name_key", "pinyin", "search_text")


def names_taken(written: Written) -> Iterator[str]:
    """Former names that are another school's former name or alias by now."""
    own = set(written.created.get(SchoolName._meta.label, ()))
    renamed = [
        (key, values)
        for key, values in written.former.get(School._meta.label, ())
        if "name" in values
    ]
    for batch in batches(renamed):
        coming_back = {values["name_key"]: (key, values["name"]) for key, values in batch}
        for other in SchoolName.objects.filter(name_key__in=coming_back).select_related("school"):
            key, name = coming_back[other.name_key]
            if other.pk not in own and other.school_id != key:
                yield taken(School.objects.get(pk=key), name, other.school)


def schools_of_new_names(written: Written) -> set[int]:
    keys = written.created.get(SchoolName._meta.label, ())
    return {
        school
        for batch in batches(keys)
        for school in SchoolName.objects.filter(pk__in=batch).values_list("school_id", flat=True)
    }


def derive_again(schools: Collection[int], version: int) -> None:
    """Searches look into the other names too, so the search text follows when these are written or gone."""
    for batch in batches(sorted(schools)):
        records = list(School.objects.filter(pk__in=batch).select_related("region").with_names())
        for record in records:
            record.derive()
            record.recorded_version = version
        School.objects.bulk_update(records, [*_DERIVED, "recorded_version"])
