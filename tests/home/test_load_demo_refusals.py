from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from home.demo import load
from registry.models import Approval, School
from tests.factories import grant


def test_it_loads_whole_or_not_at_all(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: Any) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(load, "load_pages", fail)
    with pytest.raises(RuntimeError, match="the disk is full"):
        load.load_demo()
    assert not School.objects.exists()
    assert not Approval.objects.exists()


def test_a_site_that_is_no_demo_gets_no_users(
    db: None, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.DEMO, settings.DEBUG = False, False
    call_command("load_demo")
    assert not get_user_model().objects.exists()
    assert "没有建立演示账号" in capsys.readouterr().out


def test_a_register_with_real_approvals_is_not_mixed_with_the_demo(db: None) -> None:
    grant(40)
    with pytest.raises(CommandError, match="已有真实的备案或试点资格"):
        call_command("load_demo")
    assert School.objects.count() == 1

    call_command("load_demo", force=True)
    assert School.objects.filter(is_demo=True).count() == 16
