from django.db import migrations

from skoleporten.audit import append_only


class Migration(migrations.Migration):
    dependencies = [("intake", "0002_meetings_and_decisions")]

    operations = [append_only.operation("intake_decision")]
