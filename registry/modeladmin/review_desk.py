"""The reviewers' desk in the admin: what waits for me, until when; for the province, every bureau beside the others."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem

from registry.enums import ApplicationEventKind
from registry.forms.desk import BulkMoveForm
from registry.models import Application, Region, Round
from registry.permissions import LedgerRoles, ledger_roles, user_can_read_ledger
from registry.services.applications import move_many
from registry.services.applications.desks import (
    DeskRow,
    Due,
    bureaus_side_by_side,
    counts_by_state,
    desk_rows,
    rounds_of,
    waiting_for,
)
from xcms.admin_forms import add_validation_error
from xcms.days import shanghai_today

DESK = "xcms_review_desk"


class ReviewDeskView(TemplateView):
    template_name = "xcms_registry/admin/review_desk.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not user_can_read_ledger(request.user):
            raise PermissionDenied
        self.today = shanghai_today()
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def rounds(self) -> list[Round]:
        return rounds_of(self.request.user)

    @cached_property
    def round(self) -> Round | None:
        """The one that is asked for, else the first in which somebody waits, else the latest."""
        key = self.request.GET.get("round", "")
        asked = [one for one in self.rounds if one.key == key]
        waits = [one for one in reversed(self.rounds) if one.pk in self.waiting]
        return next(iter([*asked, *waits, *self.rounds]), None)

    @cached_property
    def waiting(self) -> dict[int, list[Application]]:
        return waiting_for(self.request.user, self.today)

    @cached_property
    def roles(self) -> LedgerRoles:
        return ledger_roles(self.request.user)

    @cached_property
    def rows(self) -> list[DeskRow]:
        return desk_rows(self.request.user, self._waiting_here, self.today)

    @property
    def _waiting_here(self) -> list[Application]:
        return self.waiting.get(self.round.pk, []) if self.round else []

    @cached_property
    def events(self) -> list[ApplicationEventKind]:
        """What can be decided on some row, in the order of the process."""
        possible = {move.event for row in self.rows for move in row.moves}
        return [event for event in ApplicationEventKind if event in possible]

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        form = BulkMoveForm(request.POST, events=self.events)
        if form.is_valid():
            try:
                moved = move_many(
                    form.chosen,
                    form.move,
                    acting_user=request.user,
                    today=self.today,
                    comment=form.cleaned_data["comment"],
                    terms=form.terms,
                )
            except ValidationError as error:
                add_validation_error(form, error)
            else:
                messages.success(
                    request,
                    ngettext(
                        "“%(event)s”: %(count)d application.",
                        "“%(event)s”: %(count)d applications.",
                        len(moved),
                    )
                    % {"event": form.move.label, "count": len(moved)},
                )
                return redirect(request.get_full_path())
        messages.error(request, _("Nothing was decided: see the messages below."))
        chosen = set(request.POST.getlist("chosen"))
        return self.render_to_response(self.get_context_data(form=form, chosen=chosen))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = {
            "rounds": [(one, len(self.waiting.get(one.pk, []))) for one in self.rounds],
            "round": self.round,
            "today": self.today,
            "rows": self.rows,
            "count": len(self._waiting_here),
            "bureaus": self._own_bureaus(),
        }
        if self.round is not None:
            due = self.round.municipal_review_due
            context |= {
                "states": counts_by_state(self.request.user, self.round),
                "due": Due.of(due, self.today),
                "application_due": Due.of(self.round.application_deadline, self.today),
            }
            if self.roles.is_province:
                context["progress"] = bureaus_side_by_side(self.round, self.today)
        if self.events:
            context["form"] = BulkMoveForm(events=self.events)
        return super().get_context_data(**{**context, **kwargs})

    def _own_bureaus(self) -> list[Region]:
        return list(Region.objects.filter(code__in=self.roles.regions))


class ReviewDeskMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return user_can_read_ledger(request.user)


def review_desk_urls() -> list[URLPattern]:
    return [path("reviews/", ReviewDeskView.as_view(), name=DESK)]


def review_desk_menu_item() -> MenuItem:
    return ReviewDeskMenuItem(
        gettext_lazy("Review desk"),
        reverse(DESK),
        name="review-desk",
        icon_name="clipboard-list",
        order=12,
    )
