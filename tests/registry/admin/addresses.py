"""Where the admin screens are."""

import json
import re

from django.test import Client
from django.urls import reverse

MODELADMINS = (
    "approval",
    "filing",
    "organization",
    "batch",
    "round",
    "dayoverride",
    "listedition",
)
SNIPPETS = ("school", "certificate", "major", "majorteam", "contactpoint", "qqgroup", "region")
EVERY_REGISTER = (*MODELADMINS, *SNIPPETS)
#: What may be done depends on the record, or not every group reads it: tested apart.
_APART = ("application", "completion", "reconciliation", "violation")


def screen(model: str, action: str, pk: object = None) -> str:
    """``screen("school", "edit", 1)``; actions are list, add, edit, delete, inspect, history."""
    args = [] if pk is None else [pk]
    if model in (*MODELADMINS, *_APART):
        name = {"list": "index", "add": "create"}.get(action, action)
        return reverse(f"xcms_registry_{model}_modeladmin_{name}", args=args)
    return reverse(f"wagtailsnippets_xcms_registry_{model}:{action}", args=args)


def sidebar(client: Client) -> str:
    """The admin's menu as Wagtail hands it to its script: JSON with readable Chinese."""
    page = client.get("/admin/").content.decode()
    found = re.search(r'<script id="wagtail-sidebar-props"[^>]*>(.*?)</script>', page, re.S)
    assert found
    return json.dumps(json.loads(found[1]), ensure_ascii=False)
