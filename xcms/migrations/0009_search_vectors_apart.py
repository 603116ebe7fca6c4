"""PostgreSQL: keep the vectors of the search index away from its rows.

Counting a word's matches visits the row of each. With vectors and texts in them a page holds few rows; moved out,
it holds a hundred, and counting is four times as fast. Takes effect for rows written from now on: after the search
backend is switched on, the index is rebuilt anyway.
"""

from django.db import migrations
from modelsearch.conf import get_app_config

# Wagtail installs modelsearch's app under a label of its own.
LABEL = get_app_config().label
MADE_IN = {
    "modelsearch": "0002_customise_indexentry",
    "wagtailsearch": "0006_customise_indexentry",
}


def set_target(apps, schema_editor):
    _alter(apps, schema_editor, "SET (toast_tuple_target = 128)")


def reset_target(apps, schema_editor):
    _alter(apps, schema_editor, "RESET (toast_tuple_target)")


def _alter(apps, schema_editor, change):
    if schema_editor.connection.vendor == "postgresql":
        table = schema_editor.quote_name(apps.get_model(LABEL, "IndexEntry")._meta.db_table)
        schema_editor.execute(f"ALTER TABLE {table} {change}")


class Migration(migrations.Migration):
    dependencies = [
        ("xcms", "0008_texts_of_documents"),
        (LABEL, MADE_IN.get(LABEL, "__first__")),
    ]

    operations = [
        migrations.RunPython(set_target, reset_target, elidable=False),
    ]
