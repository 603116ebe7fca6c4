"""Other names of what a question names: a school's alias or former name for its name, and the other way round."""

from collections.abc import Mapping, Sequence

from django.db.models import Exists, OuterRef, Q

from registry.models import School, SchoolName
from xcms.search.words import Term
from xcms.text import name_key


def other_names(terms: Sequence[Term]) -> Mapping[Term, list[str]]:
    """For each term that is one of a school's names: the others, its present name first. One query."""
    keys = {term: name_key(term.text) for term in terms}
    asked = Q(name_key__in=keys.values())
    called = SchoolName.objects.filter(asked, school=OuterRef("pk"))
    schools = School.objects.public().filter(asked | Q(Exists(called))).order_by().values("pk")
    names_of: dict[int, dict[str, str]] = {}
    for school, key, name, present_key, present in (
        SchoolName.objects.filter(school__in=schools)
        .order_by("school", "pk")
        .values_list("school", "name_key", "name", "school__name_key", "school__name")
    ):
        names_of.setdefault(school, {present_key: present})[key] = name
    found: dict[Term, list[str]] = {}
    for term, asked_key in keys.items():
        for names in names_of.values():
            if asked_key in names:
                others = [name for key, name in names.items() if key != asked_key]
                found.setdefault(term, []).extend(others)
    return found
