from django.urls import path

from skoleporten.web.school_years import views

urlpatterns = [
    path("", views.all_years, name="school_years"),
    path("<int:year>/change/", views.change, name="school_year_change"),
    path("<int:year>/state/", views.state, name="school_year_state"),
    path("<int:year>/leaving/", views.leaving_pupils, name="leaving_pupils"),
]
