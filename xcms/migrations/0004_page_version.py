from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("xcms", "0003_import_run"),
    ]

    operations = [
        migrations.AddField(
            model_name="registerversion",
            name="pages",
            field=models.PositiveBigIntegerField(default=0),
        ),
    ]
