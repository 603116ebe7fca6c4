"""Persons that chose to be shown stay out of search engines (design rule 9)."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from registry.models import ContactPoint


class PersonsStayUnindexed:
    """For views that show contacts: a page that names a person asks search engines not to keep it.

    The view passes every contact it shows through ``shown()``.
    """

    _names_a_person = False

    def shown(self, contacts: Iterable[ContactPoint]) -> Sequence[ContactPoint]:
        chosen = list(contacts)
        self._names_a_person |= any(contact.public_person for contact in chosen)
        return chosen

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response: HttpResponseBase = super().get(request, *args, **kwargs)  # type: ignore[misc]
        if self._names_a_person:
            response.headers["X-Robots-Tag"] = "noindex"
        return response
