from django.db import migrations

from registry.short_names import short_names
from xcms.search.names import search_text

_BATCH = 500


def _school(school):
    names = [school.name, *school.names.values_list('name', flat=True)]
    return [school.code, school.code[-5:], school.region.name], [*names, *(short for name in names for short in short_names(name))]


_TEXTS = {
    'school': _school,
    'organization': lambda one: ([one.credit_code], [one.name]),
    'certificate': lambda one: ([one.organization.name], [one.name]),
    'major': lambda one: ([one.code], [one.name]),
    'contactpoint': lambda one: (
        [one.office, one.duty, one.address, one.phone, one.email],
        [],
    ),
}


def write_search_texts(apps, schema_editor):
    for name, texts_of in _TEXTS.items():
        model = apps.get_model('xcms_registry', name)
        rows = list(model.objects.all())
        for row in rows:
            readings = [(row.name, row.pinyin)] if name != 'contactpoint' else []
            row.search_text = search_text(*texts_of(row), readings)
        model.objects.bulk_update(rows, ['search_text'], batch_size=_BATCH)


class Migration(migrations.Migration):
    """Names are stored in the form in which searches look for them."""

    dependencies = [
        ('xcms_registry', '0004_changes_of_visibility'),
    ]

    operations = [
        migrations.RunPython(write_search_texts, migrations.RunPython.noop, elidable=True),
    ]
