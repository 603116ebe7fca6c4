"""The part of a list's address that says what is in the file, in one spelling."""

from django.http import QueryDict

from xcms.exports.selections import COLUMNS
from xcms.querystrings import tolerant_query
from xcms.registers import Register


def plain_query(register: Register, query: QueryDict) -> str:
    """Known parameters only, sorted: two addresses that mean the same file come out the same."""
    filterset_class = register.filterset_class()
    known = {*(filterset_class.base_filters if filterset_class else ()), "sort", COLUMNS}
    plain = QueryDict(mutable=True)
    given = tolerant_query(query)
    for key in sorted(known & set(given)):
        plain.setlist(key, sorted(given.getlist(key)))
    return plain.urlencode()
