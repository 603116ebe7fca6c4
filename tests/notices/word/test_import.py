"""The way of a Word file to a draft: who may, what is shown, what comes of it, and what never happens."""

import io
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image as Pillow
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, GroupCollectionPermission, Page, PageLogEntry

from notices.models import NoticePage, WordImport
from notices.word import making
from tests.notices.pages import editor, make_notice
from tests.notices.word_files import (
    W,
    commissioning_notice,
    document_with,
    drawing,
    paragraph,
    png,
)

pytestmark = pytest.mark.django_db

TITLE = "关于做好2020年湖南省第三批1+X证书制度试点申报工作的通知"
TICKS = ("title", "addressed_to", "issuing_body", "dated")


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def clerk(section: Any) -> User:
    """Writes below the section and may add pictures and documents."""
    user = editor(section, may_publish=False, name="clerk")
    root = Collection.get_first_root_node()
    for codename in ("add_image", "add_document"):
        GroupCollectionPermission.objects.create(
            group=Group.objects.get(name="clerk"),
            collection=root,
            permission=Permission.objects.get(codename=codename),
        )
    return user


@pytest.fixture
def office(client: Client, clerk: User) -> Client:
    client.force_login(clerk)
    return client


def _upload(client: Client, url: str, data: bytes, name: str = "通知.docx") -> Any:
    return client.post(url, {"file": SimpleUploadedFile(name, data)})


def _into(section: Any) -> str:
    return reverse("xcms_notices_word_new", args=[section.pk])


def _over(page: Any) -> str:
    return reverse("xcms_notices_word_replace", args=[page.pk])


def _uploaded(client: Client, url: str, data: bytes) -> str:
    """The address of the preview."""
    response = _upload(client, url, data)
    assert response.status_code == 302, response.content.decode()
    return str(response["Location"])


def _confirm(client: Client, url: str, *ticks: str, title: str = TITLE) -> Any:
    return client.post(url, {"title": title, **{f"take_{name}": "on" for name in ticks}})


def _with_everything() -> bytes:
    return document_with(
        paragraph("有图有表的通知", '<w:jc w:val="center"/>')
        + f"<w:p><w:commentRangeStart w:id='1'/><w:r><w:t>正文</w:t></w:r>{drawing('pic', '流程图')}</w:p>"
        + "<w:p><w:r><w:object><o:OLEObject ProgID='Word.Document.12' r:id='doc'/></w:object></w:r></w:p>"
        + f"<w:tbl><w:tr><w:tc>{paragraph('甲')}</w:tc><w:tc>{paragraph('乙')}</w:tc></w:tr>"
        + f"<w:tr><w:tc>{paragraph('1')}</w:tc><w:tc>{paragraph('2')}</w:tc></w:tr></w:tbl>",
        add={
            "word/media/a.png": png("blue"),
            "word/embeddings/a.docx": commissioning_notice(),
            "word/comments.xml": f"<w:comments {W}><w:comment w:id='1' w:author='审稿人'>"
            f"{paragraph('请核实 <script>')}</w:comment></w:comments>".replace(
                "<script>", "&lt;script&gt;"
            ),
        },
        relations={
            "pic": ("image", "media/a.png"),
            "doc": ("package", "embeddings/a.docx"),
            "com": ("comments", "comments.xml"),
        },
    )


def test_a_word_file_becomes_the_draft_of_a_notice(office: Client, section: Any) -> None:
    preview = _uploaded(office, _into(section), commissioning_notice())
    shown = office.get(preview).content.decode()
    assert TITLE in shown
    assert "0731-8514971013900000000" in shown
    assert not NoticePage.objects.exists()

    response = _confirm(office, preview, *TICKS)

    page = NoticePage.objects.get()
    assert response["Location"] == reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert (page.live, page.has_unpublished_changes, page.slug) == (False, True, "2020-05-21")
    draft = page.get_latest_revision_as_object()
    assert (draft.title, draft.issuing_body, draft.dated) == (
        TITLE,
        "湖南省教育厅",
        date(2020, 5, 21),
    )
    assert draft.addressed_to == "各市州教育(体)局，各有关院校，有关培训评价组织"
    kinds = [block.block_type for block in draft.body]
    assert kinds.count("heading") == 6
    assert kinds.count("table") == 1
    text = str(draft.body)
    assert "529日" in text
    assert "现就我省第三批" in text
    # The page prints these by itself.
    for printed in ("各市州教育(体)局", "湖南省教育厅</p>", "2020年5月21日"):
        assert printed not in text
    assert page.url is None or Client().get(page.url).status_code == 404
    actions = set(PageLogEntry.objects.filter(page=page.pk).values_list("action", flat=True))
    assert {"wagtail.create", "xcms_notices.from_word"} <= actions
    assert office.get(response["Location"]).status_code == 200


def test_what_is_not_ticked_stays_in_the_text(office: Client, section: Any) -> None:
    _confirm(office, _uploaded(office, _into(section), commissioning_notice()), title="另一标题")

    page = NoticePage.objects.get().get_latest_revision_as_object()
    assert (page.title, page.issuing_body, page.dated, page.addressed_to) == (
        "另一标题",
        "",
        None,
        "",
    )
    text = str(page.body)
    for line in ("制度试点申报工作的通知", "各市州教育(体)局", "湖南省教育厅", "2020年5月21日"):
        assert line in text


def test_pictures_tables_and_embedded_files_come_along(office: Client, section: Any) -> None:
    preview = _uploaded(office, _into(section), _with_everything())
    shown = office.get(preview)
    word = WordImport.objects.get()
    picture = office.get(reverse("xcms_notices_word_picture", args=[word.public_id, 0]))
    assert picture["Content-Type"] == "image/png"
    assert picture.content == png("blue")
    assert "审稿人：请核实 &lt;script&gt;" in shown.content.decode()

    _confirm(office, preview, "title", title="有图有表的通知")

    page = NoticePage.objects.get().get_latest_revision_as_object()
    blocks = {block.block_type: block.value for block in page.body}
    assert blocks["image"]["alt"] == "流程图"
    with blocks["image"]["image"].file.open() as file:
        assert file.read() == png("blue")
        assert Pillow.open(io.BytesIO(png("blue"))).size == (8, 6)
    assert [cell.text for cell in blocks["table"].table.head[0]] == ["甲", "乙"]
    [attachment] = page.attachments.all()
    assert attachment.document.file_extension == "docx"
    assert get_document_model().objects.count() == 1

    # Afterwards the remarks can still be read, and the text goes public as it stands.
    later = office.get(preview)
    assert "审稿人" in later.content.decode()
    assert '<form method="post"' not in later.content.decode()
    page.save_revision().publish()
    html = Client().get(NoticePage.objects.get().url).content.decode()
    assert 'alt="流程图"' in html
    assert 'width="8" height="6"' in html


def test_pressing_twice_makes_one_page(office: Client, section: Any) -> None:
    preview = _uploaded(office, _into(section), commissioning_notice())

    first, second = (_confirm(office, preview, *TICKS) for _press in range(2))

    assert first["Location"] == second["Location"]
    assert NoticePage.objects.count() == 1


def test_the_same_file_twice_makes_two_addresses(office: Client, section: Any) -> None:
    for _time in range(2):
        _confirm(office, _uploaded(office, _into(section), commissioning_notice()), *TICKS)

    assert set(NoticePage.objects.values_list("slug", flat=True)) == {"2020-05-21", "2020-05-21-2"}


def test_a_failure_half_way_leaves_nothing_behind(
    office: Client, section: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    def fail(*_any: Any) -> None:
        raise RuntimeError

    preview = _uploaded(office, _into(section), _with_everything())
    monkeypatch.setattr(making, "_finish", fail)
    with pytest.raises(RuntimeError):
        _confirm(office, preview, title="标题")

    assert not NoticePage.objects.exists()
    assert not get_image_model().objects.exists()
    assert not get_document_model().objects.exists()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    monkeypatch.undo()
    _confirm(office, preview, title="标题")
    assert NoticePage.objects.count() == 1


# The body of a notice that is there


def test_replacing_makes_a_draft_and_leaves_what_is_live(office: Client, section: Any) -> None:
    notice = make_notice(
        section, title="旧标题", issuing_body="某厅", body=[("paragraph", "<p>旧的正文</p>")]
    )
    preview = _uploaded(office, _over(notice), commissioning_notice())
    form = office.get(preview).context["form"]
    ticked = {name for name in form.fields if name.startswith("take_") and form[name].value()}
    # What the page says already is not overwritten unless the editor wants it.
    assert ticked == {"take_addressed_to", "take_dated"}

    _confirm(office, preview, "addressed_to", "dated")

    notice = NoticePage.objects.get()
    assert "旧的正文" in str(notice.body)
    assert notice.has_unpublished_changes
    draft = notice.get_latest_revision_as_object()
    assert "旧的正文" not in str(draft.body)
    assert (draft.title, draft.issuing_body) == ("旧标题", "某厅")
    assert "湖南省教育厅" in str(draft.body)
    assert draft.dated == date(2020, 5, 21)
    assert "旧的正文" in Client().get(notice.url).content.decode()


def test_replacing_is_refused_when_somebody_has_written_meanwhile(
    office: Client, section: Any
) -> None:
    notice = make_notice(section, body=[("paragraph", "<p>旧的正文</p>")])
    preview = _uploaded(office, _over(notice), commissioning_notice())
    draft = notice.get_latest_revision_as_object()
    draft.body = [("paragraph", "<p>同事刚写的</p>")]
    draft.save_revision()

    response = _confirm(office, preview)

    assert response.status_code == 200
    assert response.context["form"].non_field_errors()
    assert "同事刚写的" in str(NoticePage.objects.get().get_latest_revision_as_object().body)


def test_a_locked_page_is_not_rewritten(office: Client, section: Any, admin_user: User) -> None:
    notice = make_notice(section, body=[("paragraph", "<p>旧的正文</p>")])
    preview = _uploaded(office, _over(notice), commissioning_notice())
    NoticePage.objects.update(locked=True, locked_by=admin_user)

    assert _confirm(office, preview).context["form"].non_field_errors()
    assert office.get(_over(notice)).context["refusal"]
    _upload(office, _over(notice), commissioning_notice())
    assert WordImport.objects.count() == 1
    assert "旧的正文" in str(NoticePage.objects.get().get_latest_revision_as_object().body)


# Who may


def test_visitors_and_strangers_get_nowhere(
    client: Client, office: Client, section: Any, clerk: User
) -> None:
    notice = make_notice(section)
    preview = _uploaded(office, _into(section), _with_everything())
    picture = reverse("xcms_notices_word_picture", args=[WordImport.objects.get().public_id, 0])
    addresses = [_into(section), _over(notice), preview, picture]
    for address in addresses:
        response = Client().get(address)
        assert response.status_code == 302
        assert "login" in response["Location"]

    # Another editor of the same section may upload, and sees nothing of this file.
    other = Client()
    other.force_login(editor(section, name="other"))
    assert [other.get(address).status_code for address in addresses] == [200, 200, 404, 404]
    assert _confirm(other, preview).status_code == 404

    # An editor of another part of the site may neither.
    elsewhere = make_notice(section, slug="elsewhere")
    stranger = Client()
    stranger.force_login(editor(elsewhere, name="stranger"))
    for address in addresses[:2]:
        response = stranger.get(address)
        assert response.status_code == 302
        _upload(stranger, address, commissioning_notice())
    assert WordImport.objects.count() == 1


def test_rights_that_have_gone_since_the_upload_count(
    office: Client, section: Any, clerk: User
) -> None:
    preview = _uploaded(office, _into(section), commissioning_notice())
    clerk.groups.get().page_permissions.all().delete()

    assert office.get(preview).status_code == 404
    assert _confirm(office, preview).status_code == 404
    assert not NoticePage.objects.exists()


def test_who_may_not_add_pictures_or_documents_brings_none(section: Any) -> None:
    client = Client()
    client.force_login(editor(section, name="plain"))
    preview = _uploaded(client, _into(section), _with_everything())
    left_out = client.get(preview).context["left_out"]
    assert [one["kind"] for one in left_out[:2]] == [
        "no_image_permission",
        "no_document_permission",
    ]

    _confirm(client, preview, title="标题")

    page = NoticePage.objects.get().get_latest_revision_as_object()
    assert "image" not in [block.block_type for block in page.body]
    assert not page.attachments.all()
    assert not get_image_model().objects.exists()


def test_only_sections_that_hold_notices_take_them(
    office: Client, section: Any, admin_user: User
) -> None:
    notice = make_notice(section)
    client = Client()
    client.force_login(admin_user)
    assert client.get(_into(section)).status_code == 200
    # A notice has no pages below it, and a section has no body.
    assert client.get(_into(notice)).status_code == 302
    assert client.get(_over(section)).status_code == 302
    assert client.get(_into(Page(pk=10**9))).status_code == 404


# What goes wrong at the upload


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4", commissioning_notice()[:3000]])
def test_a_file_that_can_not_be_read_is_a_sentence_at_the_field(
    office: Client, section: Any, data: bytes
) -> None:
    response = _upload(office, _into(section), data)

    assert response.status_code == 200
    assert len(response.context["form"].errors["file"]) == 1
    assert not WordImport.objects.exists()


def test_no_file_and_no_title_are_said_at_their_fields(office: Client, section: Any) -> None:
    assert office.post(_into(section), {}).context["form"].errors["file"]
    preview = _uploaded(office, _into(section), commissioning_notice())
    for title in ("", "长" * 256, "  "):
        response = _confirm(office, preview, title=title)
        assert response.context["form"].errors["title"]
    assert not NoticePage.objects.exists()


def test_an_odd_file_name_is_no_obstacle(office: Client, section: Any) -> None:
    response = _upload(
        office, _into(section), commissioning_notice(), name="<b>" + "长" * 400 + ".docx"
    )

    assert response.status_code == 302
    assert "<b>长" not in office.get(response["Location"]).content.decode()


def test_what_nobody_confirms_is_forgotten(office: Client, section: Any) -> None:
    preview = _uploaded(office, _into(section), commissioning_notice())
    WordImport.objects.update(created_at="2020-01-01T00:00Z")
    _uploaded(office, _into(section), commissioning_notice())

    assert WordImport.objects.count() == 1
    assert office.get(preview).status_code == 404


# Where it is found


def test_the_way_in_stands_where_notices_are_made(office: Client, section: Any) -> None:
    notice = make_notice(section)
    new, over = _into(section), _over(notice)
    explorer = office.get(reverse("wagtailadmin_explore", args=[section.pk])).content.decode()
    create = office.get(
        reverse("wagtailadmin_pages:add", args=["xcms_notices", "noticepage", section.pk])
    ).content.decode()
    edit = office.get(reverse("wagtailadmin_pages:edit", args=[notice.pk])).content.decode()

    assert new in explorer
    assert new in create
    assert over in edit
    assert new not in edit
    assert "xcms_notices/admin/cells" in edit
