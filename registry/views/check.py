"""The what-if checker: a school's plan against the rules of a batch. GET only, nothing is stored."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy

from registry.enums import RuleOutcome
from registry.forms.check import CheckForm
from registry.models import Batch, Certificate, Rule
from registry.rules.findings import Finding
from registry.services.assessments import as_terms, rules_of
from registry.services.basis_links import basis_url, public_pages
from registry.services.what_if import Known, check_plan
from registry.views.linked import school_url
from xcms.querystrings import tolerant_query, with_values
from xcms.views.breadcrumbs import Crumb, breadcrumbs
from xcms.views.outputs import json_refusal
from xcms.views.public import PublicView

ADVICE = gettext_lazy(
    "This page is a help for planning. It decides nothing and stores nothing of what is entered; the office decides "
    "on applications, which are made on the national platform."
)


@dataclass(frozen=True, slots=True)
class Checked:
    """A finding with the public address of its clause, "" where the public may not read the page."""

    finding: Finding
    clause_url: str

    def as_data(self) -> dict[str, Any]:
        return {**self.finding.as_data(), "clause_url": self.clause_url or None}


@dataclass(frozen=True, slots=True)
class OutcomeGroup:
    outcome: RuleOutcome
    checked: Sequence[Checked]

    @property
    def value(self) -> str:
        return str(self.outcome)

    @property
    def label(self) -> str:
        return str(self.outcome.label)


class CheckView(PublicView):
    title = gettext_lazy("Check a plan against the rules")
    description = gettext_lazy(
        "Enter a school's figures and plan, or its name, and see each rule of the batch with its arithmetic and clause."
    )

    rules: Sequence[Rule]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.query = tolerant_query(request.GET)
        self.form = CheckForm(
            self.query,
            batches=list(Batch.objects.public()),
            certificates=list(Certificate.objects.public().order_by("pinyin", "public_id")),
        )
        batch = self.form.batch_chosen
        self.rules = rules_of(batch) if batch else []
        if not any(terms.counts_majors for terms in as_terms(self.rules)):
            self.form.hide("taking")
        wanted = self.form.format_chosen
        messages = self.form.messages()
        if wanted == "html":
            response = self.html(batch, messages)
        elif messages:
            response = json_refusal(messages)
        else:
            response = self.json(batch)
        if self.query:
            # One page to find. What somebody plans is kept by no cache either.
            response.headers["X-Robots-Tag"] = "noindex"
            response.headers["Cache-Control"] = "private, no-store"
        return response

    def checked(self, batch: Batch) -> tuple[list[Checked], Known]:
        plan, rules = self.form.plan(), as_terms(self.rules)
        found, known = check_plan(plan, rules, batch, self.today)
        pages = public_pages(finding.page for finding in found if finding.page is not None)
        checked = []
        for finding in found:
            page = None if finding.page is None else pages.get(finding.page)
            url = basis_url(page, finding.clause, self.request) if page else ""
            checked.append(Checked(finding, url))
        return checked, known

    def html(self, batch: Batch | None, messages: list[str]) -> HttpResponse:
        groups: list[OutcomeGroup] = []
        known = Known()
        is_asked = bool(batch) and not messages and not self.form.is_empty
        if batch is not None and is_asked:
            checked, known = self.checked(batch)
            groups = list(_groups(checked))
        context = {
            "title": self.title,
            "description": self.description,
            "meta_description": self.description,
            "breadcrumbs": breadcrumbs(Crumb(self.title)),
            "advice": ADVICE,
            "form": self.form,
            "messages_on_query": messages,
            "batch": batch,
            "rules": self.rules,
            "groups": groups,
            "is_asked": is_asked,
            "has_demo": self.has_demo(batch, known),
            "entered": list(self.entered()) if is_asked else [],
            "school": self.form.cleaned_data.get("school") if is_asked else None,
            "address": self.request.build_absolute_uri(),
            "json_url": with_values(self.query, format="json"),
            "clear_url": reverse("xcms_registry:check")
            + (f"?{urlencode({'batch': batch.key})}" if batch else ""),
        }
        return render(self.request, "xcms_registry/check.html", context)

    def has_demo(self, batch: Batch | None, known: Known) -> bool:
        return (
            known.has_demo
            or bool(batch and batch.is_demo)
            or any(rule.is_demo for rule in self.rules)
        )

    def entered(self) -> Iterator[tuple[Any, str]]:
        """What the result rests on, as a person would read it on paper: only what was entered."""
        for name, value in self.form.cleaned_data.items():
            field = self.form.fields[name]
            if name in ("format", "batch") or value in (None, "", []):
                continue
            if name == "certificate":
                value = "、".join(one.name for one in self.form.plan().wanted)
            elif hasattr(field, "choices"):
                value = dict(field.choices)[value]
            elif name in ("dual", "experts", "completion"):
                value = self.query.get(name, "")
            yield field.label, str(value)

    def json(self, batch: Batch | None) -> HttpResponse:
        checked, known = self.checked(batch) if batch else ([], Known())
        school = self.form.cleaned_data["school"]
        return JsonResponse(
            {
                "version": self.version,
                "as_of": self.today.isoformat(),
                "batch": batch.key if batch else None,
                "school": {"code": school.code, "name": school.name, "url": school_url(school)}
                if school
                else None,
                "is_demo": self.has_demo(batch, known),
                "note": str(ADVICE),
                "counts": {group.value: len(group.checked) for group in _groups(checked)},
                "results": [one.as_data() for one in checked],
            },
            json_dumps_params={"ensure_ascii": False},
        )


def _groups(checked: Sequence[Checked]) -> Iterator[OutcomeGroup]:
    for outcome in RuleOutcome:
        yield OutcomeGroup(outcome, [one for one in checked if one.finding.outcome == outcome])
