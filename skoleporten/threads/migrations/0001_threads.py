import django.db.models.deletion
import django.utils.timezone
import skoleporten.access.sealed_texts
import uuid
from django.conf import settings
from django.db import migrations, models

from skoleporten.audit import append_only


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0004_relation_imported_by'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Thread',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('client_id', models.UUIDField(unique=True)),
                ('matter', models.CharField(choices=[('plan', 'The plan'), ('meeting', 'A meeting'), ('absence', 'Being away from school'), ('consent', 'A consent'), ('other', 'Something else')], max_length=12)),
                ('heading_encrypted', models.TextField(blank=True, editable=False)),
                ('for_guardians', models.BooleanField(default=False)),
                ('for_pupil', models.BooleanField(default=False)),
                ('opened_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('newest_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('waits_since', models.DateTimeField(blank=True, null=True)),
                ('answer_by', models.DateField(blank=True, null=True)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('assigned_to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='threads', to=settings.AUTH_USER_MODEL)),
                ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('guardian', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='threads', to='people.guardian')),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('pupil', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='threads', to='people.pupil')),
                ('readers', models.ManyToManyField(blank=True, related_name='threads_to_read', to='people.guardian')),
            ],
            options={
                'ordering': ['-newest_at', '-id'],
            },
            bases=(skoleporten.access.sealed_texts.SealedTexts, models.Model),
        ),
        migrations.CreateModel(
            name='Reading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('by_family', models.BooleanField()),
                ('at', models.DateTimeField()),
                ('first_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('thread', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='readings', to='threads.thread')),
            ],
            options={
                'ordering': ['first_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('client_id', models.UUIDField(unique=True)),
                ('by_family', models.BooleanField()),
                ('text_encrypted', models.TextField(editable=False)),
                ('written_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('thread', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='threads.thread')),
            ],
            options={
                'ordering': ['written_at', 'id'],
            },
            bases=(skoleporten.access.sealed_texts.SealedTexts, models.Model),
        ),
        migrations.CreateModel(
            name='Turn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('opened', 'Begun'), ('closed', 'Closed'), ('reopened', 'Opened again'), ('assigned', 'Given to somebody on the team'), ('readers', 'Who may read along was changed'), ('no_answer_needed', 'Read; it needed no answer')], max_length=16)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('thread', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='turns', to='threads.thread')),
                ('to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['at', 'id'],
            },
        ),
        migrations.AddIndex(
            model_name='thread',
            index=models.Index(fields=['pupil', '-newest_at'], name='thread_pupil_newest'),
        ),
        migrations.AddConstraint(
            model_name='thread',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer_by__isnull', True), ('waits_since__isnull', True)), models.Q(('answer_by__isnull', False), ('closed_at__isnull', True), ('waits_since__isnull', False)), _connector='OR'), name='an_open_thread_that_waits_has_a_day'),
        ),
        migrations.AddConstraint(
            model_name='thread',
            constraint=models.CheckConstraint(condition=models.Q(('guardian__isnull', False), ('for_pupil', False), _connector='OR'), name='a_pupils_own_thread_is_for_her'),
        ),
        migrations.AddConstraint(
            model_name='thread',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('closed_by__isnull', True)), models.Q(('closed_at__isnull', False), ('closed_by__isnull', False)), _connector='OR'), name='a_thread_is_closed_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='reading',
            constraint=models.UniqueConstraint(fields=('thread', 'user', 'by_family'), name='one_reading_a_thread_and_person'),
        ),
        migrations.AddConstraint(
            model_name='reading',
            constraint=models.CheckConstraint(condition=models.Q(('at__gte', models.F('first_at'))), name='readings_in_order'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.CheckConstraint(condition=models.Q(('text_encrypted', ''), _negated=True), name='a_message_says_something'),
        ),
        append_only.operation("threads_message", "threads_turn"),
    ]
