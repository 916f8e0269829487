from django.db import migrations

from skoleporten.audit import append_only


class Migration(migrations.Migration):
    dependencies = [("voices", "0001_own_words")]

    operations = [append_only.operation("voices_earlierword", "voices_wordread")]
