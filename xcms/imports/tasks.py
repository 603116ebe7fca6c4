"""Large files go to whatever runs the host's background tasks; with Django's stock backend, that is at once."""

from functools import partial

from django.db import transaction

from xcms.conf import setting
from xcms.imports.moves import take_up
from xcms.imports.work import work_on
from xcms.models import ImportRun

try:
    from django.tasks import task  # type: ignore[import-not-found,unused-ignore]
except ImportError:
    from django_tasks import task  # type: ignore[no-redef,unused-ignore]


@task()
def carry_on(public_id: str) -> None:
    run = ImportRun.objects.filter(public_id=public_id).first()
    # A queue may deliver twice, and late: whoever takes the run up works, once.
    if run is not None and take_up(run):
        work_on(run)


def hand_over(run: ImportRun) -> None:
    """Let a background process take up a run that waits."""
    queued = carry_on.using(backend=setting("IMPORT_TASK_BACKEND"))
    transaction.on_commit(partial(queued.enqueue, run.public_id))
