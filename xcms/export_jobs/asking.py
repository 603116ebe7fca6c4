"""To ask for a workbook: the same one is written once, and nobody can ask for very many."""

import hashlib
import json
import time
from datetime import timedelta
from functools import partial

from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from xcms.clients import client
from xcms.conf import setting
from xcms.days import shanghai_today
from xcms.export_jobs.expiry import forget
from xcms.export_jobs.queries import plain_query
from xcms.export_jobs.tasks import write_export
from xcms.exports.selections import Selection
from xcms.exports.standing import is_still_public
from xcms.models import ExportJob, ExportState
from xcms.registers import Register, get_register
from xcms.versions import current_version

_HOUR = 3600
#: Longer than any list's form makes it.
_LONGEST_QUERY = 8000


class TooManyError(Exception):
    """Not now; the message is a sentence."""


def ask_for(register: Register, query: QueryDict, request: HttpRequest) -> ExportJob:
    """The job for this query, an earlier one where it is still good.

    Raises SelectionRefusedError for a query that the list would refuse, TooManyError.
    """
    plain = plain_query(register, query)
    if len(plain) > _LONGEST_QUERY:
        raise TooManyError(_("There are too many filters for one file."))
    version, today = current_version(), shanghai_today()
    Selection.asked_for(register, QueryDict(plain), today=today, version=version)
    parts = (
        register.name,
        plain,
        str(version),
        today.isoformat(),
        get_language() or "",
        # A text that is published later gives the same rows another address.
        json.dumps(dict(register.links()), sort_keys=True),
    )
    key = hashlib.sha256("\n".join(parts).encode()).hexdigest()
    if job := _earlier(key):
        return job
    _count(request)
    with transaction.atomic():
        if _waiting() >= setting("EXPORT_MOST_WAITING"):
            raise TooManyError(
                _("Many files are waiting to be written. Try again in some minutes.")
            )
        # Two at once: the second finds the first one's.
        job, is_new = ExportJob.objects.get_or_create(
            key=key,
            defaults={
                "register": register.name,
                "query": plain,
                "language": get_language() or "",
                "expires_at": timezone.now() + timedelta(hours=setting("EXPORT_KEEP_HOURS")),
            },
        )
        if is_new:
            queued = write_export.using(backend=setting("EXPORT_TASK_BACKEND"))
            transaction.on_commit(partial(queued.enqueue, job.code))
    job.refresh_from_db()
    return job


def may_hand_out(job: ExportJob) -> bool:
    """The file is there, and all that is in it is still public."""
    return job.is_done and is_still_public(
        get_register(job.register), job.version or 0, job.stood, job.links
    )


def _earlier(key: str) -> ExportJob | None:
    job = ExportJob.objects.filter(key=key).first()
    if job is None or job.is_under_way or may_hand_out(job):
        return job
    forget([job])
    return None


def _waiting() -> int:
    under_way = ExportJob.objects.filter(state__in=(ExportState.WAITING, ExportState.WORKING))
    return sum(job.is_under_way for job in under_way)


def _count(request: HttpRequest) -> None:
    """So many new files an hour for one address; without a shared cache, in each process."""
    window = int(time.time()) // _HOUR
    who = hashlib.sha256(client(request).encode()).hexdigest()[:32]
    key = f"xcms:exports:{who}:{window}"
    cache.add(key, 0, _HOUR)
    try:
        asked = cache.incr(key)
    except ValueError:  # the cache dropped it meanwhile
        return
    if asked > setting("EXPORT_MOST_PER_HOUR"):
        raise TooManyError(
            _("You have asked for many files within the hour. Try again later, or take the CSV.")
        )
