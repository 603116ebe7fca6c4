"""Rows that the register cannot do without: the prefectures and the "unspecified" major.

Made after every ``migrate`` where missing, so they survive a flushed test database; never changed once there.
"""

from typing import Any

from django.apps import apps as global_apps

from registry.regions import HUNAN


def ensure_reference_data(apps: Any = global_apps, **_kwargs: Any) -> None:
    try:
        region = apps.get_model("xcms_registry", "Region")
        major = apps.get_model("xcms_registry", "Major")
    except LookupError:  # migrated back to before the first migration
        return
    for code, name, short_name in HUNAN:
        region.objects.get_or_create(code=code, defaults={"name": name, "short_name": short_name})
    major.objects.get_or_create(
        level="",
        code="",
        name="",
        defaults={"catalogue_year": 0, "name_key": "", "search_text": ""},
    )
