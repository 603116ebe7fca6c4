"""Files go when their time is up."""

from collections.abc import Iterable

from django.core.files.storage import default_storage
from django.utils import timezone

from xcms.models import ExportJob


def forget(jobs: Iterable[ExportJob]) -> int:
    """The rows first: a file without a row is out of reach, a row without its file would be a dead link."""
    count = 0
    for job in jobs:
        count += ExportJob.objects.filter(pk=job.pk).delete()[0]
        if job.path:
            default_storage.delete(job.path)
    return count


def purge_expired_exports() -> int:
    return forget(ExportJob.objects.filter(expires_at__lte=timezone.now()))
