"""Word files for tests: python-docx for what it can do, raw XML for the rest."""

import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt
from PIL import Image

W = nsdecls("w")

# Looks of a paragraph and of a cell.
CENTRE = '<w:jc w:val="center"/>'
RIGHT = '<w:jc w:val="right"/>'
WIDE = '<w:gridSpan w:val="2"/>'
BEGIN, GO_ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def document_with(xml: str, **parts: Any) -> bytes:
    """A document whose body is this XML of paragraphs and tables. ``parts``: see ``repacked()``."""
    document = Document()
    body = document.element.body
    space = (
        f"{nsdecls('w', 'r', 'wp', 'a', 'pic')} "
        'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
        'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
        'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
        'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
    )
    wrapped = parse_xml(f"<w:body {space}>{xml}</w:body>")
    for child in list(wrapped):
        body.insert(len(body) - 1, child)
    return repacked(saved(document), **parts)


def repacked(
    data: bytes,
    *,
    add: Mapping[str, bytes | str] | None = None,
    relations: Mapping[str, tuple[str, str]] | None = None,
    change: Callable[[str, bytes], bytes] | None = None,
) -> bytes:
    """``add`` parts; ``relations`` of the document: id → (kind, target), external where it has a colon."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in source.namelist():
            content = source.read(name)
            if name == "word/_rels/document.xml.rels" and relations:
                content = content.replace(b"</Relationships>", _relations(relations))
            if name in (add or {}):
                continue
            made.writestr(name, change(name, content) if change else content)
        for name, added in (add or {}).items():
            made.writestr(name, added)
    return out.getvalue()


def _relations(relations: Mapping[str, tuple[str, str]]) -> bytes:
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    outside = ' TargetMode="External"'
    text = "".join(
        f'<Relationship Id="{key}" Type="{kinds}/{kind}" Target="{target}"'
        f"{outside if ':' in target else ''}/>"
        for key, (kind, target) in relations.items()
    )
    return f"{text}</Relationships>".encode()


def paragraph(text: str, look: str = "", run_look: str = "") -> str:
    properties = f"<w:pPr>{look}</w:pPr>" if look else ""
    return f'<w:p>{properties}<w:r><w:rPr>{run_look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def numbering(*levels: tuple[str, str]) -> str:
    """numbering.xml with one list (1) of levels (format, text); list 2 starts the same anew."""
    shapes = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for at, (kind, text) in enumerate(levels)
    )
    return (
        f'<w:numbering {W}><w:abstractNum w:abstractNumId="0">{shapes}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num></w:numbering>'
    )


def numbered(text: str, key: int = 1, level: int = 0) -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{key}"/></w:numPr>')


def png(color: str = "red", size: tuple[int, int] = (8, 6), kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, color).save(out, kind)
    return out.getvalue()


def drawing(key: str, alt: str = "") -> str:
    """A run with a picture by its relation."""
    return (
        '<w:r><w:drawing><wp:inline><wp:extent cx="9525" cy="9525"/>'
        f'<wp:docPr id="1" name="图片" descr="{alt}"/><a:graphic><a:graphicData '
        'uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
        '<pic:cNvPr id="0" name="p"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
        f'<a:blip r:embed="{key}"/></pic:blipFill><pic:spPr/></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )


def commissioning_notice() -> bytes:
    """A notice like the commissioning one, with the faults of its circulated copy: dates without separators
    ("529日"), a telephone number glued to a mobile, a missing glyph at 40 %. The wording is our own."""
    document = Document()
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "仿宋", Pt(16)

    def line(text: str, *, align: Any = None, bold: bool = False, size: int = 16) -> Any:
        made = document.add_paragraph()
        run = made.add_run(text)
        run.bold, run.font.size = bold, Pt(size)
        made.alignment = align
        return made

    centre, right = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
    line("关于做好2020年湖南省第三批1+X证书", align=centre, bold=True, size=22)
    line("制度试点申报工作的通知", align=centre, bold=True, size=22)
    line("各市州教育(体)局，各有关院校，有关培训评价组织：")
    line("现就我省第三批职业技能等级证书试点的申报安排通知如下。")
    line("一、试点院校范围", bold=True)
    line("中等职业学校（不含技工学校）、高等职业学校可以申报，鼓励应用型本科高校参与。")
    line("二、试点条件与规模", bold=True)
    line("（一）师资条件")
    line("双师型教师比例一般不低于50%，行业企业专家比例一般不低于20%。")
    line("（二）规模上限")
    line("参与试点的数不超过本校专业总数的40%，试点规模不大于本校在校生总数的30%。")
    line("三、时间安排", bold=True)
    line("第一轮备案截至529日，平台申报截至612日；第二轮备案截至65日，平台申报截至619日。")
    line("表1 两轮时间安排", align=centre)
    table = document.add_table(rows=4, cols=3)
    for row, cells in zip(
        table.rows,
        [
            ("轮次", "截止日期", ""),
            ("", "评价组织备案", "院校平台申报"),
            ("第一轮", "529日", "612日"),
            ("第二轮", "65日", "619日"),
        ],
        strict=True,
    ):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(0, 0).merge(table.cell(1, 0))
    line("四、备案方案须明确的内容", bold=True)
    for text in ("试点证书名称", "试点院校层次及专业范围", "考证收费标准与成本测算依据"):
        document.add_paragraph(text, style="List Bullet")
    line("五、名单公布", bold=True)
    line("经审核同意备案的证书名单另行发布，备案事项说明近期发布。")
    line("六、联系方式", bold=True)
    line("联系人：职成所，电话：0731-8514971013900000000，邮箱：zcs801@126.com。")
    line("附件：通知原文下载")
    line("湖南省教育厅", align=right)
    line("2020年5月21日", align=right)
    document.core_properties.author = "某处室"
    return saved(document)


def cell(text: str, look: str = "") -> str:
    return f"<w:tc><w:tcPr>{look}</w:tcPr>{paragraph(text)}</w:tc>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"
