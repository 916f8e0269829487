from django.db import migrations

from skoleporten.audit import append_only


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [append_only.operation("audit_event", "audit_eventpupil")]
