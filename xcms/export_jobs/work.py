"""Writing the workbook: one snapshot, one file, and a sentence where it fails."""

import logging
import tempfile
from typing import Any

from django.core.files import File
from django.core.files.storage import default_storage
from django.http import QueryDict
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from xcms.days import shanghai_today
from xcms.export_jobs.expiry import purge_expired_exports
from xcms.exports.selections import Selection, SelectionRefusedError
from xcms.exports.standing import standing
from xcms.exports.workbooks import write_workbook
from xcms.models import ExportJob, ExportState
from xcms.models.exports import new_code
from xcms.registers import UnknownRegisterError, get_register
from xcms.versions import register_read

logger = logging.getLogger(__name__)


def work_on(code: str) -> None:
    """Write the file of a job that waits. A queue may deliver twice, and late: whoever takes it up, once."""
    purge_expired_exports()
    waiting = ExportJob.objects.filter(code=code, state=ExportState.WAITING)
    if not waiting.update(state=ExportState.WORKING, started_at=timezone.now()):
        return
    job = ExportJob.objects.get(code=code)
    try:
        with translation.override(job.language or translation.get_language()):
            _finish(job, state=ExportState.DONE, **_written(job))
    except (SelectionRefusedError, UnknownRegisterError) as error:
        _finish(job, state=ExportState.FAILED, message=str(error))
    except OSError:
        logger.exception("Export %s can't be stored", code)
        _finish(job, state=ExportState.FAILED, message=_("The file can't be stored at present."))
    except BaseException:
        _finish(job, state=ExportState.FAILED, message=_("The file could not be written."))
        raise


def _written(job: ExportJob) -> dict[str, Any]:
    register = get_register(job.register)
    with tempfile.TemporaryFile() as file:
        with register_read() as version:
            selection = Selection.asked_for(
                register, QueryDict(job.query), today=shanghai_today(), version=version
            )
            rows = write_workbook(selection, file)
            stood, links = standing(register, version), dict(register.links())
        size = file.tell()
        file.seek(0)
        # Hosts often serve all of MEDIA: the name must be as hard to guess as the page's address.
        path = default_storage.save(f"xcms-exports/{new_code()}.xlsx", File(file))
    return {
        "path": path,
        "file_name": selection.file_name("xlsx"),
        "plain_file_name": selection.plain_file_name("xlsx"),
        "rows": rows,
        "size": size,
        "version": version,
        "stood": stood,
        "links": links,
    }


def _finish(job: ExportJob, **values: Any) -> None:
    told = ExportJob.objects.filter(pk=job.pk, state=ExportState.WORKING).update(**values)
    if not told and values.get("path"):
        # It was forgotten meanwhile.
        default_storage.delete(values["path"])
