from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from skoleporten.web.agendas import changing, morning, one, telling, wishes

# What an item is about: «measure» and the id of the measure. Together they are its key.
ITEM = "<uuid:public_id>/agenda/<slug:what>/<uuid:about>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("morning/", morning.morning, name="morning_talk"),
    path("wishes/", wishes.waiting, name="agenda_wishes"),
    path("wishes/<uuid:wish>/", wishes.one, name="agenda_wish"),
    path("<uuid:public_id>/agenda/", one.agenda_page, name="agenda"),
    path("<uuid:public_id>/agenda/add/", changing.add, name="agenda_add"),
    path("<uuid:public_id>/agenda/move/", changing.move, name="agenda_move"),
    path(ITEM, one.item, name="agenda_item"),
    path(f"{ITEM}drop/", changing.drop, name="agenda_drop"),
    path(f"{ITEM}put-back/", changing.put_back, name="agenda_put_back"),
    path(f"{ITEM}tell/", telling.page, name="agenda_tell"),
    path(f"{ITEM}minutes/", changing.set_minutes, name="agenda_minutes"),
]
