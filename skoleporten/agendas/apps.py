from __future__ import annotations

from django.apps import AppConfig


class AgendasConfig(AppConfig):
    name = "skoleporten.agendas"

    def ready(self) -> None:
        from skoleporten.agendas import setting, sources
        from skoleporten.agendas.sources import cases, consents, intake, left_open, presence
        from skoleporten.meetings.models import Meeting
        from skoleporten.meetings.signals import meeting_changed

        sources.register("left_open", left_open.left_open)
        sources.register("offers", intake.offers)
        sources.register("new_referrals", intake.new_referrals)
        sources.register("intake_decisions", intake.intake_decisions)
        sources.register("choices", cases.choices)
        sources.register("measures", cases.measures)
        sources.register("plans", cases.plans)
        sources.register("handing_back", cases.handing_back)
        sources.register("no_presence", presence.no_presence)
        sources.register("consents", consents.consents)
        meeting_changed.connect(setting.when_a_meeting_is_held, sender=Meeting, dispatch_uid="agendas.held")
