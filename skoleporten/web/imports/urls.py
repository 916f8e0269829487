from django.urls import path

from skoleporten.web.imports import views

urlpatterns = [
    path("", views.all_imports, name="imports"),
    path("hand-in/", views.hand_in, name="import_hand_in"),
    path("<uuid:public_id>/", views.one_import, name="import"),
    path("<uuid:public_id>/state/", views.state, name="import_state"),
    path("<uuid:public_id>/apply/", views.apply, name="import_apply"),
    path("<uuid:public_id>/release/", views.release, name="import_release"),
    path("<uuid:public_id>/withdraw/", views.withdraw, name="import_withdraw"),
    path("<uuid:public_id>/rejected/", views.rejected, name="import_rejected"),
    path("<uuid:public_id>/rejected.csv", views.rejected_file, name="import_rejected_file"),
]
