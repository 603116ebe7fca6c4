"""The plan of an application as a file: at any time until it is decided, and seen by whoever decides."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from registry.models import Application, ApplicationPlanFile
from registry.services.private_files import take_in_file
from xcms.versions import register_write


def take_in_plan(
    application: Application, *, name: str, data: bytes, acting_user: Any
) -> ApplicationPlanFile:
    """Another plan becomes the one that counts; the same bytes again are the same. See ``take_in_file``.

    Whoever had the former one before the eyes is told so when deciding: the application has changed. Raises
    ValidationError for one that is decided.
    """
    with register_write():
        present: Application = Application.objects.get(pk=application.pk)
        if not present.takes_in_plans:
            raise ValidationError(
                {"plan_file": _("The application is decided; its plan stays as it was.")}
            )
        former = present.plan_files.without_bytes().first()
        plan = take_in_file(
            ApplicationPlanFile,
            application,
            name=name,
            data=data,
            field="plan_file",
            action="xcms_registry.take_in_plan",
            acting_user=acting_user,
        )
        if former is None or former.pk != plan.pk:
            application.save(update_fields=["recorded_version"])
    return plan
