

import django.core.validators
import django.db.models.deletion
import modelcluster.fields
import registry.models.certificates
import registry.models.directory
import xcms.fields
import xcms.models
from django.conf import settings
from django.db import migrations, models
from wagtail.documents import get_document_model_string


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('wagtaildocs', '0014_alter_document_file_size'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Certificate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_version', models.PositiveBigIntegerField(default=0, editable=False, verbose_name='register version')),
                ('is_demo', models.BooleanField(default=False, help_text='Marked as demo data on every page, export and feed.', verbose_name='demo data')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('name_key', models.CharField(editable=False, max_length=100)),
                ('pinyin', models.CharField(blank=True, db_index=True, help_text='For A–Z order. Filled in from the name; correct it where the reading is wrong.', max_length=400, verbose_name='pinyin')),
                ('search_text', models.TextField(default='', editable=False)),
                ('public_id', models.CharField(default=xcms.models.new_public_id, editable=False, max_length=10, unique=True)),
                ('national_batch', models.PositiveSmallIntegerField(choices=[(1, 'First batch'), (2, 'Second batch'), (3, 'Third batch'), (4, 'Fourth batch')], verbose_name='national batch')),
                ('levels', xcms.fields.ChoiceSetField(choices=[('beginner', 'Beginner'), ('intermediate', 'Intermediate'), ('advanced', 'Advanced')], max_length=255, verbose_name='levels offered')),
                ('standard_url', models.URLField(blank=True, verbose_name='link to the standard')),
                ('description', models.TextField(blank=True, verbose_name='explanatory note')),
            ],
            options={
                'verbose_name': 'certificate',
                'verbose_name_plural': 'certificates',
                'ordering': ['national_batch', 'pinyin'],
            },
        ),
        migrations.CreateModel(
            name='Region',
            fields=[
                ('code', models.CharField(max_length=6, primary_key=True, serialize=False, validators=[django.core.validators.RegexValidator('^[0-9]{6}\\Z', 'A region code has exactly 6 digits (GB/T 2260).')], verbose_name='region code')),
                ('name', models.CharField(max_length=50, unique=True, verbose_name='name')),
                ('short_name', models.CharField(max_length=20, verbose_name='short name')),
            ],
            options={
                'verbose_name': 'region',
                'verbose_name_plural': 'regions',
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='Batch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_version', models.PositiveBigIntegerField(default=0, editable=False, verbose_name='register version')),
                ('is_demo', models.BooleanField(default=False, help_text='Marked as demo data on every page, export and feed.', verbose_name='demo data')),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('number', models.PositiveSmallIntegerField(verbose_name='batch number')),
                ('title', models.CharField(max_length=100, verbose_name='title')),
                ('municipal_review_days', models.PositiveSmallIntegerField(default=5, help_text='A bureau answers within this many working days after each application deadline.', verbose_name='municipal review, working days')),
                ('is_listed', models.BooleanField(default=True, verbose_name='shown to the public')),
            ],
            options={
                'verbose_name': 'batch',
                'verbose_name_plural': 'batches',
                'ordering': ['-year', '-number'],
                'constraints': [models.UniqueConstraint(fields=('year', 'number'), name='xcms_batch_unique', violation_error_message='This batch exists already.'), models.CheckConstraint(condition=models.Q(('number__gte', 1), ('year__gte', 2019), ('year__lte', 2100)), name='xcms_batch_year_range')],
            },
        ),
        migrations.CreateModel(
            name='Major',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_version', models.PositiveBigIntegerField(default=0, editable=False, verbose_name='register version')),
                ('is_demo', models.BooleanField(default=False, help_text='Marked as demo data on every page, export and feed.', verbose_name='demo data')),
                ('name_key', models.CharField(editable=False, max_length=100)),
                ('pinyin', models.CharField(blank=True, db_index=True, help_text='For A–Z order. Filled in from the name; correct it where the reading is wrong.', max_length=400, verbose_name='pinyin')),
                ('search_text', models.TextField(default='', editable=False)),
                ('catalogue_year', models.PositiveSmallIntegerField(verbose_name='catalogue year')),
                ('level', models.CharField(blank=True, choices=[('secondary', 'Secondary'), ('higher_vocational', 'Higher vocational'), ('undergraduate', 'Undergraduate')], max_length=32, verbose_name='level')),
                ('code', models.CharField(blank=True, max_length=10, verbose_name='major code')),
                ('name', models.CharField(blank=True, max_length=100, verbose_name='name')),
            ],
            options={
                'verbose_name': 'major',
                'verbose_name_plural': 'majors',
                'ordering': ['level', 'code', 'name'],
                'constraints': [models.UniqueConstraint(fields=('catalogue_year', 'level', 'code', 'name_key'), name='xcms_major_unique', violation_error_message='This catalogue already has this major.'), models.CheckConstraint(condition=models.Q(models.Q(models.Q(('name', ''), _negated=True), models.Q(('level', ''), _negated=True)), models.Q(('code', ''), ('level', ''), ('name', '')), _connector='OR'), name='xcms_major_named_or_unspecified', violation_error_message='A major needs a name and a level.')],
            },
        ),
        migrations.CreateModel(
            name='Approval',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_version', models.PositiveBigIntegerField(default=0, editable=False, verbose_name='register version')),
                ('is_demo', models.BooleanField(default=False, help_text='Marked as demo data on every page, export and feed.', verbose_name='demo data')),
                ('public_id', models.CharField(default=xcms.models.new_public_id, editable=False, max_length=10, unique=True)),
                ('level', models.CharField(blank=True, choices=[('beginner', 'Beginner'), ('intermediate', 'Intermediate'), ('advanced', 'Advanced')], max_length=16, verbose_name='certificate level')),
                ('synchronised_on', models.DateField(blank=True, editable=False, help_text="The day on which the figures last agreed with the national platform's.", null=True, verbose_name='last synchronised')),
                ('certificate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='approvals', to='xcms_registry.certificate', verbose_name='certificate')),
                ('major', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='approvals', to='xcms_registry.major', verbose_name='major')),
            ],
            options={
                'verbose_name': 'approval',
                'verbose_name_plural': 'approvals',
                'ordering': ['school', 'certificate', 'level', 'major'],
            },
        ),
        migrations.CreateModel(
            name='Organization',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_version', models.PositiveBigIntegerField(default=0, editable=False, verbose_name='register version')),
                ('is_demo', models.BooleanField(default=False, help_text='Marked as demo data on every page, export and feed.', verbose_name='demo data')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('name_key', models.CharField(editable=False, max_length=100)),
                ('pinyin', models.CharField(blank=True, db_index=True, help_text='For A–Z order. Filled in from the name; correct it where the reading is wrong.', max_length=400, verbose_name='pinyin')),
                ('search_text', models.TextField(default='', editable=False)),
                ('public_id', models.CharField(default=xcms.models.new_public_id, editable=False, max_length=10, unique=True)),
                ('credit_code', models.CharField(blank=True, max_length=18, validators=[registry.models.certificates.validate_credit_code], verbose_name='unified social credit code')),
                ('website', models.URLField(blank=True, verbose_name='website')),
                ('note', models.TextField(blank=True, verbose_name='note')),
            ],
            options={
                'verbose_name': 'organisation',
                'verbose_name_plural': 'organisations',
                'ordering': ['pinyin'],
                'constraints': [models.UniqueConstraint(fields=('name_key',), name='xcms_organization_name_unique', violation_error_message='Another organisation already has this name.'), models.UniqueConstraint(condition=models.Q(('credit_code', ''), _negated=True), fields=('credit_code',), name='xcms_organization_credit_code_unique', violation_error_message='Another organisation already has this credit code.')],
            },
        ),
        migrations.AddField(
            model_name='certificate',
            name='organization',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='certificates', to='xcms_registry.organization', verbose_name='organisation'),
        ),
        migrations.CreateModel(
            name='QQGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_version', models.PositiveBigIntegerField(default=0, editable=False, verbose_name='register version')),
                ('is_demo', models.BooleanField(default=False, help_text='Marked as demo data on every page, export and feed.', verbose_name='demo data')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('number', models.CharField(max_length=12, unique=True, validators=[django.core.validators.RegexValidator('^[1-9][0-9]{4,11}\\Z', 'A QQ number has 5 to 12 digits and does not begin with 0.')], verbose_name='group number')),
                ('audience', models.CharField(blank=True, max_length=200, verbose_name='who may join')),
                ('purpose', models.TextField(blank=True, verbose_name='purpose')),
                ('joining_note', models.CharField(blank=True, max_length=200, verbose_name='note to write when joining')),
                ('is_public', models.BooleanField(default=True, verbose_name='shown to the public')),
                ('position', models.PositiveSmallIntegerField(default=100, verbose_name='order')),
                ('batch', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='qq_groups', to='xcms_registry.batch', verbose_name='batch')),
                ('region', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='qq_groups', to='xcms_registry.region', verbose_name='region')),
            ],
            options={
                'verbose_name': 'QQ group',
                'verbose_name_plural': 'QQ groups',
                'ordering': ['position', 'name'],
            },
        ),
        migrations.CreateModel(
            name='QQGroupFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('title', models.CharField(blank=True, max_length=200, verbose_name='title')),
                ('issued_on', models.DateField(blank=True, null=True, verbose_name='issued on')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=get_document_model_string(), verbose_name='file')),
                ('group', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='xcms_registry.qqgroup', verbose_name='QQ group')),
            ],
            options={
                'verbose_name': 'group file',
                'verbose_name_plural': 'group files',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Round',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_version', models.PositiveBigIntegerField(default=0, editable=False, verbose_name='register version')),
                ('is_demo', models.BooleanField(default=False, help_text='Marked as demo data on every page, export and feed.', verbose_name='demo data')),
                ('number', models.PositiveSmallIntegerField(verbose_name='round number')),
                ('filing_deadline', models.DateField(verbose_name='filing deadline')),
                ('application_deadline', models.DateField(verbose_name='application deadline')),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rounds', to='xcms_registry.batch', verbose_name='batch')),
            ],
            options={
                'verbose_name': 'round',
                'verbose_name_plural': 'rounds',
                'ordering': ['-batch__year', '-batch__number', 'number'],
            },
        ),
        migrations.CreateModel(
            name='ListEdition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='edition')),
                ('csv', models.TextField(verbose_name='rows as CSV')),
                ('digest', models.CharField(help_text='Of the offered CSV file, byte for byte.', max_length=64, verbose_name='SHA-256')),
                ('change_note', models.TextField(blank=True, verbose_name='change note')),
                ('published_at', models.DateTimeField(verbose_name='published at')),
                ('recorded_version', models.PositiveBigIntegerField(verbose_name='register version')),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='page')),
                ('published_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='editions', to='xcms_registry.round', verbose_name='round')),
            ],
            options={
                'verbose_name': 'list edition',
                'verbose_name_plural': 'list editions',
                'ordering': ['round', '-number'],
            },
        ),
        migrations.CreateModel(
            name='Filing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_version', models.PositiveBigIntegerField(default=0, editable=False, verbose_name='register version')),
                ('is_demo', models.BooleanField(default=False, help_text='Marked as demo data on every page, export and feed.', verbose_name='demo data')),
                ('levels', xcms.fields.ChoiceSetField(choices=[('beginner', 'Beginner'), ('intermediate', 'Intermediate'), ('advanced', 'Advanced')], max_length=255, verbose_name='levels')),
                ('school_levels', xcms.fields.ChoiceSetField(choices=[('secondary', 'Secondary vocational'), ('higher_vocational', 'Higher vocational'), ('applied_undergraduate', 'Applied undergraduate'), ('undergraduate', 'Other undergraduate')], max_length=255, verbose_name='school levels')),
                ('majors_range', models.TextField(blank=True, verbose_name='range of majors')),
                ('fee', models.CharField(blank=True, max_length=200, verbose_name='fee')),
                ('cost_basis', models.TextField(blank=True, verbose_name='cost basis')),
                ('exam_sites', models.TextField(blank=True, verbose_name='exam sites')),
                ('note', models.TextField(blank=True, verbose_name='explanatory note')),
                ('received_on', models.DateField(blank=True, null=True, verbose_name='received on')),
                ('decision', models.CharField(choices=[('pending', 'Under review'), ('agreed', 'Filed'), ('declined', 'Not filed')], default='pending', max_length=10, verbose_name='decision')),
                ('decided_on', models.DateField(blank=True, null=True, verbose_name='decided on')),
                ('revoked_on', models.DateField(blank=True, null=True, verbose_name='revoked on')),
                ('revocation_basis', models.CharField(blank=True, max_length=300, verbose_name='basis of the revocation')),
                ('certificate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='filings', to='xcms_registry.certificate', verbose_name='certificate')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='filings', to='xcms_registry.round', verbose_name='round')),
            ],
            options={
                'verbose_name': 'filing',
                'verbose_name_plural': 'filings',
                'ordering': ['round', 'certificate'],
                'permissions': [('decide_filing', 'Can decide on filings and revoke them')],
            },
        ),
        migrations.CreateModel(
            name='ApprovalDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('grant', 'Grant'), ('enlarge', 'Enlarge'), ('cut', 'Cut the scale'), ('revoke', 'Revoke'), ('correct', 'Correct')], max_length=10, verbose_name='kind')),
                ('quota', models.PositiveIntegerField(verbose_name='quota')),
                ('effective_from', models.DateField(verbose_name='effective from')),
                ('effective_to', models.DateField(blank=True, null=True, verbose_name='effective until (exclusive)')),
                ('basis', models.CharField(max_length=300, verbose_name='basis')),
                ('clause', models.CharField(blank=True, max_length=300, verbose_name='clause')),
                ('reason', models.TextField(blank=True, verbose_name='reason')),
                ('source', models.CharField(choices=[('ledger', "Office's ledger"), ('platform', 'National platform'), ('demo', 'Demo data')], max_length=10, verbose_name='source')),
                ('decided_at', models.DateTimeField(verbose_name='recorded at')),
                ('recorded_version', models.PositiveBigIntegerField(verbose_name='register version')),
                ('voided_version', models.PositiveBigIntegerField(blank=True, null=True, verbose_name='voided at register version')),
                ('approval', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='xcms_registry.approval', verbose_name='approval')),
                ('corrects', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='xcms_registry.approvaldecision', verbose_name='corrects')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('round', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='xcms_registry.round', verbose_name='round')),
            ],
            options={
                'verbose_name': 'decision on an approval',
                'verbose_name_plural': 'decisions on approvals',
                'ordering': ['approval', 'effective_from', 'recorded_version', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='School',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_version', models.PositiveBigIntegerField(default=0, editable=False, verbose_name='register version')),
                ('is_demo', models.BooleanField(default=False, help_text='Marked as demo data on every page, export and feed.', verbose_name='demo data')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('name_key', models.CharField(editable=False, max_length=100)),
                ('pinyin', models.CharField(blank=True, db_index=True, help_text='For A–Z order. Filled in from the name; correct it where the reading is wrong.', max_length=400, verbose_name='pinyin')),
                ('search_text', models.TextField(default='', editable=False)),
                ('code', models.CharField(max_length=10, unique=True, validators=[django.core.validators.RegexValidator('^[0-9]{10}\\Z', 'A school code has exactly 10 digits.')], verbose_name='school code')),
                ('level', models.CharField(choices=[('secondary', 'Secondary vocational'), ('higher_vocational', 'Higher vocational'), ('applied_undergraduate', 'Applied undergraduate'), ('undergraduate', 'Other undergraduate')], max_length=32, verbose_name='school level')),
                ('authority', models.CharField(blank=True, max_length=100, verbose_name='competent authority')),
                ('is_private', models.BooleanField(default=False, verbose_name='privately run')),
                ('website', models.URLField(blank=True, verbose_name='website')),
                ('is_eligible', models.BooleanField(default=True, help_text='Other undergraduate schools take part only where the office says so.', verbose_name='eligible')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='schools', to='xcms_registry.region', verbose_name='region')),
            ],
            options={
                'verbose_name': 'school',
                'verbose_name_plural': 'schools',
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='MajorTeam',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_version', models.PositiveBigIntegerField(default=0, editable=False, verbose_name='register version')),
                ('is_demo', models.BooleanField(default=False, help_text='Marked as demo data on every page, export and feed.', verbose_name='demo data')),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('dual_qualified_ratio', models.DecimalField(blank=True, decimal_places=4, max_digits=5, null=True, verbose_name='share of dual-qualified teachers')),
                ('industry_expert_ratio', models.DecimalField(blank=True, decimal_places=4, max_digits=5, null=True, verbose_name='share of industry experts')),
                ('flag', models.CharField(blank=True, choices=[('', 'No team status'), ('national', 'National teaching innovation team'), ('provincial', 'Provincial teaching team')], max_length=12, verbose_name='team status')),
                ('source', models.CharField(blank=True, max_length=200, verbose_name='source')),
                ('major', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='teams', to='xcms_registry.major', verbose_name='major')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='major_teams', to='xcms_registry.school', verbose_name='school')),
            ],
            options={
                'verbose_name': 'teaching team',
                'verbose_name_plural': 'teaching teams',
                'ordering': ['school', '-year', 'major'],
            },
        ),
        migrations.CreateModel(
            name='ContactPoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_version', models.PositiveBigIntegerField(default=0, editable=False, verbose_name='register version')),
                ('is_demo', models.BooleanField(default=False, help_text='Marked as demo data on every page, export and feed.', verbose_name='demo data')),
                ('kind', models.CharField(choices=[('province', 'Provincial office'), ('bureau', 'Municipal bureau'), ('school', 'School'), ('organization', 'Organisation')], max_length=16, verbose_name='kind')),
                ('office', models.CharField(max_length=100, verbose_name='office')),
                ('duty', models.CharField(blank=True, max_length=200, verbose_name='what it answers')),
                ('phone', models.CharField(blank=True, max_length=40, validators=[registry.models.directory.validate_office_phone], verbose_name='office phone')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('address', models.CharField(blank=True, max_length=200, verbose_name='address')),
                ('postal_code', models.CharField(blank=True, max_length=6, validators=[django.core.validators.RegexValidator('^[0-9]{6}\\Z', 'A postal code has exactly 6 digits.')], verbose_name='postal code')),
                ('person', models.CharField(blank=True, max_length=50, verbose_name='contact person')),
                ('mobile', models.CharField(blank=True, max_length=20, validators=[registry.models.directory.validate_mobile], verbose_name='mobile')),
                ('show_person', models.BooleanField(default=False, help_text="Only with the person's consent. Never part of exports, feeds or search.", verbose_name='show person and mobile to the public')),
                ('is_public', models.BooleanField(default=True, verbose_name='shown to the public')),
                ('confirmed_on', models.DateField(blank=True, null=True, verbose_name='confirmed on')),
                ('position', models.PositiveSmallIntegerField(default=100, verbose_name='order')),
                ('search_text', models.TextField(default='', editable=False)),
                ('organization', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='contacts', to='xcms_registry.organization', verbose_name='organisation')),
                ('region', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='contacts', to='xcms_registry.region', verbose_name='region')),
                ('school', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='contacts', to='xcms_registry.school', verbose_name='school')),
            ],
            options={
                'verbose_name': 'contact',
                'verbose_name_plural': 'contacts',
                'ordering': ['position', 'kind', 'region', 'office'],
            },
        ),
        migrations.AddField(
            model_name='approval',
            name='school',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='approvals', to='xcms_registry.school', verbose_name='school'),
        ),
        migrations.CreateModel(
            name='SchoolName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_version', models.PositiveBigIntegerField(default=0, editable=False, verbose_name='register version')),
                ('is_demo', models.BooleanField(default=False, help_text='Marked as demo data on every page, export and feed.', verbose_name='demo data')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('name_key', models.CharField(db_index=True, editable=False, max_length=100)),
                ('kind', models.CharField(choices=[('former', 'Former name'), ('alias', 'Short name or alias')], default='alias', max_length=10, verbose_name='kind')),
                ('until', models.DateField(blank=True, null=True, verbose_name='used until')),
                ('school', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='names', to='xcms_registry.school', verbose_name='school')),
            ],
            options={
                'verbose_name': 'other name',
                'verbose_name_plural': 'other names',
            },
        ),
        migrations.CreateModel(
            name='SchoolYear',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_version', models.PositiveBigIntegerField(default=0, editable=False, verbose_name='register version')),
                ('is_demo', models.BooleanField(default=False, help_text='Marked as demo data on every page, export and feed.', verbose_name='demo data')),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('majors_count', models.PositiveIntegerField(blank=True, null=True, verbose_name='number of majors')),
                ('enrolment', models.PositiveIntegerField(blank=True, null=True, verbose_name='enrolment')),
                ('source', models.CharField(blank=True, max_length=200, verbose_name='source')),
                ('school', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='years', to='xcms_registry.school', verbose_name='school')),
            ],
            options={
                'verbose_name': 'figures of a year',
                'verbose_name_plural': 'figures by year',
                'ordering': ['school', '-year'],
            },
        ),
        migrations.CreateModel(
            name='EditionRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='position')),
                ('cells', models.JSONField(verbose_name='cells')),
                ('filing', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='edition_rows', to='xcms_registry.filing')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rows', to='xcms_registry.listedition')),
            ],
            options={
                'verbose_name': 'row of an edition',
                'verbose_name_plural': 'rows of an edition',
                'ordering': ['edition', 'position'],
                'constraints': [models.UniqueConstraint(fields=('edition', 'position'), name='xcms_editionrow_position'), models.UniqueConstraint(fields=('edition', 'filing'), name='xcms_editionrow_filing')],
            },
        ),
        migrations.AddConstraint(
            model_name='certificate',
            constraint=models.UniqueConstraint(fields=('name_key', 'organization'), name='xcms_certificate_unique', violation_error_message='This organisation already owns a certificate of this name.'),
        ),
        migrations.AddConstraint(
            model_name='certificate',
            constraint=models.CheckConstraint(condition=models.Q(('national_batch__in', [1, 2, 3, 4])), name='xcms_certificate_national_batch_known'),
        ),
        migrations.AddConstraint(
            model_name='certificate',
            constraint=models.CheckConstraint(condition=models.Q(('levels', ()), _negated=True), name='xcms_certificate_levels_not_empty', violation_error_message='A certificate offers at least one level.'),
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.UniqueConstraint(fields=('batch', 'number'), name='xcms_round_unique', violation_error_message='This batch already has this round.'),
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.CheckConstraint(condition=models.Q(('number__gte', 1), ('application_deadline__gte', models.F('filing_deadline'))), name='xcms_round_filing_before_application', violation_error_message='Schools apply after organisations have filed.'),
        ),
        migrations.AddConstraint(
            model_name='listedition',
            constraint=models.UniqueConstraint(fields=('round', 'number'), name='xcms_listedition_unique'),
        ),
        migrations.AddConstraint(
            model_name='listedition',
            constraint=models.CheckConstraint(condition=models.Q(('number', 1), models.Q(('change_note', ''), _negated=True), _connector='OR'), name='xcms_listedition_change_note', violation_error_message='A new edition of a published list needs a change note.'),
        ),
        migrations.AddConstraint(
            model_name='filing',
            constraint=models.UniqueConstraint(fields=('certificate', 'round'), name='xcms_filing_unique', violation_error_message='This certificate is already filed in this round.'),
        ),
        migrations.AddConstraint(
            model_name='filing',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('levels', ()), _negated=True), models.Q(('school_levels', ()), _negated=True)), name='xcms_filing_sets_not_empty', violation_error_message='A filing names at least one level and one school level.'),
        ),
        migrations.AddConstraint(
            model_name='filing',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('revocation_basis', ''), ('revoked_on__isnull', True)), models.Q(('revoked_on__isnull', False), models.Q(('revocation_basis', ''), _negated=True)), _connector='OR'), name='xcms_filing_revocation_has_basis', violation_error_message='A revocation needs a date and a basis.'),
        ),
        migrations.AddIndex(
            model_name='approvaldecision',
            index=models.Index(models.F('approval'), models.OrderBy(models.F('effective_from'), descending=True), models.OrderBy(models.F('recorded_version'), descending=True), models.OrderBy(models.F('id'), descending=True), name='xcms_decision_ruling'),
        ),
        migrations.AddConstraint(
            model_name='approvaldecision',
            constraint=models.CheckConstraint(condition=models.Q(('effective_to__isnull', True), ('effective_to__gt', models.F('effective_from')), _connector='OR'), name='xcms_decision_interval', violation_error_message='A decision ends after it begins.'),
        ),
        migrations.AddConstraint(
            model_name='approvaldecision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'revoke'), _negated=True), models.Q(('quota', 0), models.Q(('reason', ''), _negated=True), models.Q(('clause', ''), _negated=True)), _connector='OR'), name='xcms_decision_revocation_has_reason', violation_error_message='A revocation needs a reason and a clause, and leaves no quota.'),
        ),
        migrations.AddConstraint(
            model_name='approvaldecision',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['grant', 'enlarge', 'cut', 'revoke', 'correct']), ('source__in', ['ledger', 'platform', 'demo'])), name='xcms_decision_vocabulary'),
        ),
        migrations.AddConstraint(
            model_name='approvaldecision',
            constraint=models.CheckConstraint(condition=models.Q(('basis', ''), _negated=True), name='xcms_decision_has_basis'),
        ),
        migrations.AddConstraint(
            model_name='approvaldecision',
            constraint=models.CheckConstraint(condition=models.Q(('voided_version__isnull', True), ('voided_version__gte', models.F('recorded_version')), _connector='OR'), name='xcms_decision_voided_later'),
        ),
        migrations.AddIndex(
            model_name='school',
            index=models.Index(fields=['region', 'level'], name='xcms_school_region_level'),
        ),
        migrations.AddConstraint(
            model_name='school',
            constraint=models.UniqueConstraint(fields=('name_key',), name='xcms_school_name_unique', violation_error_message='Another school already has this name.'),
        ),
        migrations.AddConstraint(
            model_name='school',
            constraint=models.CheckConstraint(condition=models.Q(('level__in', ['secondary', 'higher_vocational', 'applied_undergraduate', 'undergraduate'])), name='xcms_school_level_known'),
        ),
        migrations.AddConstraint(
            model_name='majorteam',
            constraint=models.UniqueConstraint(fields=('school', 'major', 'year'), name='xcms_majorteam_unique', violation_error_message='This major already has a team for this year.'),
        ),
        migrations.AddConstraint(
            model_name='majorteam',
            constraint=models.CheckConstraint(condition=models.Q(('dual_qualified_ratio__isnull', True), models.Q(('dual_qualified_ratio__gte', 0), ('dual_qualified_ratio__lte', 1)), _connector='OR'), name='xcms_majorteam_dual_qualified_ratio', violation_error_message='A share lies between 0 and 1.'),
        ),
        migrations.AddConstraint(
            model_name='majorteam',
            constraint=models.CheckConstraint(condition=models.Q(('industry_expert_ratio__isnull', True), models.Q(('industry_expert_ratio__gte', 0), ('industry_expert_ratio__lte', 1)), _connector='OR'), name='xcms_majorteam_industry_expert_ratio', violation_error_message='A share lies between 0 and 1.'),
        ),
        migrations.AddConstraint(
            model_name='contactpoint',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('phone', ''), _negated=True), models.Q(('email', ''), _negated=True), models.Q(('address', ''), _negated=True), _connector='OR'), name='xcms_contact_reachable', violation_error_message='Give at least a phone number, an e-mail or an address.'),
        ),
        migrations.AddConstraint(
            model_name='contactpoint',
            constraint=models.CheckConstraint(condition=models.Q(('show_person', False), models.Q(('person', ''), _negated=True), _connector='OR'), name='xcms_contact_shown_person_named', violation_error_message='There is no person to show: give the name first.'),
        ),
        migrations.AddConstraint(
            model_name='contactpoint',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'school'), ('organization__isnull', True), ('school__isnull', False)), models.Q(('kind', 'organization'), ('organization__isnull', False), ('school__isnull', True)), models.Q(('kind', 'bureau'), ('organization__isnull', True), ('region__isnull', False), ('school__isnull', True)), models.Q(('kind', 'province'), ('organization__isnull', True), ('school__isnull', True)), _connector='OR'), name='xcms_contact_belongs', violation_error_message="A bureau needs its region, a school's office its school, an organisation's its organisation."),
        ),
        migrations.AddConstraint(
            model_name='approval',
            constraint=models.UniqueConstraint(fields=('school', 'certificate', 'level', 'major'), name='xcms_approval_unique', violation_error_message='This line exists already; record a decision on it instead.'),
        ),
        migrations.AddConstraint(
            model_name='approval',
            constraint=models.CheckConstraint(condition=models.Q(('level__in', ['', 'beginner', 'intermediate', 'advanced'])), name='xcms_approval_level_known'),
        ),
        migrations.AddConstraint(
            model_name='schoolname',
            constraint=models.UniqueConstraint(fields=('name_key',), name='xcms_schoolname_unique', violation_error_message='This name already belongs to a school.'),
        ),
        migrations.AddConstraint(
            model_name='schoolyear',
            constraint=models.UniqueConstraint(fields=('school', 'year'), name='xcms_schoolyear_unique', violation_error_message='This school already has figures for this year.'),
        ),
        migrations.AddConstraint(
            model_name='schoolyear',
            constraint=models.CheckConstraint(condition=models.Q(('year__gte', 2019), ('year__lte', 2100)), name='xcms_schoolyear_year_range'),
        ),
    ]
