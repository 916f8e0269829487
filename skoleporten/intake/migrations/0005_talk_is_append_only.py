from django.db import migrations

from skoleporten.audit import append_only


class Migration(migrations.Migration):
    dependencies = [("intake", "0004_talk")]

    operations = [append_only.operation("intake_cataloguetext", "intake_questionstext", "intake_talkchoice")]
