"""From an import of filings to the draft of a round's list page, with the imported file where that is wanted."""

import hashlib
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page, Site

from notices.models import CertificateListPage, ListFile, NoticeIndexPage
from registry.models import Filing, Round
from xcms.files.taking_in import without_metadata


def rounds_of(version: int | None) -> list[Round]:
    """The rounds whose filings the import of this register version wrote."""
    if version is None:
        return []
    written = Filing.objects.filter(recorded_version=version).order_by().values("round")
    return list(Round.objects.filter(pk__in=written).select_related("batch"))


def list_page_of(round_: Round) -> CertificateListPage | None:
    """The page that carries the round's list, or whose draft means to."""
    pages = CertificateListPage.objects.filter(alias_of=None).select_related("latest_revision")
    for page in pages:
        if round_.pk in (page.round_id, page.get_latest_revision_as_object().round_id):
            return page
    return None


def sections_for(user: Any) -> list[Page]:
    """Where the user may add a list page; first where the newest list stands, which is where one is looked for."""
    found = [page for page in _likely_sections() if _may_add_below(page, user)]
    return list({page.pk: page for page in found}.values())


def _likely_sections() -> Iterable[Page]:
    for page in CertificateListPage.objects.filter(alias_of=None).order_by(
        "-round__batch__year", "-round__batch__number", "-round__number", "-pk"
    ):
        yield page.get_parent()
    yield from (section.page_ptr for section in NoticeIndexPage.objects.filter(alias_of=None))
    for site in Site.objects.select_related("root_page"):
        yield site.root_page


def _may_add_below(parent: Page, user: Any) -> bool:
    return bool(
        parent.permissions_for_user(user).can_add_subpage()
        and CertificateListPage.can_create_at(parent)
    )


def user_can_make_lists(user: Any) -> bool:
    return bool(sections_for(user)) or any(
        page.permissions_for_user(user).can_edit() for page in CertificateListPage.objects.all()
    )


def make_list_page(round_: Round, *, parent: Page, user: Any) -> CertificateListPage:
    """A draft with title and introduction, in Chinese whatever the editor's language: it is to be published.

    Raises IntegrityError where another page carries the round, PermissionDenied where the user may not.
    """
    if not _may_add_below(parent, user):
        raise PermissionDenied
    with translation.override("zh-hans"), transaction.atomic():
        page = CertificateListPage(
            title=_("List of certificates filed in %(round)s") % {"round": round_},
            intro=_("The following certificates are filed for the pilot in %(round)s.")
            % {"round": round_},
            issuing_body=_issuing_body(),
            round=round_,
            live=False,
            owner=user,
        )
        _give_slug(page, parent, f"list-{round_.key}")
        parent.add_child(instance=page)
        log(instance=page, action="wagtail.create", user=user)
        page.save_revision(user=user, log_action=True)
    return page


def _issuing_body() -> str:
    newest = CertificateListPage.objects.exclude(issuing_body="").order_by("-pk").first()
    return newest.issuing_body if newest else ""


def _give_slug(page: CertificateListPage, parent: Page, slug: str) -> None:
    """A short address; where it is taken, Wagtail makes one from the title."""
    if not parent.get_children().filter(slug=slug).exists():
        page.slug = slug


def attach(page: CertificateListPage, content: bytes | None, *, name: str, user: Any) -> None:
    """Put the file on the page's draft (None: only the tables made from the register); nothing goes public.

    The sign-off of the draft's rows stays as it was. Raises ValidationError where the page is locked, or
    where the site refuses a file whose metadata can't be removed.
    """
    rights = page.permissions_for_user(user)
    if not rights.can_edit():
        raise PermissionDenied
    if rights.page_locked():
        raise ValidationError(_("“%(page)s” is locked for editing.") % {"page": page.title})
    # Outside of the transaction: another process does it. A refusal is the ValidationError promised above.
    content = without_metadata(content) if content is not None else None
    with transaction.atomic():
        draft = page.get_latest_revision_as_object()
        file = _kept(page, content, name, user) if content is not None else None
        if draft.attached_file_id == (file.pk if file else None):
            return
        draft.attached_file = file
        draft.save_revision(user=user, log_action=True)


def _kept(page: CertificateListPage, content: bytes, name: str, user: Any) -> ListFile:
    """The file as a file of this page; the same bytes under the same name are kept once."""
    digest = hashlib.sha256(content).hexdigest()
    known = ListFile.of_page(page).filter(sha256=digest, name=name).first()
    return known or ListFile.objects.create(
        page_id=page.pk,
        name=name,
        content=content,
        size=len(content),
        sha256=digest,
        added_by=user,
    )
