from django.urls import path

from skoleporten.web.schools import calendar_files, calendar_views, views

_CALENDAR = "calendar/<int:year>/"
# The same pages for the municipality's calendar and for a school's (whose names begin with `school_`).
_OF_BOTH = (
    ("", calendar_views.show, "calendar"),
    ("entries/add/", calendar_views.add_entry, "calendar_add"),
    ("entries/<uuid:entry>/", calendar_views.change_entry, "calendar_entry"),
    ("lengths/", calendar_views.set_lengths, "calendar_lengths"),
    ("use/", calendar_views.use, "calendar_use"),
    ("file/", calendar_files.hand_in, "calendar_file"),
    ("calendar.ics", calendar_files.as_ics, "calendar_ics"),
    ("calendar.csv", calendar_files.as_csv, "calendar_csv"),
)

urlpatterns = [
    path("", views.all_schools, name="schools"),
    path("<uuid:school>/", views.one_school, name="school"),
    path("<uuid:school>/change/", views.change_school, name="school_change"),
    path(_CALENDAR + "days/", calendar_views.set_days, name="calendar_days"),
    path(_CALENDAR + "from-days/", calendar_views.begin_from_days, name="calendar_from_days"),
    *[path(_CALENDAR + tail, view, name=name) for tail, view, name in _OF_BOTH],
    *[path("<uuid:school>/" + _CALENDAR + tail, view, name=f"school_{name}") for tail, view, name in _OF_BOTH],
]
