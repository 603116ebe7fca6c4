"""The files of a batch's page, gathered from its notices, lists and groups."""

from typing import Any

import pytest
from django.test import Client

from notices.models import CertificateListPage, ListFile
from registry.models import QQGroupFile
from tests.factories import QQGroupFactory
from tests.notices.dossiers import World, attach, gathered, main, make_document
from tests.notices.pages import published_list

pytestmark = pytest.mark.django_db


def test_files_come_from_notices_lists_and_groups_each_once(client: Client, world: World) -> None:
    attach(world.notice, "通知原文")
    block = make_document("申报表")
    blocks: Any = [
        (
            "attachments",
            [{"document": block, "title": "附件一：申报表"}, {"document": block, "title": ""}],
        )
    ]
    world.notice.body = blocks
    world.notice.change_note = "补附件"
    world.notice.save_revision().publish()
    page = published_list(world.section, round_=world.rounds[0])
    file = ListFile.objects.create(
        page=page, name="名单.xlsx", content=b"x", size=1, sha256="0" * 64
    )
    CertificateListPage.objects.filter(pk=page.pk).update(attached_file=file)
    group = QQGroupFactory(batch=world.batch)
    QQGroupFile.objects.create(group=group, document=make_document("使用手册"))

    found = gathered(client, world.page).files

    assert [one.title for one in found] == ["附件一：申报表", "通知原文", "名单.xlsx", "使用手册"]
    assert [one.format for one in found] == ["TXT", "TXT", "XLSX", "TXT"]
    for one in found[:2]:
        assert f'href="{one.url}"' in main(client, world.page)
    assert client.get(found[2].url).content == b"x"
