"""The pages about pupils for those who read them beside the school leader: own pupils and no others.

A teacher follows up and may write; the others find no form there.
"""

import pytest
from django.urls import reverse

from skoleporten.access.roles import Role
from skoleporten.concerns.models import Concern
from skoleporten.people.models import Enrolment
from tests.factories import make_case_team_member, make_involvement, make_user_in
from tests.pages import content_of

pytestmark = pytest.mark.django_db
READERS = (Role.TEACHER, Role.TEAM, Role.LEAD, Role.SPECIALIST)
WITHOUT_FORMS = tuple(role for role in READERS if role != Role.TEACHER)


@pytest.fixture
def concern(made):
    return Concern.objects.filter(school=made.school).exclude(state="closed").select_related("pupil").first()


@pytest.fixture
def reader(made, concern):
    """Makes somebody in the role who has that one pupil in view; a teacher has the whole school."""

    def make(role):
        user = make_user_in(role, made.school)
        if role != Role.TEACHER:
            make_involvement(concern.pupil)
        if role == Role.SPECIALIST:
            make_case_team_member(concern.pupil, user)
        return user

    return make


@pytest.mark.parametrize("role", WITHOUT_FORMS)
def test_reads_the_page_of_an_own_pupil_without_any_form_to_write_in(role, reader, concern, signed_in):
    answer = signed_in(reader(role)).get(reverse("pupil", args=[concern.pupil.public_id]))
    assert answer.status_code == 200
    page = answer.content.decode()
    assert concern.pupil.family_name in page
    assert reverse("concern_act", args=[concern.public_id]) not in page
    assert reverse("concern_close", args=[concern.public_id]) not in page


@pytest.mark.parametrize("role", READERS)
def test_finds_own_pupils_in_the_lists_and_no_other(role, reader, made, concern, signed_in):
    client = signed_in(reader(role))
    strangers = Enrolment.objects.filter(school=made.other_school).values_list("pupil__family_name", flat=True)
    others = set(strangers) - {concern.pupil.family_name}
    page = client.get(reverse("pupils")).content.decode()
    assert str(concern.pupil.public_id) in page
    assert not [
        key
        for key in Enrolment.objects.filter(school=made.other_school).values_list("pupil__public_id", flat=True)
        if str(key) in page
    ]
    assert others
    assert str(concern.public_id) in client.get(reverse("concerns"), {"whose": "all"}).content.decode()


@pytest.mark.parametrize("role", READERS)
def test_a_pupil_out_of_view_is_as_if_there_were_none(role, made, concern, signed_in):
    client = signed_in(make_user_in(role))
    missing = content_of(client.get("/no/such/page/"))
    for name, key in (("pupil", concern.pupil.public_id), ("concern", concern.public_id)):
        answer = client.get(reverse(name, args=[key]))
        assert answer.status_code == 404
        assert content_of(answer) == missing


@pytest.mark.parametrize("role", WITHOUT_FORMS)
def test_can_not_write_on_a_concern_by_sending_the_form_anyway(role, reader, concern, signed_in):
    client = signed_in(reader(role))
    for name in ("concern_act", "concern_close", "concern_reopen"):
        assert client.post(reverse(name, args=[concern.public_id]), {"reason": "x", "kind": "talk"}).status_code == 404
    assert not concern.steps.exists()


@pytest.mark.parametrize("role", [Role.GUARDIAN, Role.PUPIL, Role.MUNICIPALITY, Role.RESEARCHER, Role.ADMINISTRATOR])
def test_everybody_else_gets_none_of_these_pages(role, concern, signed_in):
    client = signed_in(make_user_in(role))
    for address in (reverse("pupils"), reverse("concerns"), reverse("pupil", args=[concern.pupil.public_id])):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("role", list(Role))
def test_each_role_has_a_start_page(role, made, signed_in):
    assert signed_in(make_user_in(role, made.school)).get(reverse("start")).status_code == 200
