"""Where the links of finished files lead; files made before had none."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("xcms", "0013_installed_grants")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="datarelease",
            name="links",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="exportjob",
            name="links",
            field=models.JSONField(default=dict),
        ),
    ]
