from django.urls import path

from skoleporten.web.grants import by_name, files, invitations, verifying, views, ways_in

urlpatterns = [
    path("users/", views.all_users, name="users"),
    path("users/new/", views.new_user, name="user_new"),
    path("users/<uuid:user>/", views.one_user, name="user"),
    path("users/<uuid:user>/access/", views.give, name="user_give"),
    path("users/<uuid:user>/access/<uuid:grant>/end/", views.end, name="user_end_grant"),
    path("users/<uuid:user>/closing/", views.close, name="user_close"),
    path("users/<uuid:user>/opening/", views.reopen, name="user_open"),
    path("users/<uuid:user>/invitation/", invitations.invite, name="user_invite"),
    path("users/<uuid:user>/second-factor/", ways_in.remove_factor, name="user_remove_factor"),
    path("users/<uuid:user>/identities/", ways_in.link, name="user_link_identity"),
    path("users/<uuid:user>/identities/unlinking/", ways_in.unlink, name="user_unlink_identity"),
    path("users/<uuid:user>/ways-in/<uuid:change>/", ways_in.decide, name="user_decide_way_in"),
    path("invitation/<slug:token>/", invitations.accept, name="invitation"),
    path("people-files/", files.all_files, name="people_files"),
    path("people-files/<uuid:people_file>/", files.one_file, name="people_file"),
    path("people-files/<uuid:people_file>/applying/", files.apply, name="people_file_apply"),
    path("people-files/<uuid:people_file>/withdrawing/", files.withdraw, name="people_file_withdraw"),
    path("people-files/<uuid:people_file>/verifying/", verifying.verify_stated, name="people_file_verify"),
    path("people-files/<uuid:people_file>/verifying/deciding/", verifying.decide, name="people_file_verify_decide"),
    path("access-by-name/", by_name.all_proposals, name="access_by_name"),
    path("access-by-name/<uuid:proposal>/", by_name.decide, name="access_by_name_decide"),
]
