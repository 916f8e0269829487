"""Every address of the product, and how it is asked for one's own, another's and nobody's things.

A new address without an id in it needs nothing here. One with an id:
1. a line in `THINGS`: the address up to the id, and what the id names; all addresses that begin so share it;
2. in the canaries_*.py of its subject `planted.keep(whose, "the thing", its.public_id)`, which runs for the own and
   for the foreign school, and `planted.words.append(Word(…))` for each text of it that stands nowhere else;
3. a line in `ALL_OF_THEM`, only where a role sees the thing whosesoever it is.
A part of an address that names no object, such as a year, stands in `PLAIN`.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from skoleporten.access.models import Role
from skoleporten.web.policy import Policy, policy_of
from tests.pages import lasting

THINGS = {
    "access-requests/<uuid:public_id>": "access_request",
    "advice/<uuid:public_id>": "discussion",
    "access-by-name/<uuid:proposal>": "proposal",
    "cases/<uuid:public_id>": "case",
    "cases/<uuid:public_id>/as-family/guardians/<uuid:relation>": "guardianship",
    "cases/<uuid:public_id>/decisions/<uuid:decision>": "standing_decision",
    "cases/<uuid:public_id>/plan/steps/<uuid:step>": "plan_step",
    "cases/<uuid:public_id>/goals/<uuid:goal>": "goal",
    "cases/<uuid:public_id>/loop/<uuid:turn>": "round",
    "cases/<uuid:public_id>/loop/<uuid:turn>/measures/<uuid:measure>": "case_measure",
    "cases/<uuid:public_id>/notes/<uuid:note>": "note",
    "cases/<uuid:public_id>/team/<uuid:member>": "case_member",
    "concerns/<uuid:public_id>": "concern",
    "concerns/<uuid:public_id>/discussions/<uuid:discussion>": "discussion",
    "concerns/<uuid:public_id>/measures/<uuid:measure>": "measure",
    "consents/<uuid:public_id>": "consent",
    "consents/<uuid:public_id>/answers/<uuid:answer>": "consent_answer",
    "consents/<uuid:public_id>/specialists/<uuid:member>": "case_team_member",
    "consents/mine/<uuid:public_id>": "consent",
    "development/<uuid:public_id>": "trial",
    "development/<uuid:public_id>/grounds/<uuid:ground>": "ground",
    "documents/<uuid:public_id>": "document",
    "documents/attachments/<uuid:public_id>": "attachment",
    "duties/environment/<uuid:public_id>": "environment_report",
    "duties/interventions/<uuid:public_id>": "intervention",
    "duties/officials/<uuid:official>": "official",
    "duties/pupils/<uuid:public_id>": "pupil",
    "emergency/review/<uuid:public_id>": "break_glass",
    "imports/<uuid:public_id>": "import",
    "intake/<uuid:public_id>": "intake",
    "intake/<uuid:public_id>/talk/accounts/<uuid:informant>": "informant",
    "intake/<uuid:public_id>/talk/hypotheses/<uuid:hypothesis>": "hypothesis",
    "intake/<uuid:public_id>/talk/near/<uuid:person>": "near",
    "intake/<uuid:public_id>/talk/scores/<uuid:score>": "score",
    "intake/<uuid:public_id>/talk/stories/<uuid:story>": "story",
    "intake/account/<uuid:pupil>": "pupil",
    "intake/decisions/<uuid:decision>": "decision",
    "intake/decisions/mine/<uuid:decision>": "decision",
    "intake/decisions/school/<uuid:decision>": "decision",
    "intake/links/<uuid:link>": "outside_link",
    "intake/meetings/<uuid:meeting>": "meeting",
    "intake/refer/<uuid:pupil>": "pupil",
    "intake/sent/<uuid:referral>": "referral",
    "meetings/wishes/<uuid:wish>": "wish",
    "mine/<uuid:child>": "pupil",
    "mine/<uuid:child>/questions/<uuid:asking>": "asking",
    "mine/<uuid:child>/talk/<uuid:wish>": "talk_wish",
    "mine/<uuid:child>/way/<uuid:step>": "plan_step",
    "mine/<uuid:child>/what-helps/<uuid:support>": "support",
    "cases/<uuid:public_id>/what-helps/<uuid:support>": "support",
    "supports/<uuid:pupil>": "pupil",
    "supports/talks/<uuid:wish>": "talk_wish",
    "mine/<uuid:child>/meetings/wishes/<uuid:wish>": "wish",
    "mine/<uuid:child>/adult-now/<uuid:call>": "call_for_adult",
    "mine/<uuid:child>/messages/<uuid:thread>": "thread",
    "meetings/<uuid:public_id>": "team_meeting",
    "meetings/<uuid:public_id>/agenda/<slug:what>/<uuid:about>": "agenda_item",
    "meetings/<uuid:public_id>/now/choices/<uuid:choice>": "meeting_choice",
    "meetings/<uuid:public_id>/now/items/<uuid:agenda_item>": "agenda_item",
    "meetings/<uuid:public_id>/minutes/versions/<uuid:version>": "minutes_version",
    "meetings/decisions/<uuid:decision>": "meeting_decision",
    "notices/<uuid:public_id>": "notice",
    "on-call/<uuid:duty>": "duty",
    "on-call/calls/<uuid:call>": "call_for_adult",
    "statements/<uuid:public_id>": "statement",
    "surveys/<uuid:asking>": "asking",
    "surveys/ask/<uuid:pupil>": "pupil",
    "threads/<uuid:thread>": "thread",
    "threads/pupils/<uuid:pupil>": "pupil",
    "panels/<uuid:public_id>": "panel",
    "panels/changes/<uuid:change>": "panel_change",
    "panels/members/<uuid:member>": "panel_member",
    "panels/questions/<uuid:asked>": "panel_question",
    "panels/sessions/<uuid:session>": "panel_session",
    "panels/shelf/<uuid:book>": "shelf_item",
    "panels/statements/<uuid:statement>": "panel_statement",
    "panels/themes/<uuid:theme>": "panel_theme",
    "people-files/<uuid:people_file>": "people_file",
    "pupils/<uuid:public_id>": "pupil",
    "pupils/<uuid:public_id>/guardians/<uuid:relation>": "guardianship",
    "pupils/<uuid:public_id>/ways-in/<uuid:relation>": "guardianship",
    "rig/away/<uuid:away>": "rig_away",
    "rig/capacity/<uuid:capacity>": "rig_capacity",
    "rig/functions/<uuid:function>": "rig_function",
    "rig/functions/holders/<uuid:holding>": "rig_holding",
    "rig/rooms/<uuid:room>": "rig_room",
    "rig/rooms/bookings/<uuid:booking>": "rig_booking",
    "rig/services/<uuid:service>": "rig_service",
    "schools/<uuid:school>": "school",
    "schools/<uuid:school>/calendar/<int:year>/entries/<uuid:entry>": "entry",
    "schools/calendar/<int:year>/entries/<uuid:entry>": "entry_of_all",
    "today/<uuid:public_id>": "case",
    "today/home-visits/<uuid:visit>": "home_visit",
    "voices/<uuid:word>": "word",
    "voices/<uuid:word>/openings/<uuid:opened>": "opening",
    "voices/<uuid:word>/pictures/<uuid:picture>": "word_picture",
    "voices/pupils/<uuid:pupil>": "pupil",
    "mine/<uuid:child>/words/<uuid:word>": "word",
    "mine/<uuid:child>/words/<uuid:word>/pictures/<uuid:picture>": "word_picture",
    "week/entries/<uuid:public_id>": "week_entry",
    "users/<uuid:user>": "user",
    "welcome/edit/pictures/<uuid:picture>": "front_picture",
    "welcome/pictures/<uuid:picture>": "front_picture",
    "users/<uuid:user>/access/<uuid:grant>": "grant",
    "users/<uuid:user>/ways-in/<uuid:change>": "way_in_change",
}
# Who sees a thing of either school: as numbers, as staff or as files, and never a pupil.
ALL_OF_THEM = {
    **{
        thing: {Role.ADMINISTRATOR}
        for thing in ("entry", "entry_of_all", "import", "school", "user", "grant", "way_in_change", "official")
    },
    **{
        thing: {Role.TEAM, Role.LEAD}
        for thing in ("panel", "panel_session", "panel_statement", "panel_theme", "panel_change", "panel_question")
    },
    "shelf_item": {Role.TEAM, Role.LEAD},
    "panel_member": {Role.LEAD},
    "people_file": {Role.ADMINISTRATOR, Role.SCHOOL_LEADER},
    "outside_link": {Role.TEAM, Role.LEAD},
    "team_meeting": {Role.TEAM, Role.LEAD},
    "minutes_version": {Role.TEAM, Role.LEAD},
    **{thing: {Role.LEAD} for thing in ("rig_capacity", "rig_function", "rig_holding", "rig_service")},
    **{thing: {Role.TEAM, Role.LEAD} for thing in ("rig_away", "rig_booking", "rig_room")},
    "proposal": {Role.LEAD},
    "week_entry": {Role.LEAD},
    "front_picture": {Role.LEAD, Role.ADMINISTRATOR},
    "break_glass": {Role.LEAD},
    "trial": {Role.TEAM, Role.LEAD},
    "ground": {Role.TEAM, Role.LEAD},
    "duty": {Role.LEAD},
}
# The values of what names no object.
PLAIN = {
    "source": "people.pupil",
    "kind": "helps",
    "section": "meetings",
    "what": "own",
    "question": "week",
    "part": "childs_story",
    "item": "peers",
    "after": "weeks_4",
    "who": "pupil",
    "language": "nb",
    "token": "no-such-link",
    "year": 2025,
    "code": "coordination",
    "provider_id": "feide",
}
NOBODYS = uuid.UUID("00000000-0000-4000-8000-000000000000")
# Apart from these, what differs between two answers tells something.
ONE_TIME = {"Set-Cookie", "X-Request-Id"}


@dataclass(frozen=True)
class Route:
    path: str
    name: str
    objects: tuple[str, ...]
    plain: tuple[str, ...]
    policy: Policy

    def address(self, **objects: object) -> str:
        return reverse(self.name, kwargs={key: PLAIN[key] for key in self.plain} | objects)

    @property
    def kind(self) -> str:
        """The folder it lies in."""
        return self.path.split("/")[0]

    @property
    def things(self) -> dict[str, str | None]:
        """What each id in the address names, in order; None where nobody has said so in `THINGS`."""
        ends = {key: re.search(rf"<\w+:{key}>", self.path) for key in self.objects}
        return {key: THINGS.get(self.path[: end.end()]) for key, end in ends.items() if end}


def patterns(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern, prefix + str(pattern.pattern))
        else:
            yield prefix + str(pattern.pattern), pattern


def routes() -> list[Route]:
    found = []
    for path, pattern in patterns():
        declared = policy_of(pattern.callback)
        if declared is not None:
            keys = tuple(pattern.pattern.converters)
            objects = tuple(key for key in keys if key not in PLAIN)
            plain = tuple(key for key in keys if key in PLAIN)
            found.append(Route(path, str(pattern.name), objects, plain, declared))
    return found


def ask(client: Client, method: str, address: str, sent: dict[str, object] | None = None) -> HttpResponseBase:
    """Leaves the client signed in as it was; the caller undoes what the database took down."""
    cookies = client.cookies.copy()
    try:
        if method == "POST":
            return client.post(address, sent or {})
        return client.generic(method, address)
    finally:
        client.cookies = cookies


def bytes_of(answer: HttpResponseBase) -> bytes:
    if answer.streaming:
        return b"".join(answer.streaming_content)
    return answer.content


def everything_in(answer: HttpResponseBase) -> str:
    """Status, headers, cookies and body: wherever a name could slip out."""
    heads = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
    return f"{answer.status_code}\n{heads}\n{answer.cookies.output()}\n\n{bytes_of(answer).decode(errors='replace')}"


def comparable(answer: HttpResponseBase, address: str) -> str:
    """Without what passes, and without the address that was asked for itself."""
    heads = [f"{name}: {value}" for name, value in answer.headers.items() if name not in ONE_TIME | {"Content-Length"}]
    return "\n".join([str(answer.status_code), *heads, lasting(bytes_of(answer).decode())]).replace(address, "…")
