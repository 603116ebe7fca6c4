"""The admin's page 文本校对 of one page: every finding with its repairs, settled in one go."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from notices.models.repairs import FindingAcknowledgement
from notices.official_pages import official_page_or_404
from notices.promises.recording import record_from_finding
from notices.proofreading.forms import FindingForm
from notices.proofreading.marks import shown_repairs
from notices.proofreading.reading import Reading, read
from notices.proofreading.repairing import latest_draft, moved_on, settle
from notices.proofreading.taking_back import take_back
from xcms.admin_requests import clean_request

#: More are shown when these are settled; a form has a thousand fields at most.
MOST_AT_ONCE = 100
MOST_OF_A_REASON = 500
#: No text has as many repairs.
_DIGITS = 6

WITHDRAWN = "xcms_notices.acknowledgement_withdrawn"


class ProofreadingView(WagtailAdminTemplateMixin, View):
    """For those who may edit the page. A locked page is shown without its form."""

    template_name = "xcms_notices/admin/proofreading.html"
    header_icon = "check"
    object: Any

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        clean_request(request)
        self.object = official_page_or_404(kwargs["pk"])
        if not self.rights.can_edit():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def rights(self) -> Any:
        return self.object.permissions_for_user(self.request.user)

    @property
    def is_locked(self) -> bool:
        return bool(self.rights.page_locked())

    def get_page_title(self) -> str:
        return _("Proofreading")

    def get_page_subtitle(self) -> str:
        return str(self.object.get_admin_display_title())

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        edit = reverse("wagtailadmin_pages:edit", args=[self.object.pk])
        return [
            *self.breadcrumbs_items,
            {"url": edit, "label": self.get_page_subtitle()},
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        return self.answer(read(latest_draft(pk)))

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        if self.is_locked:
            messages.error(request, _("Nothing was written: the page is locked for editing."))
            return self.answer(read(latest_draft(pk)), status=403)
        if key := request.POST.get("withdraw"):
            return self._withdraw(key)
        if number := request.POST.get("take_back"):
            return self._take_back(number)
        if fingerprint := request.POST.get("promise"):
            return self._record_promise(fingerprint)
        return self._settle()

    def _settle(self) -> HttpResponseBase:
        reading = read(latest_draft(self.object.pk))
        if self.request.POST.get("token") != reading.token:
            messages.error(self.request, moved_on())
            return self.answer(reading, is_bound=True, status=409)
        forms = self.forms(reading, is_bound=True, is_complete=True)
        # Each is asked, so that each says what is wrong with it.
        invalid = [form for form in forms if not form.is_valid()]
        if invalid:
            messages.error(
                self.request, _("Nothing was written: look at the sentences beside your choices.")
            )
            return self.answer(reading, forms=forms)
        choices = [form.choice for form in forms if form.choice is not None]
        if not choices:
            messages.warning(self.request, _("Nothing was chosen, so nothing was written."))
            return self.answer(reading, forms=forms)
        try:
            repaired, acknowledged = settle(
                self.object.pk, choices, token=reading.token, user=self.request.user
            )
        except ValidationError as error:
            messages.error(self.request, " ".join(error.messages))
            return self.answer(read(latest_draft(self.object.pk)), is_bound=True, status=409)
        self._tell(repaired, acknowledged)
        return redirect(self.request.path)

    def _tell(self, repaired: int, acknowledged: int) -> None:
        said = []
        if repaired:
            said.append(
                ngettext(
                    "%(n)s repair is in the new draft, its original kept beside it.",
                    "%(n)s repairs are in the new draft, their originals kept beside them.",
                    repaired,
                )
                % {"n": repaired}
            )
        if acknowledged:
            said.append(
                ngettext(
                    "%(n)s finding is acknowledged.",
                    "%(n)s findings are acknowledged.",
                    acknowledged,
                )
                % {"n": acknowledged}
            )
        messages.success(self.request, " ".join(said))

    def _withdraw(self, key: str) -> HttpResponseBase:
        found = FindingAcknowledgement.objects.filter(
            page_id=self.object.pk, fingerprint=key
        ).first()
        if found is not None:
            log(
                instance=self.object,
                action=WITHDRAWN,
                user=self.request.user,
                data={"place": found.place, "excerpt": found.excerpt, "reason": found.reason},
            )
            found.delete()
            messages.success(self.request, _("The acknowledgement is withdrawn."))
        return redirect(self.request.path)

    def _take_back(self, number: str) -> HttpResponseBase:
        reason = self.request.POST.get("reason", "").strip()
        try:
            row = take_back(
                self.object.pk,
                int(number) if number.isdecimal() and len(number) < _DIGITS else 0,
                token=self.request.POST.get("token", ""),
                reason=reason[:MOST_OF_A_REASON],
                user=self.request.user,
            )
        except ValidationError as error:
            messages.error(self.request, " ".join(error.messages))
            # What was to be taken back stays filled in, unless the numbers may have changed.
            typed = {"number": number, "reason": reason}
            reading = read(latest_draft(self.object.pk))
            is_same = self.request.POST.get("token") == reading.token
            return self.answer(reading, status=409, taking_back=typed if is_same else None)
        messages.success(
            self.request,
            _(
                "The repair is taken back in the new draft: “%(original)s” stands there again. Where readers have "
                "seen “%(repaired)s”, publishing it needs a change note."
            )
            % {"original": row.original, "repaired": row.repaired},
        )
        return redirect(self.request.path)

    def _record_promise(self, fingerprint: str) -> HttpResponseBase:
        """What else is filled in comes back as it was."""
        reading = read(latest_draft(self.object.pk))
        finding = next((one for one in reading.open if one.fingerprint == fingerprint), None)
        if finding is None or not finding.promise:
            messages.error(self.request, moved_on())
            return self.answer(reading, is_bound=True, status=409)
        promise = record_from_finding(self.object, finding, reading.text, user=self.request.user)
        messages.success(
            self.request,
            _("Recorded as a promised publication: %(what)s.") % {"what": promise.what},
            buttons=[
                messages.button(
                    reverse("xcms_promises:edit", args=[promise.pk]),
                    _("Day and page of publication"),
                )
            ],
        )
        return self.answer(read(latest_draft(self.object.pk)), is_bound=True)

    def forms(
        self, reading: Reading, *, is_bound: bool, is_complete: bool = False
    ) -> list[FindingForm]:
        """``is_complete``: what the form doesn't say of a finding is that it is left for later."""
        return [
            FindingForm(
                self.request.POST
                if is_bound and (is_complete or self._was_shown(one.fingerprint))
                else None,
                finding=one,
                may_repair=reading.place_of(one) is not None,
            )
            for one in reading.open[:MOST_AT_ONCE]
        ]

    def _was_shown(self, fingerprint: str) -> bool:
        return f"{fingerprint}-decision" in self.request.POST

    def answer(
        self,
        reading: Reading,
        *,
        forms: list[FindingForm] | None = None,
        is_bound: bool = False,
        status: int = 200,
        taking_back: dict[str, str] | None = None,
    ) -> HttpResponseBase:
        context = self.get_context_data(
            page=self.object,
            reading=reading,
            forms=self.forms(reading, is_bound=is_bound) if forms is None else forms,
            is_locked=self.is_locked,
            most=MOST_AT_ONCE,
            repairs=shown_repairs(reading.page),
            taking_back=taking_back,
            most_of_a_reason=MOST_OF_A_REASON,
            edit_url=reverse("wagtailadmin_pages:edit", args=[self.object.pk]),
        )
        return self.render_to_response(context, status=status)
