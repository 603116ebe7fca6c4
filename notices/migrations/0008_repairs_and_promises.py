

import django.db.models.deletion
import django.utils.timezone
import modelcluster.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('xcms_notices', '0007_word_imports'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PromisedPublication',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(max_length=200, verbose_name='what is promised')),
                ('words', models.TextField(help_text='As they stand in the text of the page.', verbose_name='the promising words')),
                ('due', models.DateField(blank=True, help_text='Empty: the text names no day (“soon”).', null=True, verbose_name='due on')),
                ('closed_reason', models.TextField(blank=True, help_text='Only where nothing will be published any more. Readers see the reason.', verbose_name='closed without publication, because')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='recorded at')),
                ('fulfilled_by', models.ForeignKey(blank=True, help_text='Counts as long as that page is live and open to everybody.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='fulfilled by the page')),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='page that promises')),
                ('recorded_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'promised publication',
                'verbose_name_plural': 'promised publications',
                'ordering': ['pk'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='TextRepair',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('home', models.CharField(max_length=100)),
                ('place', models.CharField(max_length=200, verbose_name='place')),
                ('original', models.TextField(verbose_name='original')),
                ('repaired', models.TextField(blank=True, verbose_name='read as')),
                ('reason', models.TextField(verbose_name='reason')),
                ('before', models.CharField(blank=True, max_length=40)),
                ('after', models.CharField(blank=True, max_length=40)),
                ('ordinal', models.PositiveSmallIntegerField(default=1)),
                ('repaired_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='repaired at')),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='xcms_text_repairs', to=settings.WAGTAIL_PAGE_MODEL)),
                ('repaired_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'text repair',
                'verbose_name_plural': 'text repairs',
                'ordering': ['sort_order'],
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='FindingAcknowledgement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fingerprint', models.CharField(max_length=20)),
                ('code', models.CharField(max_length=40)),
                ('place', models.CharField(max_length=200, verbose_name='place')),
                ('excerpt', models.TextField(verbose_name='excerpt')),
                ('reason', models.TextField(verbose_name='reason')),
                ('acknowledged_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='acknowledged at')),
                ('acknowledged_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.WAGTAIL_PAGE_MODEL)),
            ],
            options={
                'verbose_name': 'acknowledged finding',
                'verbose_name_plural': 'acknowledged findings',
                'ordering': ['pk'],
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('page', 'fingerprint'), name='xcms_acknowledged_once_per_page')],
            },
        ),
    ]
