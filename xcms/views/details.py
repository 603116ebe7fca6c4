"""The one public detail view."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from xcms.querystrings import tolerant_query
from xcms.views.breadcrumbs import Crumb, breadcrumbs
from xcms.views.public import PublicView


class RegisterDetailView(PublicView):
    """One public record by the value in its address; anything else is a 404.

    A subclass sets ``lookup_field`` (the model field, also the name of the URL's argument),
    ``get_queryset()`` starting from ``.public()``, ``get_breadcrumbs()`` and what its template
    needs. Its template is ``<app label>/<model>_detail.html``, else ``xcms/register_detail.html``,
    which shows the pairs of ``get_facts()``.
    """

    lookup_field: ClassVar[str] = "public_id"
    template_name: ClassVar[str] = ""

    object: Any

    def get_queryset(self) -> QuerySet[Any]:
        raise NotImplementedError(f"{type(self).__name__} has not said what it shows.")

    def get_object(self) -> Any:
        value = str(self.kwargs[self.lookup_field])
        # PostgreSQL refuses NUL in text; nothing has such an address.
        if "\x00" in value:
            raise Http404
        record = self.get_queryset().filter(**{self.lookup_field: value}).first()
        if record is None:
            raise Http404(_("There is no public record at this address."))
        return record

    def get_title(self) -> str:
        return str(self.object)

    def get_description(self) -> str:
        return ""

    def get_breadcrumbs(self) -> list[Crumb]:
        return breadcrumbs(Crumb(self.get_title()))

    def get_facts(self) -> list[tuple[Any, Any]]:
        """Pairs of term and value; empty values are left out."""
        return []

    def is_demo(self) -> bool:
        return bool(getattr(self.object, "is_demo", False))

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """More for the template; a subclass extends it."""
        return context

    def get_template_names(self) -> list[str]:
        meta = self.object._meta
        own = self.template_name or f"{meta.app_label}/{meta.model_name}_detail.html"
        return [own, "xcms/register_detail.html"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.query = tolerant_query(request.GET)
        self.object = self.get_object()
        context = self.get_context_data(
            object=self.object,
            title=self.get_title(),
            meta_description=self.get_description(),
            breadcrumbs=self.get_breadcrumbs(),
            facts=[(term, value) for term, value in self.get_facts() if value not in ("", None)],
            has_demo=self.is_demo(),
            today=self.today,
        )
        return render(request, self.get_template_names(), context)
