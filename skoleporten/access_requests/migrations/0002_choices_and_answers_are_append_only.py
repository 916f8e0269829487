from django.db import migrations

from skoleporten.audit import append_only


class Migration(migrations.Migration):
    dependencies = [("access_requests", "0001_requests")]

    operations = [append_only.operation("access_requests_itemchoice", "access_requests_answer")]
