from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from skoleporten.web.presence import board, calls, history, marks, offline, offline_setting, pupil, statements, visits

urlpatterns: list[URLPattern | URLResolver] = [
    path("today/", board.board, name="board"),
    path("today/marks/", marks.take, name="marks"),
    path("today/device/", offline.present, name="board_device"),
    path("today/shell/", offline.shell, name="board_shell"),
    path("sw.js", offline.worker, name="board_worker"),
    path("statements/", statements.many, name="statements"),
    path("statements/<uuid:public_id>/", statements.one, name="statement"),
    path("statements/<uuid:public_id>/week.csv", statements.week_file, name="statement_file"),
    path("offline/", offline_setting.choose, name="offline_setting"),
    path("today/home-visits/", visits.go_out, name="board_go_out"),
    path("today/home-visits/<uuid:visit>/back/", visits.come_back, name="board_come_back"),
    path("today/<uuid:public_id>/", pupil.pupil_day, name="board_pupil"),
    path("today/<uuid:public_id>/mark/", board.mark, name="board_mark"),
    path("today/<uuid:public_id>/card/", board.card, name="board_card"),
    path("today/<uuid:public_id>/call/", calls.call_home, name="board_call"),
    path("cases/<uuid:public_id>/presence/", history.case_presence, name="case_presence"),
    path("cases/<uuid:public_id>/presence/decide/", history.decide, name="case_presence_decide"),
]
