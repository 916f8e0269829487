from __future__ import annotations

from django.urls import path

from skoleporten.web.rig import away, capacity, overview, rooms, services, setting_up

urlpatterns = [
    path("", overview.rig, name="rig"),
    path("rooms/", rooms.rooms, name="rig_rooms"),
    path("rooms/book/", rooms.book_a_room, name="rig_book"),
    path("rooms/bookings/<uuid:booking>/release/", rooms.give_back, name="rig_release"),
    path("rooms/new/", setting_up.room_new, name="rig_room_new"),
    path("rooms/<uuid:room>/", rooms.room, name="rig_room"),
    path("rooms/<uuid:room>/change/", setting_up.room, name="rig_room_change"),
    path("services/", services.services, name="rig_services"),
    path("services/new/", services.new, name="rig_service_new"),
    path("services/<uuid:service>/", services.one, name="rig_service"),
    path("capacity/", capacity.capacity, name="rig_capacity"),
    path("capacity/new/", capacity.new, name="rig_capacity_new"),
    path("capacity/<uuid:capacity>/", capacity.one, name="rig_capacity_one"),
    path("away/", away.away, name="rig_away"),
    path("away/new/", away.new, name="rig_away_new"),
    path("away/<uuid:away>/", away.one, name="rig_away_one"),
    path("set-up/", setting_up.set_up, name="rig_set_up"),
    path("functions/new/", setting_up.function_new, name="rig_function_new"),
    path("functions/<uuid:function>/", setting_up.function, name="rig_function"),
    path("functions/<uuid:function>/holders/new/", setting_up.holding_new, name="rig_holding_new"),
    path("functions/holders/<uuid:holding>/", setting_up.holding, name="rig_holding"),
]
