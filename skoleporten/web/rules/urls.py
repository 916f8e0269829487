from django.urls import path

from skoleporten.web.rules import choosing, costs, views

urlpatterns = [
    path("", views.rules, name="rules"),
    path("costs/", costs.show, name="rule_costs"),
    path("costs/count/", costs.count, name="rule_costs_count"),
    path("choosing/", choosing.choose, name="rules_choose"),
]
