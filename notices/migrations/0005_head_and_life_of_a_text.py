import django.core.serializers.json
import django.db.models.deletion
import swapper
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('wagtailcore', '0098_apitoken'),
        ('xcms_notices', '0004_columns_of_sections'),
        ('xcms_registry', '0005_search_text'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='certificatelistpage',
            name='index_number',
            field=models.CharField(blank=True, help_text='As in the catalogue of public government information.', max_length=60, verbose_name='index number'),
        ),
        migrations.AddField(
            model_name='certificatelistpage',
            name='keywords',
            field=models.CharField(blank=True, help_text='As printed below the text; apart by spaces, “、” or “；”.', max_length=200, verbose_name='keywords'),
        ),
        migrations.AddField(
            model_name='certificatelistpage',
            name='successor',
            field=models.ForeignKey(blank=True, help_text='The text that applies now, where there is one. Visitors are led there.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=swapper.get_model_name('wagtailcore', 'Page'), verbose_name='replaced by'),
        ),
        migrations.AddField(
            model_name='certificatelistpage',
            name='topic_category',
            field=models.CharField(blank=True, help_text='As in the catalogue of public government information.', max_length=60, verbose_name='topic category'),
        ),
        migrations.AddField(
            model_name='certificatelistpage',
            name='validity',
            field=models.CharField(blank=True, choices=[('', 'Not stated'), ('in_force', 'In force'), ('lapsed', 'Lapsed'), ('repealed', 'Repealed')], default='', help_text='Lapsed: its time or purpose is over. Repealed: an official decision ended it.', max_length=10, verbose_name='validity'),
        ),
        migrations.AddField(
            model_name='certificatelistpage',
            name='validity_date',
            field=models.DateField(blank=True, help_text='The first day of this state. A lapsed or repealed text needs it.', null=True, verbose_name='since (date)'),
        ),
        migrations.AddField(
            model_name='noticepage',
            name='change_note',
            field=models.TextField(blank=True, help_text='What was corrected in the published text, and why. Visitors read it below the text.', verbose_name='change note'),
        ),
        migrations.AddField(
            model_name='noticepage',
            name='index_number',
            field=models.CharField(blank=True, help_text='As in the catalogue of public government information.', max_length=60, verbose_name='index number'),
        ),
        migrations.AddField(
            model_name='noticepage',
            name='keywords',
            field=models.CharField(blank=True, help_text='As printed below the text; apart by spaces, “、” or “；”.', max_length=200, verbose_name='keywords'),
        ),
        migrations.AddField(
            model_name='noticepage',
            name='successor',
            field=models.ForeignKey(blank=True, help_text='The text that applies now, where there is one. Visitors are led there.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=swapper.get_model_name('wagtailcore', 'Page'), verbose_name='replaced by'),
        ),
        migrations.AddField(
            model_name='noticepage',
            name='topic_category',
            field=models.CharField(blank=True, help_text='As in the catalogue of public government information.', max_length=60, verbose_name='topic category'),
        ),
        migrations.AddField(
            model_name='noticepage',
            name='validity',
            field=models.CharField(blank=True, choices=[('', 'Not stated'), ('in_force', 'In force'), ('lapsed', 'Lapsed'), ('repealed', 'Repealed')], default='', help_text='Lapsed: its time or purpose is over. Repealed: an official decision ended it.', max_length=10, verbose_name='validity'),
        ),
        migrations.AddField(
            model_name='noticepage',
            name='validity_date',
            field=models.DateField(blank=True, help_text='The first day of this state. A lapsed or repealed text needs it.', null=True, verbose_name='since (date)'),
        ),
        migrations.CreateModel(
            name='PageWithdrawal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.TextField(verbose_name='reason')),
                ('withdrawn_at', models.DateTimeField(db_index=True, verbose_name='withdrawn at')),
                ('lifted_at', models.DateTimeField(blank=True, db_index=True, null=True, verbose_name='lifted at')),
                ('lift_reason', models.TextField(blank=True, verbose_name='reason of lifting')),
                ('lifted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=swapper.get_model_name('wagtailcore', 'Page'), verbose_name='page')),
                ('successor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=swapper.get_model_name('wagtailcore', 'Page'), verbose_name='replaced by')),
                ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'withdrawal of a text',
                'verbose_name_plural': 'withdrawals of texts',
                'ordering': ['-withdrawn_at', '-pk'],
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(condition=models.Q(('lifted_at', None)), fields=('page',), name='xcms_pagewithdrawal_one_open'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='xcms_pagewithdrawal_reason'), models.CheckConstraint(condition=models.Q(('lifted_at', None), models.Q(('lift_reason', ''), _negated=True), _connector='OR'), name='xcms_pagewithdrawal_lift_reason')],
            },
        ),
        migrations.CreateModel(
            name='TextEdition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='edition')),
                ('content', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='content')),
                ('files', models.JSONField(default=dict, verbose_name='files')),
                ('digest', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('change_note', models.TextField(blank=True, verbose_name='change note')),
                ('published_at', models.DateTimeField(db_index=True, verbose_name='published at')),
                ('revision_id', models.BigIntegerField(null=True, verbose_name='revision')),
                ('list_edition', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='xcms_registry.listedition', verbose_name='list edition')),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=swapper.get_model_name('wagtailcore', 'Page'), verbose_name='page')),
                ('published_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'published text',
                'verbose_name_plural': 'published texts',
                'ordering': ['page', '-number'],
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('page', 'number'), name='xcms_textedition_unique'), models.CheckConstraint(condition=models.Q(('number', 1), models.Q(('change_note', ''), _negated=True), _connector='OR'), name='xcms_textedition_change_note')],
            },
        ),
    ]
