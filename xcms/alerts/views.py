"""The pages about alerts. A GET changes nothing: programs that look through mail follow every link in it."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from xcms.alerts.asking import AskedTooOftenError, ask, count_client
from xcms.alerts.forms import SubscribeForm
from xcms.alerts.shown import ShownSubscription, shown, shown_of
from xcms.alerts.sources import AlertSource, TooLongError, UnknownTopicError, get_source
from xcms.alerts.subscribing import TooManySubscriptionsError, confirm, leave, leave_all
from xcms.alerts.tokens import (
    address_to_leave,
    address_to_manage,
    is_genuine,
    manage_token,
    subscription_to_confirm,
    subscription_to_leave,
)
from xcms.alerts.transport import MailNotSentError
from xcms.conf import setting
from xcms.export_jobs.offers import unlisted
from xcms.views.breadcrumbs import Crumb, breadcrumbs


class AlertView(View):
    """In no cache and no search engine, and never inside a host's transaction: mail goes out in between."""

    http_method_names: Sequence[str] = ("get", "head", "post", "options")

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Any:
        return transaction.non_atomic_requests(super().as_view(**initkwargs))

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = unlisted(super().dispatch(request, *args, **kwargs))
        # The address of the page is the key to it. Not "no-referrer": browsers then send forms without an origin.
        response.headers["Referrer-Policy"] = "same-origin"
        return response

    def page(self, template: str, title: str, *, status: int = 200, **context: Any) -> HttpResponse:
        return render(
            self.request,
            f"xcms/alerts/{template}.html",
            {"title": title, "breadcrumbs": breadcrumbs(Crumb(title)), **context},
            status=status,
        )

    def invalid_link(self) -> HttpResponse:
        return self.page("invalid_link", _("This link is no longer valid"), status=404)


@method_decorator(csrf_protect, name="dispatch")
class SubscribeView(AlertView):
    def get(self, request: HttpRequest) -> HttpResponse:
        return self._answer(request.GET.get("source", ""), request.GET.get("topic", ""))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = SubscribeForm(request.POST)
        return self._answer(request.POST.get("source", ""), request.POST.get("topic", ""), form)

    def _answer(
        self, source_key: str, asked: str, form: SubscribeForm | None = None
    ) -> HttpResponse:
        source = get_source(source_key)
        if source is None:
            raise Http404
        try:
            topic = source.canonical(asked)
            title = source.title(topic)
        except UnknownTopicError as refusal:
            status = 200 if isinstance(refusal, TooLongError) else 404
            return self._form_page(refusal=str(refusal), status=status)
        if form is not None and form.is_valid():
            try:
                return self._ask(source, topic, form)
            except AskedTooOftenError as refusal:
                form.add_error(None, str(refusal))
                return self._form_page(source, topic, title, form, status=429)
            except MailNotSentError:
                form.add_error(
                    None,
                    _("The confirmation could not be sent. Check the address, or try again later."),
                )
                return self._form_page(source, topic, title, form, status=503)
        return self._form_page(source, topic, title, form or SubscribeForm())

    def _ask(self, source: AlertSource, topic: str, form: SubscribeForm) -> HttpResponseRedirect:
        if not form.is_from_a_program:
            count_client(self.request)
            ask(source, topic, form.cleaned_data["email"])
        return redirect("xcms_alerts:asked")

    def _form_page(
        self,
        source: AlertSource | None = None,
        topic: str = "",
        subject: str = "",
        form: SubscribeForm | None = None,
        *,
        refusal: str = "",
        status: int = 200,
    ) -> HttpResponse:
        return self.page(
            "subscribe",
            _("Subscribe by e-mail"),
            status=status,
            source=source,
            topic=topic,
            subject=subject,
            subject_url=source.url(topic) if source else "",
            form=form,
            refusal=refusal,
        )


class AskedView(AlertView):
    """The same for everybody, whatever became of the wish."""

    http_method_names = ("get", "head", "options")

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(
            "asked", _("Please look into your mail"), hours=setting("ALERTS_CONFIRM_HOURS")
        )


@method_decorator(csrf_protect, name="dispatch")
class ConfirmView(AlertView):
    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        subscription = subscription_to_confirm(token)
        if subscription is None:
            return self.invalid_link()
        if subscription.confirmed_at and not subscription.address.suspended_at:
            return self._confirmed(subscription)
        return self.page("confirm", _("Confirm the subscription"), subscription=shown(subscription))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        subscription = subscription_to_confirm(token)
        if subscription is None:
            return self.invalid_link()
        try:
            confirm(subscription)
        except TooManySubscriptionsError:
            return self.page(
                "too_many",
                _("No more subscriptions are possible"),
                status=400,
                most=setting("ALERTS_MOST"),
                manage_token=manage_token(subscription.address),
            )
        return self._confirmed(subscription)

    def _confirmed(self, subscription: Any) -> HttpResponse:
        return self.page(
            "confirmed",
            _("You have subscribed"),
            subscription=shown(subscription),
            manage_token=manage_token(subscription.address),
        )


@method_decorator(csrf_exempt, name="dispatch")
class LeaveView(AlertView):
    """RFC 8058: the mail program posts here by itself, without a cookie. The token is the permission."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        subscriptions = self._subscriptions(token)
        if not subscriptions:
            return self._left() if is_genuine(token) else self.invalid_link()
        return self.page(
            "leave", _("Unsubscribe"), subscriptions=subscriptions, is_all=len(subscriptions) > 1
        )

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        if subscription := subscription_to_leave(token):
            leave(subscription)
        elif address := address_to_leave(token):
            leave_all(address)
        elif not is_genuine(token):
            return self.invalid_link()
        return self._left()

    def _subscriptions(self, token: str) -> list[ShownSubscription]:
        if subscription := subscription_to_leave(token):
            return [shown(subscription)]
        address = address_to_leave(token)
        return shown_of(address) if address else []

    def _left(self) -> HttpResponse:
        return self.page("left", _("You have unsubscribed"))


@method_decorator(csrf_protect, name="dispatch")
class ManageView(AlertView):
    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        address = address_to_manage(token)
        if address is None:
            return (
                self.page("left", _("There are no subscriptions"))
                if is_genuine(token)
                else self.invalid_link()
            )
        return self.page(
            "manage",
            _("My e-mail subscriptions"),
            address=address,
            subscriptions=shown_of(address),
            token=token,
        )

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        address = address_to_manage(token)
        if address is not None:
            if request.POST.get("leave") == "all":
                leave_all(address)
            else:
                wanted = request.POST.get("leave", "")
                for subscription in address.subscriptions.all():
                    if subscription.code == wanted:
                        leave(subscription)
        return redirect("xcms_alerts:manage", token=token)
