"""What is taken out of uploaded files, and what stays as it was."""

from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document
from PIL import Image
from pypdf import PdfReader

from tests.xcms.files import office_files
from xcms.files.cleaning.asking import clean_file
from xcms.files.cleaning.files import clean
from xcms.files.cleaning.outcome import ForeignError, SignedError
from xcms.importing.reading.bounds import Bounds
from xcms.importing.reading.refusals import Refusal
from xcms.models import Cleaning

BOUNDS = Bounds(rows=1_100_000, columns=16_384, cells=25_000_000, unpacked_bytes=100_000_000)
SAMPLES = Path(__file__).resolve().parents[2] / "files"


def cleaned(data: bytes) -> bytes:
    return clean(data, BOUNDS).data


def test_a_word_file_loses_names_and_keeps_its_text() -> None:
    before = office_files.word()

    after = cleaned(before)

    text = office_files.everything(after)
    assert not [secret for secret in office_files.SECRETS if secret in text]
    old, new = Document(BytesIO(before)), Document(BytesIO(after))
    assert [p.text for p in new.paragraphs] == [p.text for p in old.paragraphs]
    assert new.tables[0].cell(0, 0).text == "单元格"
    assert new.core_properties.title == "关于申报工作的通知"
    assert new.core_properties.author == ""


def test_words_that_only_look_like_marks_stay_in_the_text() -> None:
    assert 'w:rsidR="00AB12CE" 是正文' in office_files.everything(cleaned(office_files.word()))


def test_comments_stay_and_their_authors_are_told_apart_by_number() -> None:
    text = office_files.everything(cleaned(office_files.word()))

    assert "请核对" in text
    assert 'w:author="作者 1"' in text


def test_parts_without_metadata_keep_every_byte() -> None:
    before = office_files.word()
    old, new = office_files.parts_of(before), office_files.parts_of(cleaned(before))

    touched = {name for name in new if old[name] != new[name]}

    assert touched <= {
        "[Content_Types].xml",
        "_rels/.rels",
        "docProps/core.xml",
        "docProps/app.xml",
        "word/document.xml",
        "word/comments.xml",
        "word/settings.xml",
    }
    assert old.keys() - new.keys() == {"docProps/thumbnail.jpeg"}


def test_a_workbook_loses_names_and_keeps_its_cells() -> None:
    before = office_files.workbook()

    after = cleaned(before)

    text = office_files.everything(after)
    assert not [secret for secret in office_files.SECRETS if secret in text]
    old, new = office_files.parts_of(before), office_files.parts_of(after)
    for name in old:
        if name.startswith("xl/worksheets/sheet") or name == "xl/sharedStrings.xml":
            assert old[name] == new[name]
    sheet = openpyxl.load_workbook(BytesIO(after)).active
    assert [[cell.value for cell in row] for row in sheet] == [["学校", "名额"], ["某学院", 30]]
    assert sheet["A2"].comment.text == "作者 1:\n请核对"


def test_custom_properties_go_with_all_that_refers_to_them() -> None:
    parts = office_files.parts_of(office_files.word())
    types = parts["[Content_Types].xml"].replace(
        b"</Types>",
        b'<Override PartName="/docProps/custom.xml" ContentType="x/y"/></Types>',
    )
    rels = parts["_rels/.rels"].replace(
        b"</Relationships>",
        b'<Relationship Id="rId99" Type="http://x/custom-properties" Target="docProps/custom.xml"/>'
        b"</Relationships>",
    )
    data = office_files.with_parts(
        office_files.word(),
        {
            "[Content_Types].xml": types,
            "_rels/.rels": rels,
            "docProps/custom.xml": b"<p>zhangsanfeng</p>",
        },
    )

    text = office_files.everything(cleaned(data))

    assert "zhangsanfeng" not in text
    assert "custom.xml" not in text


def test_properties_are_found_wherever_a_program_has_put_them() -> None:
    parts = office_files.parts_of(office_files.word())
    place = "package/services/metadata/core-properties/1f2e.psmdcp"
    rels = parts["_rels/.rels"].replace(b"docProps/core.xml", b"/" + place.encode())
    data = office_files.with_parts(
        office_files.word(),
        {"_rels/.rels": rels, "docProps/core.xml": b"<x/>", place: parts["docProps/core.xml"]},
    )

    after = office_files.parts_of(cleaned(data))[place].decode()

    assert office_files.WHO not in after
    assert "关于申报工作的通知" in after


def test_a_second_time_there_is_nothing_left() -> None:
    once = cleaned(office_files.word())

    again = clean(once, BOUNDS)

    assert (again.removed, again.data) == (set(), once)


def test_a_signed_file_is_left_as_it_is() -> None:
    with pytest.raises(SignedError):
        clean(office_files.signed(office_files.word()), BOUNDS)


def test_a_pdf_loses_names_and_keeps_its_pages_byte_for_byte() -> None:
    before = office_files.pdf()

    after = cleaned(before)

    reader = PdfReader(BytesIO(after))
    assert reader.pages[0].get_contents().get_data() == b"0 0 100 100 re f"
    assert reader.metadata.title == "通知"
    assert reader.metadata.author is None
    assert office_files.WHO.encode("utf-16-be") not in after
    assert "保密公司".encode("utf-16-be") not in after


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_loses_its_place_and_keeps_pixels_and_orientation(kind: str) -> None:
    picture = Image.effect_noise((40, 20), 90).convert("RGB")
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Camera Of Zhang"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (28.0, 12.0, 30.0)
    out = BytesIO()
    picture.save(out, kind, exif=exif)
    before = out.getvalue()

    outcome = clean(before, BOUNDS)

    assert "place" in outcome.removed
    assert b"Camera Of Zhang" not in outcome.data
    old, new = Image.open(BytesIO(before)), Image.open(BytesIO(outcome.data))
    assert old.tobytes() == new.tobytes()
    assert dict(new.getexif()) == {0x0112: 6}
    assert clean(outcome.data, BOUNDS).removed == set()


def test_a_gif_loses_remarks_and_still_moves() -> None:
    frames = [Image.new("RGB", (8, 8), color) for color in ("red", "green", "blue")]
    out = BytesIO()
    frames[0].save(
        out, "GIF", save_all=True, append_images=frames[1:], comment=b"by zhangsanfeng", loop=0
    )

    outcome = clean(out.getvalue(), BOUNDS)

    assert b"zhangsanfeng" not in outcome.data
    assert Image.open(BytesIO(outcome.data)).n_frames == 3


def test_an_old_workbook_loses_its_properties_where_they_stand() -> None:
    before = (SAMPLES / "plain.xls").read_bytes()

    outcome = clean(before, BOUNDS)

    assert len(outcome.data) == len(before)
    assert outcome.incomplete


@pytest.mark.parametrize(
    "name",
    [
        "zip_bomb.xlsx",
        "zip_bomb_that_lies.xlsx",
        "billion_laughs.xlsx",
        "external_entity.xlsx",
        "overlapping_parts.xlsx",
        "truncated.xlsx",
        "encrypted.xlsx",
        "encrypted_zip.xlsx",
        "bytes_overwritten.xlsx",
        "deep_xml.xlsx",
    ],
)
def test_hostile_and_damaged_files_are_refused(name: str) -> None:
    with pytest.raises((Refusal, ForeignError)):
        clean((SAMPLES / name).read_bytes(), BOUNDS)


@pytest.mark.parametrize("data", [b"%PDF-1.4 and nothing", b"\xff\xd8\xff\xe1\xff\xff", b"GIF89a"])
def test_a_torso_is_refused(data: bytes) -> None:
    with pytest.raises(Refusal):
        clean(data, BOUNDS)


def test_the_child_process_answers_with_the_new_file() -> None:
    answer = clean_file(office_files.word())

    assert answer.state == Cleaning.DONE
    assert answer.data == cleaned(office_files.word())
    assert {"authors", "organization", "comment_authors", "revisions"} <= set(answer.removed)


def test_what_can_not_be_cleaned_comes_back_with_a_sentence() -> None:
    answer = clean_file((SAMPLES / "zip_bomb.xlsx").read_bytes())

    assert (answer.state, answer.data) == (Cleaning.FAILED, None)
    assert answer.reason


def test_other_kinds_need_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_args: Any, **_kwargs: Any) -> None:
        raise AssertionError

    monkeypatch.setattr("xcms.files.cleaning.asking.answered", never)

    assert clean_file("编号,姓名\n".encode()).state == Cleaning.FOREIGN


def test_a_pdf_for_archives_still_says_so() -> None:
    weasyprint = pytest.importorskip("weasyprint")
    before = weasyprint.HTML(string="<p>x</p>").write_pdf(pdf_variant="pdf/a-2b")

    after = cleaned(before)

    root: Any = PdfReader(BytesIO(after)).trailer["/Root"]
    said = root["/Metadata"].get_object().get_data()
    assert b"<pdfaid:part>2</pdfaid:part>" in said
    assert b"WeasyPrint" not in said
    assert clean(after, BOUNDS).removed == set()


def test_an_open_document_sheet_loses_names_and_keeps_its_cells() -> None:
    parts = office_files.parts_of((SAMPLES / "plain.ods").read_bytes())
    meta = (
        '<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0"><office:meta>'
        "<dc:title>名单</dc:title><dc:creator>张三丰</dc:creator>"
        "<meta:initial-creator>张三丰</meta:initial-creator></office:meta></office:document-meta>"
    )
    data = office_files.with_parts(
        (SAMPLES / "plain.ods").read_bytes(),
        {"meta.xml": meta.encode(), "Thumbnails/thumbnail.png": b"picture"},
    )

    after = office_files.parts_of(cleaned(data))

    assert after["content.xml"] == parts["content.xml"]
    assert "Thumbnails/thumbnail.png" not in after
    assert "张三丰" not in after["meta.xml"].decode()
    assert "名单" in after["meta.xml"].decode()


def test_a_picture_inside_a_text_loses_its_place() -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    exif[0x010F] = "Camera Of Zhang"
    out = BytesIO()
    Image.new("RGB", (4, 4)).save(out, "JPEG", exif=exif)
    data = office_files.with_parts(office_files.word(), {"word/media/image1.jpg": out.getvalue()})

    outcome = clean(data, BOUNDS)

    assert "place" in outcome.removed
    assert b"Camera Of Zhang" not in office_files.parts_of(outcome.data)["word/media/image1.jpg"]


def test_slides_lose_the_names_of_who_remarked_and_who_changed() -> None:
    authors = '<p:cmAuthorLst xmlns:p="urn:p"><p:cmAuthor id="0" name="张三丰" initials="zsf"/></p:cmAuthorLst>'
    data = office_files.with_parts(
        office_files.word(),
        {
            "ppt/commentAuthors.xml": authors.encode(),
            "ppt/changesInfos/changesInfo1.xml": "<x>张三丰</x>".encode(),
        },
    )

    after = office_files.parts_of(cleaned(data))

    assert 'name="作者 1" initials=""' in after["ppt/commentAuthors.xml"].decode()
    assert "ppt/changesInfos/changesInfo1.xml" not in after


def test_places_of_linked_files_are_cut_to_their_names() -> None:
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="http://x/externalLinkPath" TargetMode="External" '
        'Target="file:///C:\\Users\\zhangsanfeng\\data.xlsx"/>'
        '<Relationship Id="rId2" Type="http://x/hyperlink" TargetMode="External" '
        'Target="https://vslc.ncb.edu.cn/a/b"/></Relationships>'
    )
    name = "xl/externalLinks/_rels/externalLink1.xml.rels"

    after = office_files.parts_of(
        cleaned(office_files.with_parts(office_files.workbook(), {name: rels.encode()}))
    )[name].decode()

    assert 'Target="data.xlsx"' in after
    assert 'Target="https://vslc.ncb.edu.cn/a/b"' in after
