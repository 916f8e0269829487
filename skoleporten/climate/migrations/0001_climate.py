import django.db.models.deletion
import django.utils.timezone
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
            name='ItemSet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(unique=True)),
                ('is_shipped', models.BooleanField()),
                ('items', models.JSONField()),
                ('sha256', models.CharField(max_length=64)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-version'],
            },
        ),
        migrations.CreateModel(
            name='Pulse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('client_id', models.UUIDField(unique=True)),
                ('how', models.CharField(choices=[('alone', 'Each answered alone'), ('together', 'The group filled it in together')], max_length=8)),
                ('opened_on', models.DateField()),
                ('answer_by', models.DateField(blank=True, null=True)),
                ('closed_on', models.DateField(blank=True, null=True)),
                ('sealed', models.TextField(blank=True)),
                ('safety', models.SmallIntegerField(blank=True, null=True)),
                ('openness', models.SmallIntegerField(blank=True, null=True)),
                ('at_least', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('asked', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('items', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pulses', to='climate.itemset')),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-opened_on', '-id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('closed_on__isnull', True)), fields=('how',), name='one_open_pulse'), models.CheckConstraint(condition=models.Q(models.Q(('closed_by__isnull', True), ('closed_on__isnull', True), ('how', 'alone'), models.Q(('sealed', ''), _negated=True)), models.Q(('closed_by__isnull', False), ('closed_on__isnull', False), ('sealed', '')), _connector='OR'), name='a_closed_pulse_keeps_no_sums'), models.CheckConstraint(condition=models.Q(models.Q(('openness__isnull', True), ('safety__isnull', True)), models.Q(('closed_on__isnull', False), ('openness__range', (-2, 2)), ('safety__range', (-2, 2))), _connector='OR'), name='a_picture_has_two_places_and_is_of_a_closed_pulse'), models.CheckConstraint(condition=models.Q(models.Q(('at_least__isnull', True), ('how', 'together'), ('safety__isnull', False)), models.Q(('at_least__isnull', True), ('how', 'alone'), ('safety__isnull', True)), models.Q(('at_least__gte', 5), ('how', 'alone'), ('safety__isnull', False)), _connector='OR'), name='no_picture_of_fewer_than_five')],
            },
        ),
        append_only.operation("climate_itemset"),
    ]
