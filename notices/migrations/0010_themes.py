import django.db.models.deletion
import modelcluster.fields
import notices.fields
import wagtail.contrib.routable_page.models
import wagtail.fields
import xcms.caching.pages
from django.conf import settings
from django.db import migrations, models
from wagtail.documents import get_document_model_string


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(get_document_model_string()),
        ('wagtailcore', '0098_apitoken'),
        ('wagtaildocs', '0014_alter_document_file_size'),
        ('xcms_notices', '0009_sign_off'),
        ('xcms_registry', '0005_search_text'),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ThemePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.TextField(blank=True, help_text='One or two sentences for lists and feeds.', verbose_name='summary')),
                ('intro', wagtail.fields.RichTextField(blank=True, verbose_name='introduction')),
                ('body', notices.fields.BodyField(blank=True, verbose_name='text')),
            ],
            options={
                'verbose_name': 'theme',
                'verbose_name_plural': 'themes',
            },
            bases=(xcms.caching.pages.PublicPageMixin, wagtail.contrib.routable_page.models.RoutablePageMixin, 'wagtailcore.page', models.Model),
        ),
        migrations.AddField(
            model_name='certificatelistpage',
            name='themes',
            field=modelcluster.fields.ParentalManyToManyField(blank=True, help_text='The pages of these themes list this page.', limit_choices_to=notices.fields.theme_pages, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='themes'),
        ),
        migrations.AddField(
            model_name='noticepage',
            name='themes',
            field=modelcluster.fields.ParentalManyToManyField(blank=True, help_text='The pages of these themes list this page.', limit_choices_to=notices.fields.theme_pages, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='themes'),
        ),
        migrations.CreateModel(
            name='ThemeFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('title', models.CharField(blank=True, help_text="Empty: the document's own title.", max_length=200, verbose_name='title')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=get_document_model_string(), verbose_name='file')),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='xcms_notices.themepage')),
            ],
            options={
                'verbose_name': 'file of a theme',
                'verbose_name_plural': 'files of themes',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ThemeCertificate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('certificate', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='xcms_registry.certificate', verbose_name='certificate')),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='certificates', to='xcms_notices.themepage')),
            ],
            options={
                'verbose_name': 'certificate of a theme',
                'verbose_name_plural': 'certificates of themes',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
    ]
