from django.db import migrations

from skoleporten.audit import append_only


class Migration(migrations.Migration):
    dependencies = [("concerns", "0001_initial")]

    operations = [append_only.operation("concerns_rulesettext", "concerns_concernstep")]
