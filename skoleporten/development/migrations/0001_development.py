import django.db.models.deletion
import django.utils.timezone
import simple_history.models
import uuid
from django.conf import settings
from django.db import migrations, models

from skoleporten.audit import append_only


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Trial',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('client_id', models.UUIDField(unique=True)),
                ('about', models.CharField(max_length=300)),
                ('observed', models.TextField(blank=True)),
                ('hypothesis', models.TextField(blank=True)),
                ('alternatives', models.TextField(blank=True)),
                ('tries', models.CharField(blank=True, max_length=1000)),
                ('why', models.TextField(blank=True)),
                ('noticed_by', models.CharField(blank=True, max_length=1000)),
                ('starts_on', models.DateField(blank=True, null=True)),
                ('evaluate_on', models.DateField(blank=True, null=True)),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('written_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('changed_at', models.DateTimeField(blank=True, null=True)),
                ('changed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('previous', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='following', to='development.trial')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('about', ''), _negated=True), name='a_trial_is_about_something'),
                    models.CheckConstraint(condition=models.Q(models.Q(('evaluate_on__isnull', True), ('starts_on__isnull', True)), models.Q(('evaluate_on__isnull', False), ('owner__isnull', False), ('starts_on__isnull', False), models.Q(('tries', ''), _negated=True)), _connector='OR'), name='a_trial_with_dates_says_what_is_tried_and_by_whom'),
                    models.CheckConstraint(condition=models.Q(('starts_on__isnull', True), ('starts_on__lte', models.F('evaluate_on')), _connector='OR'), name='a_trial_is_looked_at_after_its_start'),
                ],
                'indexes': [
                    models.Index(fields=['ended_on', 'evaluate_on'], name='trial_ended_evaluate'),
                ],
                'ordering': ['evaluate_on', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Look',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('seen', models.CharField(max_length=1000)),
                ('next', models.CharField(choices=[('go_on', 'Goes on as it is'), ('change', 'Goes on, changed'), ('end', 'Ends')], max_length=8)),
                ('evaluate_on', models.DateField(blank=True, null=True)),
                ('client_id', models.UUIDField(unique=True)),
                ('keep', models.CharField(blank=True, max_length=1000)),
                ('change', models.CharField(blank=True, max_length=1000)),
                ('stop', models.CharField(blank=True, max_length=1000)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('trial', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='looks', to='development.trial')),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('evaluate_on__isnull', True), ('next', 'end')), models.Q(models.Q(('next', 'end'), _negated=True), ('evaluate_on__isnull', False)), _connector='OR'), name='a_trial_that_goes_on_is_looked_at_again'),
                ],
                'ordering': ['at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='HistoricalTrial',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('public_id', models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ('client_id', models.UUIDField(db_index=True)),
                ('about', models.CharField(max_length=300)),
                ('observed', models.TextField(blank=True)),
                ('hypothesis', models.TextField(blank=True)),
                ('alternatives', models.TextField(blank=True)),
                ('tries', models.CharField(blank=True, max_length=1000)),
                ('why', models.TextField(blank=True)),
                ('noticed_by', models.CharField(blank=True, max_length=1000)),
                ('starts_on', models.DateField(blank=True, null=True)),
                ('evaluate_on', models.DateField(blank=True, null=True)),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('written_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('changed_at', models.DateTimeField(blank=True, null=True)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('changed_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('written_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('previous', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='development.trial')),
            ],
            options={
                'verbose_name': 'historical trial',
                'verbose_name_plural': 'historical trials',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalGround',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('public_id', models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ('kind', models.CharField(choices=[('theme', 'theme'), ('statement', 'statement'), ('shelf', 'shelf'), ('climate', 'climate'), ('result', 'result')], max_length=9)),
                ('thing', models.UUIDField(blank=True, null=True)),
                ('words', models.CharField(blank=True, max_length=500)),
                ('figure', models.CharField(blank=True, max_length=60)),
                ('of_what', models.CharField(blank=True, max_length=200)),
                ('as_of', models.DateField(blank=True, null=True)),
                ('added_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('added_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('trial', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='development.trial')),
            ],
            options={
                'verbose_name': 'historical ground',
                'verbose_name_plural': 'historical grounds',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Ground',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('theme', 'theme'), ('statement', 'statement'), ('shelf', 'shelf'), ('climate', 'climate'), ('result', 'result')], max_length=9)),
                ('thing', models.UUIDField(blank=True, null=True)),
                ('words', models.CharField(blank=True, max_length=500)),
                ('figure', models.CharField(blank=True, max_length=60)),
                ('of_what', models.CharField(blank=True, max_length=200)),
                ('as_of', models.DateField(blank=True, null=True)),
                ('added_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('trial', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grounds', to='development.trial')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('trial', 'kind', 'thing'), name='a_trial_rests_on_a_thing_once'),
                    models.CheckConstraint(condition=models.Q(models.Q(('kind', 'result'), ('thing__isnull', True), models.Q(('words', ''), _negated=True)), models.Q(models.Q(('kind', 'result'), _negated=True), ('figure', ''), ('thing__isnull', False), ('words', '')), _connector='OR'), name='a_ground_names_a_thing_or_is_a_result'),
                    models.CheckConstraint(condition=models.Q(models.Q(('as_of__isnull', True), ('figure', ''), ('of_what', '')), models.Q(models.Q(('figure', ''), _negated=True), models.Q(('of_what', ''), _negated=True), ('as_of__isnull', False)), _connector='OR'), name='a_figure_says_what_it_is_of_and_as_of_when'),
                ],
                'ordering': ['id'],
            },
        ),
        append_only.operation("development_look"),
    ]
