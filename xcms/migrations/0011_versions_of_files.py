import django.db.models.deletion
import django.utils.timezone
import xcms.models.records
from django.conf import settings
from django.db import migrations, models
from wagtail.documents import get_document_model_string


def give_addresses(apps, schema_editor):
    """Documents of before get their lasting address; xcms_hash_files adds the SHA-256."""
    documents = apps.get_model(get_document_model_string())
    files = apps.get_model("xcms", "DocumentFile")
    rows = documents.objects.values_list("pk", "file", "file_size", "created_at", "uploaded_by_user")
    for key, path, size, created_at, user in rows.iterator(chunk_size=1000):
        files.objects.create(
            document_id=key,
            path=path,
            name=path.rpartition("/")[2][-255:],
            size=size,
            stored_at=created_at,
            stored_by_id=user,
        )


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(get_document_model_string()),
        ('wagtaildocs', '0014_alter_document_file_size'),
        ('xcms', '0010_site_identity'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DocumentFile',
            fields=[
                ('number', models.PositiveIntegerField(default=1, verbose_name='version')),
                ('path', models.TextField(blank=True)),
                ('name', models.CharField(blank=True, max_length=255, verbose_name='file name')),
                ('size', models.PositiveBigIntegerField(null=True, verbose_name='size')),
                ('sha256', models.CharField(blank=True, max_length=64, verbose_name='SHA-256')),
                ('stored_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='uploaded at')),
                ('document', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to=get_document_model_string(), verbose_name='document')),
                ('public_id', models.CharField(default=xcms.models.records.new_public_id, editable=False, max_length=10, unique=True)),
                ('former_names', models.JSONField(default=list)),
                ('cleaning', models.CharField(blank=True, choices=[('', 'Not looked at'), ('done', 'Metadata removed'), ('nothing', 'No metadata in it'), ('signed', 'Signed: left as it is'), ('failed', 'Metadata could not be removed'), ('foreign', 'Files of this kind are not looked at')], default='', max_length=10, verbose_name='metadata')),
                ('removed', models.JSONField(default=list)),
                ('reason', models.TextField(blank=True, verbose_name='reason')),
                ('stored_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='uploaded by')),
            ],
            options={
                'verbose_name': 'file of a document',
                'verbose_name_plural': 'files of documents',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='DocumentVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(default=1, verbose_name='version')),
                ('path', models.TextField(blank=True)),
                ('name', models.CharField(blank=True, max_length=255, verbose_name='file name')),
                ('size', models.PositiveBigIntegerField(null=True, verbose_name='size')),
                ('sha256', models.CharField(blank=True, max_length=64, verbose_name='SHA-256')),
                ('stored_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='uploaded at')),
                ('is_locked_away', models.BooleanField(default=False)),
                ('left_at', models.TextField(blank=True)),
                ('replaced_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='replaced at')),
                ('note', models.TextField(blank=True, verbose_name='why it was replaced')),
                ('is_withheld', models.BooleanField(default=False, verbose_name='withheld from the public')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=get_document_model_string(), verbose_name='document')),
                ('replaced_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who replaced it')),
                ('stored_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='uploaded by')),
            ],
            options={
                'verbose_name': 'former file of a document',
                'verbose_name_plural': 'former files of documents',
                'ordering': ['document', '-number'],
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('document', 'number'), name='xcms_documentversion_once')],
            },
        ),
        migrations.RunPython(give_addresses, migrations.RunPython.noop),
    ]
