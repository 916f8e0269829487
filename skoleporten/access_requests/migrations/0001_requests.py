import django.db.models.deletion
import simple_history.models
import skoleporten.access.sealed_texts
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('documents', '0003_receivers'),
        ('people', '0004_relation_imported_by'),
    ]

    operations = [
        migrations.CreateModel(
            name='AccessRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('client_id', models.UUIDField(unique=True)),
                ('role', models.CharField(choices=[('guardian', 'guardian'), ('pupil', 'pupil')], max_length=8)),
                ('words_encrypted', models.TextField(blank=True, editable=False)),
                ('asked_at', models.DateTimeField()),
                ('due_at_first', models.DateField()),
                ('due', models.DateField()),
                ('why_prolonged', models.CharField(blank=True, max_length=1000)),
                ('prolonged_at', models.DateTimeField(blank=True, null=True)),
                ('state', models.CharField(choices=[('open', 'Being answered'), ('answered', 'Answered'), ('taken_back', 'Taken back')], default='open', max_length=10)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('guardian', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.guardian')),
                ('prolonged_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('pupil', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='access_requests', to='people.pupil')),
            ],
            options={
                'ordering': ['-asked_at', '-id'],
                'indexes': [models.Index(fields=['state', 'due'], name='access_request_state_due')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('pupil', 'asked_by', 'role'), name='one_open_access_request_a_person_and_pupil'), models.CheckConstraint(condition=models.Q(models.Q(('guardian__isnull', False), ('role', 'guardian')), models.Q(('guardian__isnull', True), ('role', 'pupil')), _connector='OR'), name='a_guardians_access_request_names_her'), models.CheckConstraint(condition=models.Q(models.Q(('due', models.F('due_at_first')), ('prolonged_at__isnull', True), ('why_prolonged', '')), models.Q(('due__gt', models.F('due_at_first')), ('prolonged_at__isnull', False), models.Q(('why_prolonged', ''), _negated=True)), _connector='OR'), name='a_prolonged_access_request_says_why'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('state', 'open')), models.Q(('ended_at__isnull', False), models.Q(('state', 'open'), _negated=True)), _connector='OR'), name='an_access_request_that_is_over_says_when')],
            },
            bases=(skoleporten.access.sealed_texts.SealedTexts, models.Model),
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('number', models.PositiveIntegerField()),
                ('language', models.CharField(max_length=8)),
                ('given', models.PositiveIntegerField()),
                ('masked', models.PositiveIntegerField()),
                ('withheld', models.PositiveIntegerField()),
                ('made_at', models.DateTimeField()),
                ('file', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.storedfile')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='access_requests.accessrequest')),
            ],
            options={
                'ordering': ['-number'],
                'constraints': [models.UniqueConstraint(fields=('request', 'number'), name='one_answer_a_number')],
            },
        ),
        migrations.CreateModel(
            name='HistoricalAccessRequest',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('public_id', models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ('client_id', models.UUIDField(db_index=True)),
                ('role', models.CharField(choices=[('guardian', 'guardian'), ('pupil', 'pupil')], max_length=8)),
                ('words_encrypted', models.TextField(blank=True, editable=False)),
                ('asked_at', models.DateTimeField()),
                ('due_at_first', models.DateField()),
                ('due', models.DateField()),
                ('why_prolonged', models.CharField(blank=True, max_length=1000)),
                ('prolonged_at', models.DateTimeField(blank=True, null=True)),
                ('state', models.CharField(choices=[('open', 'Being answered'), ('answered', 'Answered'), ('taken_back', 'Taken back')], default='open', max_length=10)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('asked_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('guardian', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='people.guardian')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('prolonged_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('pupil', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='people.pupil')),
            ],
            options={
                'verbose_name': 'historical access request',
                'verbose_name_plural': 'historical access requests',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalObjection',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('public_id', models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ('client_id', models.UUIDField(db_index=True)),
                ('words_encrypted', models.TextField(editable=False)),
                ('sent_at', models.DateTimeField()),
                ('outcome', models.CharField(blank=True, choices=[('changed', 'We decide again'), ('kept', 'We keep the answer, and sent the complaint on')], max_length=8)),
                ('answer_encrypted', models.TextField(blank=True, editable=False)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('answered_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('request', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='access_requests.accessrequest')),
            ],
            options={
                'verbose_name': 'historical objection',
                'verbose_name_plural': 'historical objections',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='ItemChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('source', models.CharField(max_length=40)),
                ('item', models.CharField(max_length=64)),
                ('number', models.PositiveIntegerField()),
                ('verdict', models.CharField(choices=[('give', 'give'), ('mask', 'mask'), ('withhold', 'withhold')], max_length=8)),
                ('basis', models.CharField(blank=True, choices=[('others', 'others'), ('confidential', 'confidential'), ('harm', 'harm'), ('internal', 'internal'), ('crime', 'crime'), ('evident_interest', 'evident_interest')], max_length=24)),
                ('reason_encrypted', models.TextField(blank=True, editable=False)),
                ('shown_encrypted', models.TextField(blank=True, editable=False)),
                ('seen', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='choices', to='access_requests.accessrequest')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('request', 'source', 'item', 'number'), name='one_choice_a_number'), models.CheckConstraint(condition=models.Q(models.Q(('basis', ''), ('reason_encrypted', ''), ('verdict', 'give')), models.Q(('verdict__in', ['mask', 'withhold']), models.Q(('basis', ''), _negated=True), models.Q(('reason_encrypted', ''), _negated=True)), _connector='OR'), name='what_is_held_back_has_a_basis_and_a_reason'), models.CheckConstraint(condition=models.Q(models.Q(('verdict', 'mask'), models.Q(('shown_encrypted', ''), _negated=True)), models.Q(models.Q(('verdict', 'mask'), _negated=True), ('shown_encrypted', '')), _connector='OR'), name='only_what_is_masked_has_its_own_text')],
            },
            bases=(skoleporten.access.sealed_texts.SealedTexts, models.Model),
        ),
        migrations.CreateModel(
            name='Objection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('client_id', models.UUIDField(unique=True)),
                ('words_encrypted', models.TextField(editable=False)),
                ('sent_at', models.DateTimeField()),
                ('outcome', models.CharField(blank=True, choices=[('changed', 'We decide again'), ('kept', 'We keep the answer, and sent the complaint on')], max_length=8)),
                ('answer_encrypted', models.TextField(blank=True, editable=False)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='objections', to='access_requests.accessrequest')),
            ],
            options={
                'ordering': ['-sent_at', '-id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('outcome', '')), fields=('request',), name='one_waiting_complaint_about_an_answer'), models.CheckConstraint(condition=models.Q(models.Q(('answer_encrypted', ''), ('answered_at__isnull', True), ('outcome', '')), models.Q(models.Q(('outcome', ''), _negated=True), models.Q(('answer_encrypted', ''), _negated=True), ('answered_at__isnull', False)), _connector='OR'), name='an_answered_complaint_says_how')],
            },
            bases=(skoleporten.access.sealed_texts.SealedTexts, models.Model),
        ),
        migrations.CreateModel(
            name='PupilAsked',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('source', models.CharField(max_length=40)),
                ('item', models.CharField(max_length=64)),
                ('asked_at', models.DateTimeField()),
                ('says', models.CharField(blank=True, choices=[('yes', 'Yes'), ('no', 'No')], max_length=3)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='asked_of_pupil', to='access_requests.accessrequest')),
            ],
            options={
                'ordering': ['asked_at', 'id'],
                'constraints': [models.UniqueConstraint(fields=('request', 'source', 'item'), name='a_pupil_is_asked_once_an_item'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', True), ('says', '')), models.Q(models.Q(('says', ''), _negated=True), ('answered_at__isnull', False)), _connector='OR'), name='a_pupils_answer_has_its_time')],
            },
        ),
    ]
