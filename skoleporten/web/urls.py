"""Every address of the product. Each view declares its policy; a test lists them all and fails on one without."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from skoleporten.web import acting, language

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("skoleporten.web.start.urls")),
    path("advice/", include("skoleporten.web.advice.urls")),
    path("concerns/", include("skoleporten.web.concerns.urls")),
    path("pupils/", include("skoleporten.web.pupils.urls")),
    path("pupils/", include("skoleporten.web.relations.urls")),
    path("pupils/", include("skoleporten.web.consents.pupil_urls")),
    path("", include("skoleporten.web.looks.urls")),
    path("", include("skoleporten.web.grants.urls")),
    path("consents/", include("skoleporten.web.consents.urls")),
    path("documents/", include("skoleporten.web.documents.urls")),
    path("duties/", include("skoleporten.web.duties.urls")),
    path("intake/", include("skoleporten.web.intake.urls")),
    path("intake/", include("skoleporten.web.intake.decision_urls")),
    path("cases/", include("skoleporten.web.cases.urls")),
    path("cases/", include("skoleporten.web.plans.urls")),
    path("cases/", include("skoleporten.web.supports.case_urls")),
    path("cases/", include("skoleporten.web.judgement.urls")),
    path("", include("skoleporten.web.presence.urls")),
    path("meetings/", include("skoleporten.web.meetings.urls")),
    path("meetings/", include("skoleporten.web.agendas.urls")),
    path("meetings/", include("skoleporten.web.minutes.urls")),
    path("week/", include("skoleporten.web.week.urls")),
    path("rig/", include("skoleporten.web.rig.urls")),
    path("panels/", include("skoleporten.web.panels.urls")),
    path("climate/", include("skoleporten.web.climate.urls")),
    path("development/", include("skoleporten.web.development.urls")),
    path("", include("skoleporten.web.front.urls")),
    path("mine/", include("skoleporten.web.portal.urls")),
    path("voices/", include("skoleporten.web.voices.urls")),
    path("supports/", include("skoleporten.web.supports.urls")),
    path("threads/", include("skoleporten.web.threads.urls")),
    path("on-call/", include("skoleporten.web.on_call.urls")),
    path("surveys/", include("skoleporten.web.surveys.urls")),
    path("access-requests/", include("skoleporten.web.access_requests.urls")),
    path("notices/", include("skoleporten.web.notices.urls")),
    path("settings/reach/", include("skoleporten.web.notices.reach_urls")),
    path("rules/", include("skoleporten.web.rules.urls")),
    path("imports/", include("skoleporten.web.imports.urls")),
    path("schools/", include("skoleporten.web.schools.urls")),
    path("school-years/", include("skoleporten.web.school_years.urls")),
    path("", include("skoleporten.web.sign_in.urls")),
    path("role/", acting.choose, name="choose_role"),
    path("language/<slug:language>/", language.choose, name="choose_language"),
]
