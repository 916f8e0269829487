"""Sending the forms of a meeting as a browser without a script does: the page is opened, filled in and sent."""

from __future__ import annotations

import datetime as dt
import io
import uuid

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from tests.minutes_factories import Begun


def url(begun: Begun, name: str, **keys: object) -> str:
    return reverse(name, kwargs={"public_id": begun.minutes.meeting.public_id} | keys)


def url_of_item(begun: Begun, name: str) -> str:
    return url(begun, name, agenda_item=begun.item.public_id)


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode().replace("\xa0", " ")


def send(client: Client, address: str, **values: object) -> HttpResponse:
    return client.post(address, {"client_id": uuid.uuid4(), **values})


def send_note(client: Client, begun: Begun, text: str, seen: int = 0) -> HttpResponse:
    return send(client, url_of_item(begun, "meeting_note_of_item"), text=text, seen_version=seen)


def send_decision(client: Client, begun: Begun, words: str, owner: object, days: int = 7, **values) -> HttpResponse:
    due = timezone.localdate() + dt.timedelta(days=days)
    return send(
        client, url_of_item(begun, "meeting_decide_of_item"), words=words, owner=owner, due=due.isoformat(), **values
    )


def pdf_text(answer: HttpResponse) -> str:
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    return "\n".join(one.extract_text() for one in PdfReader(io.BytesIO(answer.content)).pages).replace("\xa0", " ")
