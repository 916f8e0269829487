from django.db import migrations

from skoleporten.audit import append_only


class Migration(migrations.Migration):
    dependencies = [("front", "0001_the_open_page")]

    operations = [append_only.operation("front_pagefacts")]
