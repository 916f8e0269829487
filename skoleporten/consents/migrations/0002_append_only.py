from django.db import migrations

from skoleporten.audit import append_only


class Migration(migrations.Migration):
    dependencies = [("consents", "0001_initial")]

    operations = [append_only.operation("consents_consenttext")]
