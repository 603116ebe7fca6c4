import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('xcms_registry', '0003_public_ids'),
    ]

    operations = [
        migrations.CreateModel(
            name='ListChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_version', models.PositiveBigIntegerField(verbose_name='register version')),
                ('round', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='xcms_registry.round', verbose_name='round')),
            ],
            options={
                'verbose_name': "change of a list's visibility",
                'verbose_name_plural': "changes of lists' visibility",
                'ordering': ['recorded_version', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('recorded_version', 'round'), name='xcms_listchange_unique')],
            },
        ),
        migrations.CreateModel(
            name='Withdrawal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('model_label', models.CharField(max_length=100, verbose_name='kind of record')),
                ('public_id', models.CharField(max_length=10, verbose_name='public id')),
                ('recorded_version', models.PositiveBigIntegerField(verbose_name='register version')),
            ],
            options={
                'verbose_name': 'withdrawal from the public',
                'verbose_name_plural': 'withdrawals from the public',
                'ordering': ['recorded_version', 'pk'],
                'indexes': [models.Index(fields=['model_label', 'recorded_version'], name='xcms_withdrawal_version')],
            },
        ),
        migrations.AddField(
            model_name='region',
            name='recorded_version',
            field=models.PositiveBigIntegerField(default=0, editable=False, verbose_name='register version'),
        ),
        migrations.AddIndex(
            model_name='approval',
            index=models.Index(fields=['recorded_version', 'id'], name='xcms_approval_recorded'),
        ),
    ]
