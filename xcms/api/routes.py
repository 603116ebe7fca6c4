"""An API of its own: endpoints, their OpenAPI document and its page, as one piece of a URLconf."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path, re_path, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.views.generic import RedirectView
from ninja import NinjaAPI

from xcms.api.answers import answer
from xcms.api.docs import DocsView
from xcms.api.endpoints import Endpoint
from xcms.api.parameters import list_parameters
from xcms.api.queries import refuse_unknown
from xcms.api.schemas import Errors, answer_schema, page_schema
from xcms.api.views import ApiView, NothingHere, list_operation, record_operation
from xcms.querystrings import tolerant_query

#: Of the contract, not of the pack: a new one only where readers must change something.
VERSION = "1"
_REFUSALS = {400: Errors, 404: Errors, 405: Errors, 429: Errors}


class RegisterApi:
    """``namespace`` is that of the URLs and of ninja: a site may have other APIs, Wagtail has one.

    ``notes`` are what readers who keep a copy have to know of these registers; ``help_on`` says of filters
    what they take.
    """

    def __init__(
        self,
        *,
        namespace: str,
        title: str | Promise,
        description: str | Promise,
        endpoints: Sequence[Endpoint],
        notes: Sequence[str | Promise] = (),
        help_on: Mapping[str, str | Promise] | None = None,
    ) -> None:
        self.namespace = namespace
        self.title = title
        self.description = description
        self.notes = notes
        self.help_on = help_on or {}
        self.endpoints = {endpoint.name: endpoint for endpoint in endpoints}
        # No documents of its own: they need a script from elsewhere, or ninja among the host's apps.
        self._ninja = NinjaAPI(
            title=namespace,
            version=VERSION,
            urls_namespace=namespace,
            openapi_url=None,
            docs_url=None,
        )
        for endpoint in endpoints:
            self._offer(endpoint)
        self.document_in = lru_cache(maxsize=8)(self._document_in)

    def _offer(self, endpoint: Endpoint) -> None:
        router, name = self._ninja.default_router, endpoint.name.replace("-", "_")
        for address, operation, schema, suffix in (
            (f"/{endpoint.name}/", list_operation(endpoint), page_schema(endpoint.record), "list"),
            (
                f"/{endpoint.name}/{{key}}/",
                record_operation(endpoint),
                answer_schema(endpoint.record),
                "record",
            ),
        ):
            router.add_api_operation(
                address,
                ["GET"],
                operation,
                response={200: schema, **_REFUSALS},
                operation_id=f"{name}_{suffix}",
                tags=[endpoint.name],
                url_name=f"{name}_{suffix}",
            )

    def urls(self, prefix: str) -> URLResolver:
        """Everything below ``prefix``, to be included at the root of the pack's addresses."""
        patterns: list[URLPattern | URLResolver] = [
            path("", RedirectView.as_view(pattern_name=f"{self.namespace}:docs"), name="root"),
            path("docs/", DocsView.as_view(api=self), name="docs"),
            path("openapi.json", ApiView.as_view(operation=self._openapi), name="openapi"),
            *(self._door(pattern) for pattern in self._ninja.urls[0]),
            re_path(r"^.*\Z", NothingHere.as_view()),
        ]
        return path(prefix, include((patterns, self.namespace)))

    @staticmethod
    def _door(pattern: Any) -> URLPattern:
        return URLPattern(
            pattern.pattern,
            ApiView.as_view(operation=pattern.callback),
            pattern.default_args,
            pattern.name,
        )

    def _openapi(self, request: HttpRequest) -> HttpResponse:
        refuse_unknown(tolerant_query(request.GET), [])
        return answer(self.document())

    def document(self) -> dict[str, Any]:
        """The OpenAPI document in the language of the moment. Treat as read-only: it is kept."""
        found: dict[str, Any] = self.document_in(get_language() or "", self.address)
        return found

    @property
    def address(self) -> str:
        """Where the host mounted it: "/api/registry/"."""
        return reverse(f"{self.namespace}:root")

    def _document_in(self, _language: str, address: str) -> dict[str, Any]:
        document: dict[str, Any] = dict(
            self._ninja.get_openapi_schema(path_prefix=address.lstrip("/"))
        )
        document["info"] = {
            "title": str(self.title),
            "version": VERSION,
            "description": str(self.description),
        }
        document["tags"] = [
            {"name": name, "description": str(endpoint.description)}
            for name, endpoint in self.endpoints.items()
        ]
        for name, endpoint in self.endpoints.items():
            listed = document["paths"][f"{address}{name}/"]["get"]
            listed["summary"] = str(endpoint.register.label)
            listed["description"] = str(endpoint.description)
            listed["parameters"] = list_parameters(endpoint, self.help_on)
            one = document["paths"][f"{address}{name}/{{key}}/"]["get"]
            one["summary"] = str(endpoint.register.label)
            one["parameters"] = [
                {
                    "in": "path",
                    "name": "key",
                    "required": True,
                    "description": str(endpoint.lookup_help),
                    "schema": {"type": "string", "pattern": endpoint.lookup_pattern},
                }
            ]
        return document
