from __future__ import annotations

import pytest


@pytest.fixture
def signed_in():
    from django.test import Client

    def sign_in(user) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def own_words(settings):
    settings.DEFAULT_FROM_EMAIL, settings.MAIL_SIGNATURE = "ikke-svar@kommune.example.no", "Eksempel kommune"
    settings.OWN_ADDRESS = "https://logg-inn.example.no"


@pytest.fixture
def sink(settings, own_words):
    """A mail server."""
    from tests.smtp_sink import mail_server

    with mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        yield server


@pytest.fixture
def gate(settings, own_words):
    """An SMS gateway."""
    from tests.sms_gateway import sms_gateway

    with sms_gateway() as server:
        settings.SMS_GATEWAY = server.as_gateway()
        yield server


@pytest.fixture
def pupil(db):
    from tests.factories import make_enrolment, make_pupil, make_school

    child = make_pupil("Kanariline", "Kanarisen")
    make_enrolment(make_school("Kanarifuglskole"), child)
    return child


@pytest.fixture
def leader(pupil):
    from tests.factories import make_school_leader

    user = make_school_leader(pupil.enrolments.get().school)
    user.email = "rektor@example.no"
    user.save()
    return user
