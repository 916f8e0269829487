from django.db import migrations

from skoleporten.audit import append_only


class Migration(migrations.Migration):
    dependencies = [("plans", "0001_plan_and_ladder")]

    operations = [
        append_only.operation(
            "plans_planstep",
            "plans_planpart",
            "plans_planexpectation",
            "plans_steptakenback",
            "plans_plananswer",
            "plans_planbasis",
            "plans_leadertold",
            "plans_rungmove",
        )
    ]
