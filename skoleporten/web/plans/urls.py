from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from skoleporten.web.plans import ladder, one_step, page, together, told, writing

urlpatterns: list[URLPattern | URLResolver] = [
    path("told/", told.told, name="plans_told"),
    path("<uuid:public_id>/plan/", page.plan, name="plan"),
    path("<uuid:public_id>/plan/new/", writing.new, name="plan_new"),
    path("<uuid:public_id>/plan/together/", together.together, name="plan_together"),
    path("<uuid:public_id>/plan/together/<slug:question>/", together.ask, name="plan_ask"),
    path("<uuid:public_id>/plan/steps/<uuid:step>/", one_step.one, name="plan_step"),
    path("<uuid:public_id>/plan/steps/<uuid:step>/says/", one_step.add_answer, name="plan_answer"),
    path("<uuid:public_id>/plan/steps/<uuid:step>/basis/", one_step.add_basis, name="plan_basis"),
    path("<uuid:public_id>/plan/steps/<uuid:step>/take-back/", one_step.take_back, name="plan_take_back"),
    path("<uuid:public_id>/ladder/", ladder.ladder, name="ladder"),
    path("<uuid:public_id>/ladder/move/", ladder.move, name="ladder_move"),
]
