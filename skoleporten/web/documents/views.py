"""Downloading a file that hangs on a pupil: through the gate, for whom it is meant, and in the read log."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone

from skoleporten.access.actor import Actor
from skoleporten.access.gate import Purpose
from skoleporten.access.reasons import purpose_of
from skoleporten.access.roles import SEE_NO_PUPIL, Role
from skoleporten.documents.models import AboutPupil, Attachment, Document
from skoleporten.web import read_log
from skoleporten.web.policy import policy
from skoleporten.web.requests import ActingRequest

TYPES = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png"}
READERS = set(Role) - SEE_NO_PUPIL


@policy(roles=READERS, purpose=Purpose.FOLLOW_UP)
def attachment(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    visible = Attachment.objects.visible_to(*_reader(request)).select_related("pupil", "file")
    found = _for_reader(request, visible.filter(public_id=public_id, file__isnull=False).first())
    _logged(request, found, "documents.attachment_downloaded")
    return _download(found.file.content, found.kind, f"{timezone.localdate(found.uploaded_at)}-{public_id.hex[:6]}")


@policy(roles=READERS, purpose=Purpose.FOLLOW_UP)
def document(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    visible = Document.objects.visible_to(*_reader(request)).select_related("pupil", "file")
    found = _for_reader(request, visible.filter(public_id=public_id).first())
    _logged(request, found, "documents.downloaded")
    return _download(found.file.content, "pdf", f"{timezone.localdate(found.made_at)}-{public_id.hex[:6]}")


def _reader(request: ActingRequest) -> tuple[Actor, Purpose, dt.date]:
    return request.actor, purpose_of(request.actor.role), request.today


def _for_reader(request: ActingRequest, file: Any) -> Any:
    if file is None or not file.is_for(request.actor.role):
        raise Http404
    return file


def file_url(file: AboutPupil) -> str:
    return reverse("attachment" if isinstance(file, Attachment) else "document", args=[file.public_id])


def _logged(request: ActingRequest, file: AboutPupil, action: str) -> None:
    shown = [file.pupil.public_id] if file.pupil else []
    read_log.shown(request, shown, action=action, purpose=purpose_of(request.actor.role))


def _download(content: bytes, kind: str, name: str) -> HttpResponse:
    """The name tells a date and nothing of whom; nothing is shown in the browser as a page of ours."""
    answer = HttpResponse(content, content_type=TYPES[kind])
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return answer
