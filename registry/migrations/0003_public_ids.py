from django.db import migrations, models

import xcms.models.records
from xcms.models.records import new_public_ids

_MODELS = ('contactpoint', 'filing', 'major', 'qqgroup', 'round', 'school', 'schoolyear')
_BATCH = 500


def give_each_row_one(apps, schema_editor):
    for name in _MODELS:
        model = apps.get_model('xcms_registry', name)
        rows = list(model.objects.filter(public_id='').only('pk'))
        for row, public_id in zip(rows, new_public_ids(len(rows)), strict=True):
            row.public_id = public_id
        model.objects.bulk_update(rows, ['public_id'], batch_size=_BATCH)


class Migration(migrations.Migration):
    """Every record of the API has an id that says nothing and never changes."""

    dependencies = [
        ('xcms_registry', '0002_rules'),
    ]

    operations = [
        *(
            migrations.AddField(
                model_name=name,
                name='public_id',
                field=models.CharField(default='', editable=False, max_length=10),
            )
            for name in _MODELS
        ),
        migrations.RunPython(give_each_row_one, migrations.RunPython.noop, elidable=True),
        *(
            migrations.AlterField(
                model_name=name,
                name='public_id',
                field=models.CharField(default=xcms.models.records.new_public_id, editable=False, max_length=10, unique=True),
            )
            for name in _MODELS
        ),
    ]
