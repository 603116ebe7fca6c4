import django.db.models.deletion
import modelcluster.fields
import notices.fields
import swapper
import wagtail.contrib.routable_page.models
from django.db import migrations, models
from wagtail.documents import get_document_model_string


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('wagtailcore', '0098_apitoken'),
        ('wagtaildocs', '0014_alter_document_file_size'),
        ('xcms_registry', '0001_register'),
    ]

    operations = [
        migrations.CreateModel(
            name='NoticeIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=swapper.get_model_name('wagtailcore', 'Page'))),
                ('intro', models.TextField(blank=True, verbose_name='introduction')),
            ],
            options={
                'verbose_name': 'notice section',
                'verbose_name_plural': 'notice sections',
            },
            bases=(wagtail.contrib.routable_page.models.RoutablePageMixin, 'wagtailcore.page', models.Model),
        ),
        migrations.CreateModel(
            name='CertificateListPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=swapper.get_model_name('wagtailcore', 'Page'))),
                ('document_number', models.CharField(blank=True, help_text='As printed, e.g. “湘教通〔2020〕1号”.', max_length=60, verbose_name='document number')),
                ('issuing_body', models.CharField(blank=True, max_length=100, verbose_name='issuing body')),
                ('dated', models.DateField(blank=True, help_text='The date below the signature, not the day of going live.', null=True, verbose_name='date of the document')),
                ('summary', models.TextField(blank=True, help_text='One or two sentences for lists and feeds.', verbose_name='summary')),
                ('intro', models.TextField(blank=True, verbose_name='introduction')),
                ('change_note', models.TextField(blank=True, help_text='What changed since the current edition, and why. Published with the new edition.', verbose_name='change note')),
                ('rows_digest', models.CharField(blank=True, max_length=64, verbose_name='signed rows')),
                ('round', models.OneToOneField(error_messages={'unique': 'Another page already carries the list of this round.'}, help_text='A round has one list page, and a page that has published keeps its round.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='xcms_registry.round', verbose_name='round')),
            ],
            options={
                'verbose_name': 'certificate list',
                'verbose_name_plural': 'certificate lists',
            },
            bases=(wagtail.contrib.routable_page.models.RoutablePageMixin, 'wagtailcore.page', models.Model),
        ),
        migrations.CreateModel(
            name='NoticePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=swapper.get_model_name('wagtailcore', 'Page'))),
                ('document_number', models.CharField(blank=True, help_text='As printed, e.g. “湘教通〔2020〕1号”.', max_length=60, verbose_name='document number')),
                ('issuing_body', models.CharField(blank=True, max_length=100, verbose_name='issuing body')),
                ('dated', models.DateField(blank=True, help_text='The date below the signature, not the day of going live.', null=True, verbose_name='date of the document')),
                ('summary', models.TextField(blank=True, help_text='One or two sentences for lists and feeds.', verbose_name='summary')),
                ('addressed_to', models.TextField(blank=True, help_text='As printed, without the colon at the end.', verbose_name='addressed to')),
                ('body', notices.fields.BodyField(blank=True, verbose_name='text')),
                ('batch', models.ForeignKey(blank=True, help_text='The batch that the notice is about, if any.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='xcms_registry.batch', verbose_name='batch')),
            ],
            options={
                'verbose_name': 'notice',
                'verbose_name_plural': 'notices',
            },
            bases=('wagtailcore.page', models.Model),
        ),
        migrations.CreateModel(
            name='NoticeAttachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('title', models.CharField(blank=True, help_text="Empty: the document's own title.", max_length=200, verbose_name='title')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=get_document_model_string(), verbose_name='file')),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='xcms_notices.noticepage')),
            ],
            options={
                'verbose_name': 'attachment',
                'verbose_name_plural': 'attachments',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='RelatedNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='xcms_notices.noticepage', verbose_name='notice')),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='related_notices', to='xcms_notices.noticepage')),
            ],
            options={
                'verbose_name': 'related notice',
                'verbose_name_plural': 'related notices',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
    ]
