from django.db import migrations

from skoleporten.audit import append_only


class Migration(migrations.Migration):
    dependencies = [("presence", "0001_marks_and_days")]

    operations = [append_only.operation("presence_mark", "presence_callhome")]
