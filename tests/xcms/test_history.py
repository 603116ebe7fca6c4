"""The change log says what people read, not what is stored."""

from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.http import Http404, QueryDict

from tests import factories
from xcms.admin_requests import key_or_404, only_known, without_nul
from xcms.history import ChangeFormatter, changes_of


class CertificateForm(forms.ModelForm[Any]):
    class Meta:
        model = factories.CertificateFactory._meta.model
        fields = ("name", "national_batch", "levels", "organization")


@pytest.mark.django_db
def test_changes_name_labels_old_and_new() -> None:
    certificate = factories.CertificateFactory(name="旧名", levels=("beginner",))
    form = CertificateForm(
        {
            "name": "新名",
            "national_batch": "2",
            "levels": ["beginner", "advanced"],
            "organization": certificate.organization.pk,
        },
        instance=certificate,
    )
    assert form.is_valid()
    changes = {change["label"]: (change["old"], change["new"]) for change in changes_of(form)}
    assert ("旧名", "新名") in changes.values()
    assert ("第一批", "第二批") in changes.values()
    assert ("初级", "初级、高级") in changes.values()
    assert len(changes) == 3


def test_a_sentence_is_made_of_each_change() -> None:
    entry = SimpleNamespace(
        data={
            "changes": [
                {"label": "名称", "old": "", "new": "甲"},
                {"label": "手机", "withheld": "yes"},
            ]
        }
    )
    message = ChangeFormatter().format_message(entry)
    assert message == "已修改：名称：（空） → 甲；手机（不记录内容）"


def test_nul_characters_and_unknown_names_are_dropped() -> None:
    data = QueryDict("q=a%00b&%00x=1&q=c&y=2")
    assert without_nul(data).getlist("q") == ["ab", "c"]
    assert without_nul(data)["x"] == "1"
    assert only_known(data, {"q"}).dict() == {"q": "c"}


@pytest.mark.django_db
def test_a_key_is_read_or_not_found() -> None:
    model = factories.SchoolFactory._meta.model
    assert key_or_404(model, "12") == 12
    for text in ("x", "1\x00", ""):
        with pytest.raises(Http404):
            key_or_404(model, text)
