"""The subscriptions and the last digests, for those who answer for them. Addresses stay masked.

``view_alertsubscription`` opens the report, ``view_alertaddress`` shows whole addresses, ``delete_alertsubscription``
takes a subscription away, ``change_alertaddress`` lets a suspended address get mail again. Nothing is exported.
"""

from collections.abc import Sequence
from typing import Any, ClassVar

import django_filters
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView
from wagtail.log_actions import log
from wagtail.permission_policies import ModelPermissionPolicy

from xcms.alerts.addresses import masked, normalised
from xcms.alerts.shown import shown
from xcms.alerts.sources import sources
from xcms.alerts.subscribing import leave
from xcms.models import AlertAddress, AlertRun, AlertSubscription

VIEW = "xcms.view_alertsubscription"
DELETE = "xcms.delete_alertsubscription"
SEE_ADDRESSES = "xcms.view_alertaddress"
RESUME = "xcms.change_alertaddress"
_RUNS = 10

_CONFIRMED = Q(confirmed_at__isnull=False)
_SUSPENDED = Q(address__suspended_at__isnull=False)
_STATES = {
    "active": _CONFIRMED & ~_SUSPENDED,
    "waiting": ~_CONFIRMED,
    "suspended": _CONFIRMED & _SUSPENDED,
}


class SubscriptionFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        choices=[
            ("active", gettext_lazy("Gets mail")),
            ("waiting", gettext_lazy("Not confirmed yet")),
            ("suspended", gettext_lazy("Suspended")),
        ],
        empty_label=gettext_lazy("All"),
        method="in_state",
    )
    source = django_filters.ChoiceFilter(
        label=gettext_lazy("Subscribed to"),
        field_name="topic__source",
        choices=lambda: [(key, source.label) for key, source in sources().items()],
        empty_label=gettext_lazy("All"),
    )
    address = django_filters.CharFilter(
        label=gettext_lazy("Whole e-mail address"), method="of_address"
    )

    class Meta:
        model = AlertSubscription
        fields: ClassVar[list[str]] = []

    def in_state(self, rows: QuerySet[Any], _name: str, state: str) -> QuerySet[Any]:
        return rows.filter(_STATES[state])

    def of_address(self, rows: QuerySet[Any], _name: str, given: str) -> QuerySet[Any]:
        """Whoever knows an address may ask for it; nobody can try them out letter by letter."""
        try:
            return rows.filter(address__email=normalised(given))
        except ValidationError:
            return rows.none()


class _ActionsColumn(Column):
    cell_template_name = "xcms/admin/alert_actions_cell.html"

    def get_value(self, instance: Any) -> Any:
        return instance.actions


class SubscriptionsReport(ReportView):
    page_title = gettext_lazy("E-mail subscriptions")
    header_icon = "mail"
    model = AlertSubscription
    permission_policy = ModelPermissionPolicy(AlertSubscription)
    permission_required = "view"
    filterset_class = SubscriptionFilterSet
    index_url_name = "xcms_alert_subscriptions"
    index_results_url_name = "xcms_alert_subscriptions_results"
    results_template_name = "xcms/admin/alert_subscriptions_results.html"
    default_ordering = "-requested_at"
    list_export: ClassVar[list[str]] = []
    columns: ClassVar = [
        Column("shown_address", label=gettext_lazy("E-mail address")),
        Column("shown_topic", label=gettext_lazy("Subscribed to")),
        Column("shown_state", label=gettext_lazy("State")),
        DateColumn("requested_at", label=gettext_lazy("Requested at"), sort_key="requested_at"),
        _ActionsColumn("actions", label=""),
    ]

    def get_queryset(self) -> QuerySet[Any]:
        rows = AlertSubscription.objects.select_related("address", "topic")
        return self.order_queryset(rows.order_by("-requested_at", "-pk"))

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        user = self.request.user
        sees = user.has_perm(SEE_ADDRESSES)
        for one in object_list:
            address = one.address
            one.shown_address = address.email if sees else masked(address.email)
            one.shown_topic = shown(one).title
            one.shown_state = _state(one)
            one.actions = [
                (label, reverse(name, args=[one.pk]))
                for label, name, permission, is_offered in (
                    (
                        _("Send again"),
                        "xcms_alert_resume",
                        RESUME,
                        address.suspended_at is not None,
                    ),
                    (_("Delete"), "xcms_alert_delete", DELETE, True),
                )
                if is_offered and user.has_perm(permission)
            ]
        return object_list

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        return {**context, "sums": _sums(), "runs": AlertRun.objects.all()[:_RUNS]}


def _state(subscription: AlertSubscription) -> str:
    if subscription.confirmed_at is None:
        return _("Not confirmed yet")
    address = subscription.address
    if address.suspended_at is not None:
        return _("Suspended: %(reason)s") % {"reason": address.reason}
    if address.failures:
        return _("Gets mail; not accepted lately (%(count)d): %(reason)s") % {
            "count": address.failures,
            "reason": address.reason,
        }
    return _("Gets mail")


def _sums() -> list[dict[str, Any]]:
    labels = {key: source.label for key, source in sources().items()}
    counted = (
        AlertSubscription.objects.order_by()
        .values("topic__source")
        .annotate(**{name: Count("pk", filter=condition) for name, condition in _STATES.items()})
    )
    return [
        {**row, "label": labels.get(row["topic__source"], row["topic__source"])} for row in counted
    ]


class _ActionView(View):
    """A question on GET, the deed on POST."""

    permission: ClassVar[str]
    title: ClassVar[Any]
    question: ClassVar[Any]
    done: ClassVar[Any]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not (request.user.has_perm(VIEW) and request.user.has_perm(self.permission)):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        subscription = self._subscription(pk)
        context = {
            "title": self.title,
            "question": self.question,
            "address": masked(subscription.address.email),
            "topic": shown(subscription).title,
            "back_url": reverse("xcms_alert_subscriptions"),
        }
        return render(request, "xcms/admin/alert_action.html", context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.act(self._subscription(pk))
        messages.success(request, self.done)
        return redirect("xcms_alert_subscriptions")

    def act(self, subscription: AlertSubscription) -> None:
        raise NotImplementedError

    def _subscription(self, pk: int) -> AlertSubscription:
        rows = AlertSubscription.objects.select_related("address", "topic")
        return get_object_or_404(rows, pk=pk)


class DeleteView(_ActionView):
    permission = DELETE
    title = gettext_lazy("Delete e-mail subscription")
    question = gettext_lazy(
        "The address gets no more mail about it. With its last subscription everything about the address is deleted."
    )
    done = gettext_lazy("The subscription was deleted.")

    def act(self, subscription: AlertSubscription) -> None:
        log(instance=subscription, action="wagtail.delete", deleted=True)
        leave(subscription)


class ResumeView(_ActionView):
    permission = RESUME
    title = gettext_lazy("Send mail to this address again")
    question = gettext_lazy("The next digest is tried again, with everything not told yet.")
    done = gettext_lazy("The address gets mail again.")

    def act(self, subscription: AlertSubscription) -> None:
        AlertAddress.objects.filter(pk=subscription.address_id).update(
            failures=0, retry_at=None, suspended_at=None, reason=""
        )


def report_urls() -> list[URLPattern]:
    return [
        path("reports/alerts/", SubscriptionsReport.as_view(), name="xcms_alert_subscriptions"),
        path(
            "reports/alerts/results/",
            SubscriptionsReport.as_view(results_only=True),
            name="xcms_alert_subscriptions_results",
        ),
        path("reports/alerts/<int:pk>/delete/", DeleteView.as_view(), name="xcms_alert_delete"),
        path("reports/alerts/<int:pk>/resume/", ResumeView.as_view(), name="xcms_alert_resume"),
    ]


class _MenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(VIEW))


def report_menu_item() -> MenuItem:
    return _MenuItem(
        gettext_lazy("E-mail subscriptions"),
        reverse("xcms_alert_subscriptions"),
        name="xcms-alerts",
        icon_name="mail",
        order=1320,
    )


def permissions() -> QuerySet[Permission]:
    """For the group editor."""
    names: Sequence[str] = [
        name.removeprefix("xcms.") for name in (VIEW, DELETE, SEE_ADDRESSES, RESUME)
    ]
    return Permission.objects.filter(content_type__app_label="xcms", codename__in=names)
