from django.db import migrations

from skoleporten.audit import append_only


class Migration(migrations.Migration):
    """SQLite makes a table anew to change a column, and loses its triggers on the way."""

    dependencies = [("concerns", "0004_follow_up")]

    operations = [
        append_only.operation(
            "concerns_concernstep",
            "concerns_routinetext",
            "concerns_choice",
            "concerns_evaluation",
            "concerns_information",
            "concerns_advice",
        )
    ]
