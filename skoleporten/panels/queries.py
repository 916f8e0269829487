"""What others ask about the panels: numbers for the team, names for those who may, and what has not been told back."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Max, Min, Prefetch, Q, QuerySet

from skoleporten.access.actor import Actor
from skoleporten.access.gate import Purpose, visible_to
from skoleporten.panels.models import Attendance, Change, Member, Panel, Session, ShelfItem, Statement, Theme, ToldBack
from skoleporten.rules.panels import Facts, Outcome, SaidAs, State, is_owed


@dataclass(frozen=True)
class Standing:
    """A panel as it stands. `members` may be asked today. The numbers say nothing of one that is not started."""

    panel: Panel
    members: int
    sessions: int
    last_session: dt.date | None
    next_session: dt.date | None
    has_date: bool
    statements: int
    newest_change: Change | None
    not_told: int
    told: int

    @property
    def is_started(self) -> bool:
        return self.panel.state != State.NOT_STARTED

    @property
    def facts(self) -> Facts:
        return Facts(
            has_host=self.panel.host_id is not None,
            has_members=self.members > 0,
            has_date=self.has_date,
            has_session=self.last_session is not None,
            has_told_back=self.told > 0,
        )


def standings(actor: Actor, today: dt.date) -> list[Standing]:
    """Each panel, in a few questions however many there are."""
    panels = list(Panel.objects.visible_to(actor).select_related("host"))
    members = _counted(Member.objects.filter(panel__in=panels).current(today), "panel")  # type: ignore[attr-defined]
    statements = _counted(Statement.objects.standing().filter(session__panel__in=panels), "session__panel")
    told = _counted(ToldBack.objects.filter(panel__in=panels), "panel")
    owed = Counter(panel.pk for _change, panel in not_told(actor))
    dates, newest = _dates(today), _newest_changes()
    return [
        Standing(
            panel=one,
            members=members.get(one.pk, 0),
            sessions=dates[one.pk].held,
            last_session=dates[one.pk].last,
            next_session=dates[one.pk].next,
            has_date=dates[one.pk].dated > 0,
            statements=statements.get(one.pk, 0),
            newest_change=newest.get(one.pk),
            not_told=owed[one.pk],
            told=told.get(one.pk, 0),
        )
        for one in panels
    ]


def standing_of(actor: Actor, panel: Panel, today: dt.date) -> Standing:
    return next(one for one in standings(actor, today) if one.panel.pk == panel.pk)


def not_told(actor: Actor, panel: Panel | None = None) -> list[tuple[Change, Panel]]:
    """What was done or given up because of a panel, of which the panel has not heard yet; the longest first."""
    return _owed(Change.objects.visible_to(actor), panel)


def owed_now() -> list[tuple[Change, Panel]]:
    """The same whoever reads; no page shows it as it is."""
    return _owed(Change.objects.all())


def _owed(changes: QuerySet[Change], panel: Panel | None = None) -> list[tuple[Change, Panel]]:
    changes = changes.filter(outcome__in=[Outcome.DONE, Outcome.NOT_DONE])
    if panel is not None:
        changes = changes.filter(panels=panel)
    rows = changes.prefetch_related("panels", "told_back").order_by("on", "pk")
    return [
        (change, one)
        for change in rows
        for one in change.panels.all()
        if (panel is None or one.pk == panel.pk) and _is_owed(change, one)
    ]


def owes(change: Change, panel: Panel) -> bool:
    return _is_owed(change, panel)


def sessions_of(actor: Actor, panel: Panel) -> QuerySet[Session]:
    """Newest first, with how many statements stand in each."""
    standing = Count("statements", filter=Q(statements__removed_at__isnull=True), distinct=True)
    asked = Count("questions", distinct=True)
    rows = Session.objects.visible_to(actor).filter(panel=panel)
    return rows.annotate(said=standing, asked=asked)


def changes_of(actor: Actor, panel: Panel) -> QuerySet[Change]:
    """Newest first, with what they rest on and each time a panel was told."""
    return with_what_they_rest_on(Change.objects.visible_to(actor).filter(panels=panel))


def with_what_they_rest_on(rows: QuerySet[Change]) -> QuerySet[Change]:
    said = Statement.objects.select_related("session", "question").prefetch_related("themes", "changes")
    told = ToldBack.objects.select_related("panel", "session__panel", "by")
    return rows.select_related("owner").prefetch_related(
        "themes", "panels", Prefetch("statements", said), Prefetch("told_back", told)
    )


def statements_in(actor: Actor, session: Session) -> QuerySet[Statement]:
    """In the order they were said, those without words too."""
    rows = Statement.objects.visible_to(actor).filter(session=session).select_related("session", "question")
    return rows.prefetch_related("themes", "changes")


def unanswered(actor: Actor, panel: Panel) -> QuerySet[Statement]:
    """Statements that stand and that nobody has yet tied to a change or to a no."""
    rows = Statement.objects.visible_to(actor).filter(session__panel=panel, removed_at__isnull=True)
    return rows.filter(changes__isnull=True).select_related("session", "question").prefetch_related("themes", "changes")


def statements_about(actor: Actor, theme: Theme) -> QuerySet[Statement]:
    rows = Statement.objects.visible_to(actor).filter(themes=theme, removed_at__isnull=True)
    fetched = rows.select_related("session__panel", "question").prefetch_related("themes", "changes")
    return fetched.order_by("-session__on", "pk")


def shelf(actor: Actor, words: str = "", strength: str = "", theme: Theme | None = None) -> list[ShelfItem]:
    """What is on the shelf. Words are looked for in all of its texts, in every language they stand in."""
    rows = ShelfItem.objects.visible_to(actor).filter(is_active=True).prefetch_related("themes")
    if strength:
        rows = rows.filter(strength=strength)
    if theme is not None:
        rows = rows.filter(themes=theme)
    wanted = words.casefold().split()
    return [one for one in rows if all(word in _all_words(one) for word in wanted)]


def who_came(actor: Actor, session: Session) -> list[Member]:
    """By name, for those who see the members; empty for others, who have the number."""
    keys = Attendance.objects.filter(session=session).values("member")
    return list(Member.objects.visible_to(actor).filter(pk__in=keys))


def members_by_name(actor: Actor, panel: Panel, today: dt.date) -> list[Member]:
    """Those who have not left, whom the actor may see by name. One who is here by a consent is a pupil or the guardian
    of one, and is shown only where the gate lets the actor see that pupil.
    """
    rows = Member.objects.visible_to(actor).filter(panel=panel, ended_at__isnull=True)
    pupils = visible_to(actor, Purpose.FOLLOW_UP, today).values("pk")
    seen = rows.filter(Q(consent__isnull=True) | Q(consent__pupil__in=pupils))
    return list(seen.select_related("panel", "text", "consent__pupil", "guardian"))


def names_on(actor: Actor, statements: Iterable[Statement], today: dt.date) -> dict[int, Member]:
    """By statement, whoever said it under her own name, for all who read it; by the gate as above."""
    named = {one.pk: one.member_id for one in statements if one.said_as == SaidAs.NAMED and one.member_id}
    pupils = visible_to(actor, Purpose.FOLLOW_UP, today).values("pk")
    seen = Member.objects.filter(Q(consent__isnull=True) | Q(consent__pupil__in=pupils), pk__in=named.values())
    members = {one.pk: one for one in seen.select_related("consent__pupil")} if named else {}
    return {key: members[member] for key, member in named.items() if member in members}


def pupils_behind(members: Iterable[Member]) -> list[uuid.UUID]:
    """For the read log: of those who are here by a consent, the pupil whom it is about."""
    return sorted({one.consent.pupil.public_id for one in members if one.consent is not None})


def may_be_asked(members: Sequence[Member], today: dt.date) -> set[int]:
    """Keys of those whose yes holds today."""
    keys = [one.pk for one in members]
    return set(Member.objects.filter(pk__in=keys).current(today).values_list("pk", flat=True))  # type: ignore[attr-defined]


@dataclass
class _Dates:
    held: int = 0
    last: dt.date | None = None
    next: dt.date | None = None
    dated: int = 0


def _dates(today: dt.date) -> dict[int, _Dates]:
    held, planned = Q(state=Session.State.HELD), Q(state=Session.State.PLANNED)
    ahead = planned & Q(on__gte=today)
    rows = Session.objects.order_by().values("panel").annotate(
        held=Count("pk", filter=held), last=Max("on", filter=held), next=Min("on", filter=ahead),
        dated=Count("pk", filter=held | planned),
    )  # fmt: skip
    found: dict[int, _Dates] = defaultdict(_Dates)
    found.update({row["panel"]: _Dates(row["held"], row["last"], row["next"], row["dated"]) for row in rows})
    return found


def _newest_changes() -> dict[int, Change]:
    """By panel, of what is done."""
    found: dict[int, Change] = {}
    for change in Change.objects.filter(outcome=Outcome.DONE).prefetch_related("panels").order_by("on", "pk"):
        found |= {panel.pk: change for panel in change.panels.all()}
    return found


def _is_owed(change: Change, panel: Panel) -> bool:
    told = (Outcome(one.outcome) for one in change.told_back.all() if one.panel_id == panel.pk)
    return is_owed(Outcome(change.outcome), told)


def _counted(rows: QuerySet[Member] | QuerySet[Statement] | QuerySet[ToldBack], by: str) -> dict[int, int]:
    return dict(rows.order_by().values_list(by).annotate(Count("pk")))


def _all_words(item: ShelfItem) -> str:
    texts = [text for name in ShelfItem.TEXTS for text in item.texts(name).values()]
    return " ".join([item.source, *texts]).casefold()
