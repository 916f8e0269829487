from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from skoleporten.web.panels import changes, members, overview, sessions, shelf, statements, themes, way

PANEL, SESSION = "<uuid:public_id>/", "sessions/<uuid:session>/"
STATEMENT, MEMBER = "statements/<uuid:statement>/", "members/<uuid:member>/"
THEME, CHANGE, ITEM = "themes/<uuid:theme>/", "changes/<uuid:change>/", "shelf/<uuid:book>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", overview.panels, name="panels"),
    path(PANEL, overview.panel, name="panel"),
    path(f"{PANEL}printed/", overview.printed, name="panel_printed"),
    path(f"{PANEL}start/", way.start, name="panel_start"),
    path(f"{PANEL}settle/", way.settle, name="panel_settle"),
    path(f"{PANEL}break/", way.rest, name="panel_rest"),
    path(f"{PANEL}move/", way.move, name="panel_move"),
    path(f"{PANEL}members/", members.every, name="panel_members"),
    path(f"{PANEL}members/new/", members.new, name="panel_member_new"),
    path(f"{PANEL}members/by-consent/", members.by_consent, name="panel_member_by_consent"),
    path(MEMBER, members.one, name="panel_member"),
    path(f"{MEMBER}leave/", members.leave, name="panel_member_leave"),
    path(f"{PANEL}sessions/new/", sessions.new, name="panel_session_new"),
    path(SESSION, sessions.one, name="panel_session"),
    path(f"{SESSION}change/", sessions.change, name="panel_session_change"),
    path(f"{SESSION}held/", sessions.held, name="panel_session_held"),
    path(f"{SESSION}cancel/", sessions.cancel, name="panel_session_cancel"),
    path(f"{SESSION}looked-over/", sessions.looked_over, name="panel_session_looked_over"),
    path(f"{SESSION}questions/new/", sessions.ask, name="panel_question_new"),
    path(f"{SESSION}statements/new/", statements.new, name="panel_statement_new"),
    path("questions/<uuid:asked>/take-back/", sessions.take_back_question, name="panel_question_take_back"),
    path(STATEMENT, statements.one, name="panel_statement"),
    path(f"{STATEMENT}correct/", statements.correct, name="panel_statement_correct"),
    path(f"{STATEMENT}take-away/", statements.take_away, name="panel_statement_take_away"),
    path("themes/", themes.every, name="panel_themes"),
    path("themes/new/", themes.new, name="panel_theme_new"),
    path(THEME, themes.one, name="panel_theme"),
    path(f"{THEME}change/", themes.change, name="panel_theme_change"),
    path(f"{THEME}use/", themes.use, name="panel_theme_use"),
    path("changes/new/", changes.new, name="panel_change_new"),
    path(CHANGE, changes.one, name="panel_change"),
    path(f"{CHANGE}change/", changes.change, name="panel_change_change"),
    path(f"{CHANGE}told/", changes.tell_back, name="panel_tell_back"),
    path("shelf/", shelf.every, name="shelf"),
    path("shelf/new/", shelf.new, name="shelf_new"),
    path(ITEM, shelf.one, name="shelf_item"),
    path(f"{ITEM}change/", shelf.change, name="shelf_item_change"),
    path(f"{ITEM}use/", shelf.use, name="shelf_item_use"),
]
