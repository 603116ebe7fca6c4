"""Every admin screen of every register opens, in Chinese, for whoever may see it."""

from typing import Any

import pytest
from django.test import Client

from tests.registry.admin.addresses import EVERY_REGISTER, screen

UNCHANGEABLE = {"approval", "listedition"}


@pytest.mark.parametrize("model", EVERY_REGISTER)
def test_the_list_and_the_record_open(
    admin_page: Client, records: dict[str, Any], model: str
) -> None:
    record = records[model]
    actions = [("list", None), ("inspect", record.pk)]
    if model != "listedition":
        actions.append(("history", record.pk))
    if model not in UNCHANGEABLE:
        actions.append(("edit", record.pk))
        if model != "region":
            actions += [("add", None), ("delete", record.pk)]
    for action, pk in actions:
        response = admin_page.get(screen(model, action, pk))
        assert response.status_code == 200, (model, action)
