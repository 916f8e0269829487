from __future__ import annotations

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "skoleporten.cases"

    def ready(self) -> None:
        from skoleporten.access.signals import access_ended
        from skoleporten.cases.handing_back import when_a_case_ends_or_begins_again
        from skoleporten.cases.leaving import when_access_ends
        from skoleporten.cases.opening import when_an_intake_moves
        from skoleporten.intake.signals import intake_moved

        intake_moved.connect(when_an_intake_moves, dispatch_uid="cases.opening")
        access_ended.connect(when_access_ends, dispatch_uid="cases.leaving")
        intake_moved.connect(when_a_case_ends_or_begins_again, dispatch_uid="cases.handing_back")
