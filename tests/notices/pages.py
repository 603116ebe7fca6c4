"""Pages for the tests of this package."""

from typing import Any

from django.contrib.auth.models import Group, Permission, User
from wagtail.models import GroupPagePermission

from notices.models import CertificateListPage, NoticeIndexPage, NoticePage
from registry.models import Round
from tests.factories import FilingFactory, RoundFactory


def make_section(parent: Any, **values: Any) -> NoticeIndexPage:
    section = NoticeIndexPage(**{"title": "通知公告", "slug": "notices", **values})
    parent.add_child(instance=section)
    section.save_revision().publish()
    section.refresh_from_db()
    return section


def make_notice(section: Any, **values: Any) -> NoticePage:
    notice = NoticePage(**{"title": "申报通知", "slug": "notice", **values})
    section.add_child(instance=notice)
    notice.save_revision().publish()
    notice.refresh_from_db()
    return notice


def unread_notice(section: Any, *, body: Any, **values: Any) -> NoticePage:
    """A live notice from before texts were proofread: errors and all."""
    notice = make_notice(section, **values)
    notice.body = body
    # No publication: the revision is live already.
    notice.save()
    return notice


def draft_notice(section: Any, **values: Any) -> NoticePage:
    """A notice that nobody has published yet, such as one whose text has errors."""
    notice = NoticePage(**{"title": "申报通知", "slug": "notice", "live": False, **values})
    section.add_child(instance=notice)
    notice.save_revision()
    notice.refresh_from_db()
    return notice


def draft_list(section: Any, round_: Round | None = None, **values: Any) -> CertificateListPage:
    """A list page saved as a draft that signs the rows of now."""
    page = CertificateListPage(
        **{"title": "第一轮备案证书名单", "slug": "round-1", "round": round_, **values}
    )
    section.add_child(instance=page)
    page.save_revision(clean=round_ is not None)
    page.refresh_from_db()
    return page


def publish(page: Any, user: Any = None, **changes: Any) -> CertificateListPage:
    """Sign the rows of now and publish, as an editor would; gives back the fresh page."""
    page = page.get_latest_revision_as_object()
    for name, value in changes.items():
        setattr(page, name, value)
    page.bind_rows()
    page.save_revision(user=user).publish(user=user)
    return type(page).objects.get(pk=page.pk)


def published_list(section: Any, *, filings: int = 1, **values: Any) -> CertificateListPage:
    round_ = values.pop("round_", None) or RoundFactory()
    FilingFactory.create_batch(filings, round=round_)
    return publish(draft_list(section, round_, **values))


def editor(section: Any, *, may_publish: bool = True, name: str = "editor") -> User:
    """A user of the admin with Wagtail's page permissions below the section."""
    user: User = User.objects.create_user(name, password="wort-und-bild")
    group = Group.objects.create(name=name)
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for codename in ["add_page", "change_page", *(["publish_page"] if may_publish else [])]:
        GroupPagePermission.objects.create(
            group=group, page=section, permission=Permission.objects.get(codename=codename)
        )
    user.groups.add(group)
    return user


def republish(page: Any, note: str = "", user: Any = None, **changes: Any) -> Any:
    """Publish the notice's draft with these changes and this change note; gives back the fresh page."""
    page = page.get_latest_revision_as_object()
    for name, value in changes.items():
        setattr(page, name, value)
    page.change_note = note
    page.save_revision(user=user).publish(user=user)
    return type(page).objects.get(pk=page.pk)
