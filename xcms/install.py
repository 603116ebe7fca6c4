"""What a fresh site needs beyond tables: steps that the apps offer and ``xcms_install`` runs.

An app offers steps through the Wagtail hook ``register_install_steps``, which returns a list of them.
A step may run any number of times: it adds what is missing and takes back nothing that an administrator
has changed.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.functional import Promise
from wagtail import hooks

HOOK = "register_install_steps"


@dataclass(frozen=True, slots=True, kw_only=True)
class InstallContext:
    """``root_page`` is the page below which notices live (None: the site has none yet).

    ``root_page_given`` says that the administrator named it, and so asks for rights on it.
    """

    root_page: Any
    root_page_given: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class InstallStep:
    """``run`` does the step and returns a sentence for each thing it did or left alone."""

    name: str
    label: str | Promise
    run: Callable[[InstallContext], list[str]]


def install_steps() -> list[InstallStep]:
    return [step for offer in hooks.get_hooks(HOOK) for step in offer()]


def run_steps(
    context: InstallContext, *, dry_run: bool = False
) -> Iterator[tuple[InstallStep, list[str]]]:
    """Run every step in one transaction, which a dry run takes back at the end."""
    with transaction.atomic():
        for step in install_steps():
            yield step, step.run(context)
        if dry_run:
            transaction.set_rollback(True)
