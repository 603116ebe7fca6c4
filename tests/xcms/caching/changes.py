"""A small site, and everything that changes what its visitors see."""

from collections.abc import Callable, Mapping
from copy import copy
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any, Self

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.core.management import call_command
from django.db.models import Model
from django.utils import timezone
from PIL import Image as Picture
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Page,
    PageViewRestriction,
    Revision,
    Site,
)

from notices.models import CertificateListPage, NoticeIndexPage, NoticePage
from registry.models import Approval, BasisLink, ContactPoint, QQGroup, QQGroupFile, School
from tests.factories import ContactFactory, QQGroupFactory, SchoolFactory, decide, grant
from tests.made_once import as_it_is
from tests.notices.pages import make_notice, make_section, published_list
from tests.sheets import csv_bytes
from tests.xcms.caching.asking import Answer, ask, fresh, server
from xcms.models import ImportRun
from xcms.versions import page_write

SCHOOL_SHEET = ["学校标识码", "学校名称", "所在市州", "办学层次"]


class World:
    """A small site and a server that has shown all of it."""

    def __init__(self, root: Any, folder: Path) -> None:
        self.root, self.folder = root, folder
        self.section: NoticeIndexPage = make_section(root, show_in_menus=True)
        self.other = make_section(root, title="政策文件", slug="policies", show_in_menus=True)
        self.notice: NoticePage = make_notice(self.section)
        self.list: CertificateListPage = published_list(self.section)
        self.school: School = SchoolFactory(code="4143000001", name="甲学院")
        self.line: Approval = grant(40, school=self.school)
        BasisLink.objects.create(wording="2020年第三批", page=self.notice)
        self.contact: ContactPoint = ContactFactory()
        self.group: QQGroup = QQGroupFactory()
        self.document = get_document_model().objects.create(
            title="表格", file=ContentFile(b"x", name="form.pdf"), file_size=1
        )
        QQGroupFile.objects.create(group=self.group, document=self.document)
        picture = BytesIO()
        Picture.new("RGB", (8, 8)).save(picture, "PNG")
        self.image = get_image_model().objects.create(
            title="图", file=ImageFile(picture, name="picture.png")
        )
        self.addresses = [
            "/",
            "/notices/",
            "/notices/feed/",
            "/notices/notice/",
            "/notices/round-1/",
            "/policies/",
            "/policies/notice/",
            "/registry/certificates/",
            "/registry/schools/",
            "/registry/schools/?format=json",
            "/registry/schools/4143000001/",
            "/registry/approvals/",
            "/registry/approvals/?format=json",
            "/directory/",
        ]
        self.server = server()

    def as_it_is(self) -> Self:
        """With what the database holds now, and a server that has shown nothing."""
        found = copy(self)
        for name, value in vars(self).items():
            if isinstance(value, Model):
                setattr(found, name, as_it_is(value))
        found.server = server()
        return found

    def warm(self) -> None:
        for address in self.addresses:
            ask(self.server, address)

    def shown(self) -> dict[str, Answer]:
        return {address: ask(self.server, address) for address in self.addresses}

    def outdated(self, shown: Mapping[str, Answer]) -> list[str]:
        """Where the server gave what Django itself no longer answers. What it had not kept was Django's own answer."""
        kept = {address: answer for address, answer in shown.items() if answer.found == "hit"}
        return [address for address, answer in kept.items() if answer.seen != fresh(address).seen]


def _sheet(world: World, name: str) -> str:
    path = world.folder / "schools.csv"
    path.write_bytes(csv_bytes(SCHOOL_SHEET, ["4143000001", name, "长沙", "高职"]))
    return str(path)


def publish_again(world: World) -> None:
    world.notice.title = "修改后的通知"
    world.notice.change_note = "更正标题。"
    world.notice.save_revision().publish()


def publish_another(world: World) -> None:
    make_notice(world.section, title="另一份通知", slug="another")


def save_a_live_page(world: World) -> None:
    world.notice.title = "直接保存"
    world.notice.save()


def unpublish(world: World) -> None:
    world.notice.unpublish()


def unpublish_as_plain_page(world: World) -> None:
    Page.objects.get(pk=world.notice.pk).unpublish()


def unpublish_the_list(world: World) -> None:
    world.list.unpublish()


def restrict(world: World) -> None:
    PageViewRestriction.objects.create(page=world.notice, restriction_type="login")


def restrict_the_section(world: World) -> None:
    PageViewRestriction.objects.create(page=world.section, restriction_type="login")


def move(world: World) -> None:
    world.notice.move(world.other, "last-child")


def reorder(world: World) -> None:
    world.other.move(world.section, "left")


def rename_a_section(world: World) -> None:
    world.section.title = "公告"
    world.section.save_revision().publish()


def change_an_address(world: World) -> None:
    world.section.slug = "announcements"
    world.section.save_revision().publish()


def delete(world: World) -> None:
    # A text that something rests on stays.
    BasisLink.objects.all().delete()
    world.notice.delete()


def delete_the_section(world: World) -> None:
    world.other.delete()


def make_an_alias(world: World) -> None:
    world.notice.create_alias(parent=world.other, update_slug="notice")


def leave_the_menu(world: World) -> None:
    world.other.show_in_menus = False
    world.other.save_revision().publish()


def go_live_as_scheduled(world: World) -> None:
    world.notice.title = "定时发布"
    world.notice.change_note = "更正标题。"
    world.notice.go_live_at = timezone.now() - timedelta(minutes=1)
    revision = world.notice.save_revision()
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=world.notice.go_live_at)
    call_command("publish_scheduled")


def expire_as_scheduled(world: World) -> None:
    Page.objects.filter(pk=world.notice.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    call_command("publish_scheduled")


def rename_the_site(world: World) -> None:
    Site.objects.update_or_create(is_default_site=True, defaults={"site_name": "新站名"})


def close_a_collection(world: World) -> None:
    CollectionViewRestriction.objects.create(
        collection=Collection.objects.get(depth=1), restriction_type="login"
    )


def move_a_collection(world: World) -> None:
    closed = Collection.objects.get(depth=1).add_child(name="内部")
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    world.document.collection = closed
    world.document.save()


def rename_a_document(world: World) -> None:
    world.document.title = "新表格"
    world.document.save()


def replace_a_document(world: World) -> None:
    world.document.file = ContentFile(b"longer", name="new.pdf")
    world.document.file_size = 6
    world.document.save()


def take_a_file_back(world: World) -> None:
    QQGroupFile.objects.get().delete()


def edit_a_contact(world: World) -> None:
    world.contact.phone = "0731-11112222"
    world.contact.save()


def decide_a_quota(world: World) -> None:
    decide(world.line, kind="enlarge", quota=90)


def import_schools(world: World) -> None:
    call_command("import_register", "schools", _sheet(world, "乙学院"))


def undo_an_import(world: World) -> None:
    call_command("import_register", "schools", _sheet(world, "丙学院"))
    world.warm()
    call_command("undo_import", ImportRun.objects.get().public_id, "--reason", "误导入")


def write_rows_in_bulk(world: World) -> None:
    with page_write():
        Page.objects.filter(pk=world.notice.pk).update(title="批量修改")


CHANGES: list[Callable[[World], None]] = [
    publish_again,
    publish_another,
    save_a_live_page,
    unpublish,
    unpublish_as_plain_page,
    unpublish_the_list,
    restrict,
    restrict_the_section,
    move,
    reorder,
    rename_a_section,
    change_an_address,
    delete,
    delete_the_section,
    make_an_alias,
    leave_the_menu,
    go_live_as_scheduled,
    expire_as_scheduled,
    rename_the_site,
    close_a_collection,
    move_a_collection,
    rename_a_document,
    replace_a_document,
    take_a_file_back,
    edit_a_contact,
    decide_a_quota,
    import_schools,
    undo_an_import,
    write_rows_in_bulk,
]
