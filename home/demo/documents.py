"""Generated files that stand in for real ones, and say so."""

from dataclasses import dataclass

from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from wagtail.documents.models import AbstractDocument


@dataclass(frozen=True, slots=True)
class DemoFile:
    title: str
    filename: str
    text: str


MANUAL = DemoFile(
    "平台使用手册（演示文件）",
    "platform-manual-demo.txt",
    "演示文件，不是真实的平台使用手册。\n\n"
    "真实文件由工作群发布。本文件只用来演示：群里发布的文件可以同时挂在本站，供没有入群的人下载。\n",
)
ORGANIZATION_CONTACTS = DemoFile(
    "第三批培训评价组织联系方式（演示文件）",
    "organization-contacts-demo.txt",
    "演示文件，不含任何真实的联系方式。\n\n"
    "真实文件由工作群发布。本文件只用来演示群文件镜像功能。\n",
)
NOTICE_DIGEST = DemoFile(
    "通知要点（摘要，不是原文）",
    "notice-2020-batch3-digest.txt",
    "本文件是通知要点的摘要，由本站用自己的话写成，不是通知原文，不能作为办事依据。\n\n"
    "一、两轮时间：培训评价组织备案截止 2020-05-29、2020-06-05；院校平台申报截止 2020-06-12、2020-06-19。\n"
    "二、市州审核：每轮院校申报截止后 5 个工作日内，即 2020-06-19、2020-06-29 前。\n"
    "三、规模上限：证书数不超过专业总数的 40%（口径：证书），试点人数不超过在校生总数的 30%。\n"
    "四、结果：审核备案后平台自动生成试点资格，不再行文。\n",
)


def demo_document(file: DemoFile) -> AbstractDocument:
    """The document of this title, made if there is none."""
    model = get_document_model()
    document: AbstractDocument | None = model.objects.filter(title=file.title).first()
    if document is None:
        # With a byte order mark: browsers and 记事本 then read the Chinese right.
        content = ContentFile(file.text.encode("utf-8-sig"), name=file.filename)
        document = model.objects.create(title=file.title, file=content, file_size=content.size)
    return document
