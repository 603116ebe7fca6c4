"""Other names of schools."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from registry.enums import SchoolNameKind
from registry.models import School, SchoolName
from xcms.text import clean_text, name_key
from xcms.versions import register_write


def add_alias(school_id: int, text: str, *, acting_user: Any) -> SchoolName:
    """Searches and imports find the school under this name from now on.

    Raises ValidationError where the name is blank or too long, or is a school's already.
    """
    with register_write() as version:
        school = School.objects.filter(pk=school_id).first()
        if school is None:
            raise ValidationError(_("This school is no longer registered."))
        alias = SchoolName(
            school=school,
            name=clean_text(text),
            kind=SchoolNameKind.ALIAS,
            recorded_version=version,
        )
        alias.clean()
        if School.objects.filter(name_key=name_key(text)).exists():
            raise ValidationError(_("“%(name)s” is a school's full name.") % {"name": alias.name})
        alias.full_clean(exclude=["school"])
        alias.save()
        log(
            instance=school,
            action="xcms_registry.add_alias",
            user=acting_user,
            data={"name": alias.name},
        )
    return alias
