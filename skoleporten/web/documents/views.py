"""Downloading a file that hangs on a pupil: through the gate, for whom it is meant, and in the read log."""

from __future__ import annotations

import uuid
from typing import TypeVar

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone

from skoleporten.access.gate import Purpose
from skoleporten.access.reasons import purpose_of
from skoleporten.access.roles import SEE_NO_PUPIL, Role
from skoleporten.documents.models import AboutPupil, Attachment, Document
from skoleporten.web import read_log
from skoleporten.web.policy import policy
from skoleporten.web.requests import ActingRequest

TYPES = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png"}
READERS = set(Role) - SEE_NO_PUPIL
SomeFile = TypeVar("SomeFile", bound=AboutPupil)


@policy(roles=READERS, purpose=Purpose.FOLLOW_UP)
def attachment(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    found = visible_file(request, Attachment, public_id)
    if found.file is None:
        raise Http404
    _logged(request, found, "documents.attachment_downloaded")
    return _download(found.file.content, found.kind, f"{timezone.localdate(found.uploaded_at)}-{public_id.hex[:6]}")


@policy(roles=READERS, purpose=Purpose.FOLLOW_UP)
def document(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    found = visible_file(request, Document, public_id)
    _logged(request, found, "documents.downloaded")
    return _download(found.file.content, "pdf", f"{timezone.localdate(found.made_at)}-{public_id.hex[:6]}")


def visible_file(request: ActingRequest, model: type[SomeFile], public_id: uuid.UUID) -> SomeFile:
    purpose = purpose_of(request.actor.role)
    visible = model.objects.visible_to(request.actor, purpose, request.today)
    found = visible.select_related("pupil", "file").filter(public_id=public_id).first()
    if found is None or not found.is_for(request.actor.role):
        raise Http404
    return found


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
