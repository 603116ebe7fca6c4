"""The directory: the office's public data and the QQ group of the notice. Offices only, no persons."""

from home.demo.documents import MANUAL, ORGANIZATION_CONTACTS, demo_document
from home.demo.facts import notice_facts
from home.demo.missing import add_missing
from registry.enums import ContactKind
from registry.models import Batch, ContactPoint, QQGroup, QQGroupFile


def load_directory(batch: Batch) -> None:
    facts = notice_facts()
    office = ContactPoint(
        kind=ContactKind.PROVINCE,
        duty="1+X证书制度试点申报、备案与日常咨询",
        position=10,
        confirmed_on=facts["dated"],
        **facts["contact"],
    )
    add_missing(ContactPoint, [office], key=("kind", "office"))
    group = QQGroup(
        name=facts["qq_group"]["name"],
        number=facts["qq_group"]["number"],
        audience=facts["qq_group"]["audience"],
        purpose="发放平台使用手册、培训评价组织联系方式等材料，交流试点工作。",
        batch=batch,
        position=10,
    )
    _load_files(add_missing(QQGroup, [group], key=("number",))[group.number])


def _load_files(group: QQGroup) -> None:
    for position, file in enumerate((MANUAL, ORGANIZATION_CONTACTS)):
        QQGroupFile.objects.get_or_create(
            group=group,
            document=demo_document(file),
            defaults={"title": file.title, "sort_order": position},
        )
