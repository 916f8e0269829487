"""Who is in a panel, by which yes, and that nothing of her is left when she withdraws it."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, connection, transaction

from skoleporten.access.models import Role
from skoleporten.audit.models import Event
from skoleporten.consents import actions as consents
from skoleporten.consents.models import Answer
from skoleporten.documents import drafts
from skoleporten.documents.drafts import Place
from skoleporten.documents.models import Draft
from skoleporten.intake.changes import ChangedMeanwhileError
from skoleporten.panels import jobs, leaving, members, queries, statements, texts
from skoleporten.panels.members import SaidYes
from skoleporten.panels.models import Attendance, Member, Statement
from skoleporten.panels.signals import statement_removed
from skoleporten.panels.statements import Said
from skoleporten.people.models import Guardianship
from skoleporten.rules.errors import RefusedError
from tests.consent_factories import consent_in_force, guardian_of, make_consent, say, years_ago
from tests.factories import actor_of, make_pupil, make_user_in
from tests.intake_factories import make_case, make_lead, make_team_member
from tests.panel_factories import (
    YEAR,
    hold_session,
    host_of,
    hosted_panel,
    lead,
    make_change,
    make_member,
    make_statement,
    panel,
    today,
)

pytestmark = pytest.mark.django_db
NAME, CONTACT = "Turid Tangen", "turid@example.org"


@pytest.fixture
def parents():
    return hosted_panel("parents", host=make_team_member())


def everything_in_the_database() -> str:
    """Every value of every table of the panels and of the log, as it is stored."""
    names = [name for name in connection.introspection.table_names() if name.startswith(("panels_", "audit_"))]
    with connection.cursor() as cursor:
        found = []
        for name in names:
            cursor.execute(f"SELECT * FROM {name}")
            found += [str(row) for row in cursor.fetchall()]
    return "\n".join(found)


# By consent -----------------------------------------------------------------------------------------------------------
def test_a_yes_from_outside_keeps_its_words_its_day_and_its_end(parents):
    member = make_member(parents, given_on=today() - dt.timedelta(days=2), how="electronic")
    assert (member.text.purpose, member.text.version) == ("source_panel", "member-2026.1")
    assert member.text.sha256 == texts.in_use().sha256
    assert (member.given_on, member.valid_until) == (today() - dt.timedelta(days=2), today() + YEAR)
    assert (member.opened("name"), member.opened("contact")) == (NAME, CONTACT)


def test_name_and_contact_are_not_readable_in_the_database(parents):
    make_member(parents)
    stored = everything_in_the_database()
    assert NAME not in stored
    assert CONTACT not in stored


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": "  "}, "navnet"),
        ({"given_on": today() + dt.timedelta(days=1)}, "fram i tid"),
        ({"valid_until": today() - dt.timedelta(days=1), "given_on": today() - YEAR}, "tilbake"),
        ({"valid_until": today() + 3 * YEAR}, "to år"),
        ({"how": "skoleporten"}, "hvordan"),
    ],
)
def test_a_yes_that_does_not_hold_is_refused(parents, wrong, words):
    with pytest.raises(RefusedError):
        make_member(parents, **wrong)
    assert not Member.objects.exists()


def test_a_form_sent_twice_is_one_member_and_anothers_form_is_refused(parents):
    once = uuid.uuid4()
    yes = SaidYes(NAME, CONTACT, today(), today() + YEAR)
    given = {"by": host_of(parents), "yes": yes, "client_id": once, "today": today()}
    assert members.add(panel=parents, **given) == members.add(panel=parents, **given)
    with pytest.raises(RefusedError):
        members.add(panel=hosted_panel("research", host=parents.host), **given)


def test_only_a_lead_and_the_host_add_members(parents):
    for by in (host_of(parents), lead()):
        make_member(parents, by=by)
    colleague = actor_of(make_team_member())
    for by in (colleague, *(actor_of(make_user_in(role)) for role in (Role.SPECIALIST, Role.ADMINISTRATOR))):
        with pytest.raises(RefusedError):
            make_member(parents, by=by)


def test_nobody_is_asked_before_the_panel_is_started():
    by = lead()
    with pytest.raises(RefusedError):
        make_member(panel("schools"), by=by)


def test_a_pupil_takes_part_by_the_consent_of_skoleporten_only():
    pupils = hosted_panel("pupils")
    with pytest.raises(RefusedError, match=r"foresatte|guardians"):
        make_member(pupils)
    consent = consent_in_force(make_case().pupil, "source_panel")
    found = members.candidates(by=host_of(pupils), panel=pupils, today=today())
    assert [one.name for one in found] == [consent.pupil.full_name]
    member = add_by_consent(pupils, found[0].key)
    assert (member.consent, member.guardian, member.text) == (consent, None, consent.text)
    assert members.candidates(by=host_of(pupils), panel=pupils, today=today()) == []


def test_a_guardian_takes_part_by_her_own_yes_in_skoleporten(parents):
    pupil = make_case(make_pupil(birth_date=years_ago(10))).pupil
    yes, relation = guardian_of(pupil)
    consent = make_consent(pupil, "source_panel")
    assert members.candidates(by=host_of(parents), panel=parents, today=today()) == []
    say(yes, consent)
    (found,) = members.candidates(by=host_of(parents), panel=parents, today=today())
    assert found.guardian == relation.guardian
    with pytest.raises(RefusedError):
        add_by_consent(parents, "somebody:else")
    assert add_by_consent(parents, found.key).guardian == relation.guardian


def test_only_consents_of_pupils_in_view_are_offered(parents):
    consent_in_force(make_pupil(birth_date=years_ago(10)), "source_panel")
    assert members.candidates(by=host_of(parents), panel=parents, today=today()) == []


def test_two_who_change_the_contact_way_do_not_overwrite_each_other(parents):
    member = make_member(parents)
    given = {"by": host_of(parents), "member": member, "name": NAME, "seen_version": member.version}
    members.change_contact(contact="ny@example.org", **given)
    members.change_contact(contact="ny@example.org", **given)  # the same once more changes nothing
    with pytest.raises(ChangedMeanwhileError):
        members.change_contact(contact="en annen", **given)


# The hard case --------------------------------------------------------------------------------------------------------
def test_a_member_who_withdraws_takes_her_words_along_but_those_she_said_may_stay(parents):
    member = make_member(parents)
    session = hold_session(parents, came_by_name=[member], notes="Én fortalte om mandagene.")
    goes = make_statement(session, "Ingen ringte oss.", "named", member=member)
    panel_only = make_statement(session, "Jeg gruet meg.", "panel", member=member)
    stays = make_statement(session, "Hun ventet med oss.", "panel", member=member, may_stay=True)
    was_named = make_statement(session, "Turen hjalp.", "named", member=member, may_stay=True)
    anonymous = make_statement(session, "Brevet var vanskelig.")
    told: list[Statement] = []

    def hear(statement: Statement, **signal: object) -> None:
        told.append(statement)

    statement_removed.connect(hear)
    members.withdraw(by=host_of(parents), member=member)
    statement_removed.disconnect(hear)

    for one in (goes, panel_only):
        one.refresh_from_db()
        assert (one.words, one.member, one.removed_because) == ("", None, "left_panel")
    assert told == [goes, panel_only]
    for one in (stays, was_named, anonymous):
        one.refresh_from_db()
        assert one.words
        assert one.member is None
        assert one.removed_at is None
    assert was_named.let_go_at is not None
    assert queries.names_on(lead(), [was_named], today()) == {}


def test_when_a_member_withdraws_name_contact_and_that_she_came_are_deleted(parents):
    member = make_member(parents)
    session = hold_session(parents, came=3, came_by_name=[member], notes="Én fortalte om mandagene.")
    make_statement(session, "Ingen ringte oss.", "named", member=member)
    members.withdraw(by=host_of(parents), member=member)
    member.refresh_from_db()
    session.refresh_from_db()
    assert (member.name_encrypted, member.contact_encrypted, member.ended_because) == ("", "", "withdrew")
    assert not Attendance.objects.exists()
    assert session.came == 3, "how many came is nobody's name"
    assert session.to_look_over, "the notes may hold what she said"
    assert "Ingen ringte oss." not in everything_in_the_database()
    event = Event.objects.get(action="panels.member_ended")
    assert event.details == {
        "because": "withdrew", "panel": "parents", "stayed": 0, "removed": 1, "sessions": 1,
    }  # fmt: skip


def test_words_of_hers_that_somebody_had_begun_to_write_are_gone_too(parents):
    member, other = make_member(parents), make_member(parents, "Unni")
    session = hold_session(parents)
    for one, user in ((member, parents.host), (other, make_lead())):
        place = Place(user.pk, "team", leaving.WRITING, str(session.public_id))
        drafts.keep(place, {"words": ["Hun sa"], "member": [str(one.public_id)]})
    said = make_statement(session, "Ring først.", "panel", member=member)
    drafts.keep(Place(parents.host_id, "team", leaving.CORRECTION, str(said.public_id)), {"words": ["Ring før."]})
    members.withdraw(by=host_of(parents), member=member)
    (left,) = Draft.objects.all()
    assert left.user_id != parents.host_id, "what another said is still being written"


def test_withdrawing_twice_is_once(parents):
    member = make_member(parents)
    for _time in range(2):
        members.withdraw(by=host_of(parents), member=member)
    assert Event.objects.filter(action="panels.member_ended").count() == 1


def test_a_change_made_because_of_words_that_are_gone_keeps_its_reason(parents):
    member = make_member(parents)
    said = make_statement(hold_session(parents), "Ring før dere kommer.", "named", member=member)
    change = make_change(statements=[said])
    members.withdraw(by=host_of(parents), member=member)
    assert [one.removed_because for one in change.statements.all()] == ["left_panel"]
    assert list(change.panels.all()) == [parents]


def test_whoever_finishes_is_forgotten_by_the_same_rule(parents):
    member = make_member(parents)
    said = make_statement(hold_session(parents), "Ring først.", "panel", member=member, may_stay=True)
    members.finish(by=lead(), member=member)
    said.refresh_from_db()
    member.refresh_from_db()
    assert (said.words, said.member, member.name) == ("Ring først.", None, "")


def test_a_withdrawal_in_skoleporten_ends_the_membership_in_the_same_transaction(parents):
    pupil = make_case(make_pupil(birth_date=years_ago(10))).pupil
    yes, _relation = guardian_of(pupil)
    consent = make_consent(pupil, "source_panel")
    answer = say(yes, consent)
    (found,) = members.candidates(by=host_of(parents), panel=parents, today=today())
    member = add_by_consent(parents, found.key)
    said = make_statement(hold_session(parents), "Ring først.", "named", member=member)
    consents.withdraw(by=yes, answer=answer, today=today())
    member.refresh_from_db()
    said.refresh_from_db()
    assert (member.ended_because, member.consent, member.guardian, member.name) == ("withdrew", None, None, "")
    assert said.words == ""


def test_a_consent_that_is_renewed_carries_the_member_on(parents):
    pupil = make_case(make_pupil(birth_date=years_ago(10))).pupil
    first = consent_in_force(pupil, "source_panel")
    (found,) = members.candidates(by=host_of(parents), panel=parents, today=today())
    member = add_by_consent(parents, found.key)
    newer = consent_in_force(pupil, "source_panel", valid_until=today() + YEAR)
    member.refresh_from_db()
    first.refresh_from_db()
    assert first.closed_at is not None
    assert (member.ended_at, member.consent, member.valid_until) == (None, newer, today() + YEAR)


def test_one_who_waits_for_somebodys_answer_is_not_asked_and_not_counted(parents):
    """The pupil has another guardian now, who has not said yes: the consent waits, and nobody has withdrawn."""
    pupil = make_case(make_pupil(birth_date=years_ago(10))).pupil
    consent_in_force(pupil, "source_panel")
    (found,) = members.candidates(by=host_of(parents), panel=parents, today=today())
    member = add_by_consent(parents, found.key)
    assert queries.may_be_asked([member], today()) == {member.pk}
    guardian_of(pupil)
    assert Guardianship.objects.filter(pupil=pupil).count() == 2
    assert queries.may_be_asked([member], today()) == set()
    assert queries.standing_of(lead(), parents, today()).members == 0


def test_a_yes_that_has_lasted_its_time_ends_at_night_once(parents):
    member = make_member(parents, given_on=today() - YEAR, valid_until=today())
    tomorrow = today() + dt.timedelta(days=1)
    assert jobs.end_panel_members.func(today().isoformat()) == 0
    assert queries.standing_of(lead(), parents, tomorrow).members == 0, "nobody need have run the night's work"
    assert [jobs.end_panel_members.func(tomorrow.isoformat()) for _night in range(2)] == [1, 0]
    member.refresh_from_db()
    assert (member.ended_because, member.name) == ("ran_out", "")


# What the database refuses --------------------------------------------------------------------------------------------
def test_the_database_keeps_no_name_of_whoever_has_left_and_no_words_that_were_taken_away(parents):
    member = make_member(parents)
    said = make_statement(hold_session(parents), "Ring først.", "panel", member=member)
    for wrong in (
        lambda: Member.objects.filter(pk=member.pk).update(ended_because="withdrew", ended_at=said.written_at),
        lambda: Statement.objects.filter(pk=said.pk).update(said_as="anonymous"),
        lambda: Statement.objects.filter(pk=said.pk).update(member=None),
        lambda: Statement.objects.filter(pk=said.pk).update(removed_at=said.written_at, removed_because="asked_to"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong()


# Who sees whom --------------------------------------------------------------------------------------------------------
def test_by_name_members_are_seen_by_a_lead_and_by_the_host_of_this_panel_only(parents):
    make_member(parents)
    research = hosted_panel("research")
    other = make_member(research, name="Rolf")
    former_host = parents.host
    assert len(queries.members_by_name(lead(), parents, today())) == 1
    assert len(queries.members_by_name(host_of(parents), parents, today())) == 1
    assert queries.members_by_name(host_of(parents), research, today()) == []
    assert list(Member.objects.visible_to(actor_of(make_team_member()))) == []
    hosted_panel("parents", host=make_lead())
    assert queries.members_by_name(actor_of(former_host), parents, today()) == [], "a host that was"
    assert other in Member.objects.visible_to(lead())


@pytest.mark.parametrize("role", [one for one in Role if one not in (Role.TEAM, Role.LEAD)])
def test_nobody_but_the_team_reads_a_row_of_the_panels(role, parents):
    """Also not a specialist of the research and professional support: no row of theirs stands in the table."""
    member = make_member(parents)
    said = make_statement(hold_session(parents), "Ring først.", "named", member=member)
    make_change(statements=[said])
    user = make_user_in(role)
    by = actor_of(user) if role not in (Role.GUARDIAN, Role.PUPIL) else family(user, role)
    models = {type(one) for one in (member, said, said.session, parents)}
    assert all(not model.objects.visible_to(by).exists() for model in models)
    assert queries.standings(by, today()) == []
    assert queries.shelf(by) == []
    assert queries.not_told(by) == []


def test_a_member_by_consent_is_shown_by_name_only_where_the_gate_shows_the_pupil():
    pupils = hosted_panel("pupils", host=make_team_member())
    case = make_case(make_pupil(birth_date=years_ago(10)))
    consent_in_force(case.pupil, "source_panel")
    (found,) = members.candidates(by=host_of(pupils), panel=pupils, today=today())
    member = add_by_consent(pupils, found.key)
    said = make_statement(hold_session(pupils), "Pausen var best.", "named", member=member)
    assert queries.members_by_name(host_of(pupils), pupils, today()) == [member]
    assert queries.names_on(host_of(pupils), [said], today()) == {said.pk: member}
    assert queries.pupils_behind([member]) == [case.pupil.public_id]
    case.pupil.involvements.update(end=today() - dt.timedelta(days=1))
    assert queries.members_by_name(host_of(pupils), pupils, today()) == []
    assert queries.names_on(host_of(pupils), [said], today()) == {}


def test_a_colleague_who_does_not_see_the_members_writes_only_what_is_anonymous(parents):
    member, session = make_member(parents), hold_session(parents)
    colleague = actor_of(make_team_member())
    for said_as in ("named", "panel"):
        with pytest.raises(RefusedError):
            statements.write(by=colleague, session=session, said=Said("Ring.", said_as, member), client_id=uuid.uuid4())
    assert statements.write(
        by=colleague, session=session, said=Said("Ring.", "anonymous"), client_id=uuid.uuid4()
    ).may_stay


# Made here ------------------------------------------------------------------------------------------------------------
def add_by_consent(one, key: str) -> Member:
    return members.add_by_consent(
        by=host_of(one), panel=one, candidate=key, contact="99 99 99 99", client_id=uuid.uuid4(), today=today()
    )


def family(user, role):
    from tests.judgement_factories import family_actor

    return family_actor(user, role)


def test_the_answer_stays_in_the_consent_that_it_was_given_in(parents):
    """Leaving the panel withdraws no consent: the page of consents is the giver's own."""
    pupil = make_case(make_pupil(birth_date=years_ago(10))).pupil
    consent_in_force(pupil, "source_panel")
    (found,) = members.candidates(by=host_of(parents), panel=parents, today=today())
    members.withdraw(by=host_of(parents), member=add_by_consent(parents, found.key))
    assert Answer.objects.filter(withdrawn_at__isnull=True).count() == 1
