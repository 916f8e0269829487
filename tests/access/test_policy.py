"""What stands before every view: no policy, no answer; wrong role, 404; a read that writes raises."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.http import Http404, HttpResponse
from django.test import RequestFactory

from skoleporten.access.gate import Purpose
from skoleporten.access.models import Role, User
from skoleporten.web import read_log
from skoleporten.web.policy import (
    PolicyMiddleware,
    ReadNotLoggedError,
    ReadViewWroteError,
    policy,
    policy_of,
    public,
)
from skoleporten.web.sign_in.sessions import SECOND_FACTOR
from tests.factories import actor_of, make_administrator, make_pupil, make_school, make_school_leader

pytestmark = pytest.mark.django_db


def request_of(user, method="get"):
    request = getattr(RequestFactory(), method)("/somewhere/?page=2")
    request.user = user
    request.session = {SECOND_FACTOR: "own"}
    request.actor = actor_of(user) if user.is_authenticated else None
    return request


def shows_nothing(request):
    return HttpResponse("answered")


def test_a_view_without_a_policy_is_never_called():
    with pytest.raises(ImproperlyConfigured, match="/somewhere/ has a view without a policy"):
        PolicyMiddleware(shows_nothing).process_view(request_of(AnonymousUser()), shows_nothing, (), {})


def test_a_policy_without_roles_is_refused():
    with pytest.raises(ImproperlyConfigured):
        policy(roles=(), purpose=None)


def test_a_public_view_says_why():
    with pytest.raises(ImproperlyConfigured):
        public(reason="")


def test_a_stranger_to_the_house_is_sent_to_the_way_in_and_comes_back():
    answer = policy(roles={Role.SCHOOL_LEADER}, purpose=None)(shows_nothing)(request_of(AnonymousUser()))
    assert answer.status_code == 302
    assert answer.url == "/sign-in/?next=/somewhere/%3Fpage%3D2"


def test_another_role_gets_the_answer_of_a_page_that_does_not_exist():
    view = policy(roles={Role.SCHOOL_LEADER}, purpose=None)(shows_nothing)
    with pytest.raises(Http404) as denied:
        view(request_of(make_administrator()))
    assert not str(denied.value)


def test_a_person_without_any_grant_in_force_gets_404():
    request = request_of(make_administrator())
    request.actor = None
    with pytest.raises(Http404):
        policy(roles=set(Role.values), purpose=None)(shows_nothing)(request)


def test_a_read_view_that_writes_raises():
    def writes(request):
        User.objects.update(display_name="changed")
        return HttpResponse()

    with pytest.raises(ReadViewWroteError, match="UPDATE"), transaction.atomic():
        policy(roles={Role.ADMINISTRATOR}, purpose=None)(writes)(request_of(make_administrator()))
    assert not User.objects.filter(display_name="changed").exists()


def test_a_public_view_that_writes_raises_too():
    def writes(request):
        make_school()
        return HttpResponse()

    with pytest.raises(ReadViewWroteError, match="INSERT"), transaction.atomic():
        public(reason="test")(writes)(request_of(AnonymousUser()))


def test_a_view_that_says_it_writes_may_write():
    def writes(request):
        make_school("Ny skole")
        return HttpResponse()

    answer = policy(roles={Role.ADMINISTRATOR}, purpose=None, writes=True)(writes)(request_of(make_administrator()))
    assert answer.status_code == 200


def test_a_page_about_pupils_is_not_shown_without_a_row_in_the_read_log():
    view = policy(roles={Role.SCHOOL_LEADER}, purpose=Purpose.FOLLOW_UP)(shows_nothing)
    with pytest.raises(ReadNotLoggedError):
        view(request_of(make_school_leader(make_school())))


def test_a_page_about_pupils_that_logs_them_is_shown():
    pupil = make_pupil()

    def shows_pupil(request):
        read_log.shown(request, [pupil.public_id], action="test.shown", purpose=Purpose.FOLLOW_UP)
        return HttpResponse("answered")

    view = policy(roles={Role.SCHOOL_LEADER}, purpose=Purpose.FOLLOW_UP)(shows_pupil)
    assert view(request_of(make_school_leader(make_school()))).content == b"answered"


def test_what_a_view_declares_can_be_read():
    declared = policy_of(policy(roles={Role.SCHOOL_LEADER}, purpose=Purpose.FOLLOW_UP)(shows_nothing))
    assert declared.roles == {"school_leader"}
    assert declared.purpose == "follow_up"
    assert not declared.writes
    assert not declared.is_public
    assert policy_of(shows_nothing) is None
