"""Written by whatever runs the host's background tasks; with Django's stock backend, that is at once."""

from xcms.export_jobs.work import work_on

try:
    from django.tasks import task  # type: ignore[import-not-found,unused-ignore]
except ImportError:
    from django_tasks import task  # type: ignore[no-redef,unused-ignore]


@task()
def write_export(code: str) -> None:
    work_on(code)
