from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('xcms', '0004_page_version'),
    ]

    operations = [
        migrations.AddField(
            model_name='tombstone',
            name='was_public',
            field=models.BooleanField(default=False, verbose_name='was public when removed'),
        ),
    ]
