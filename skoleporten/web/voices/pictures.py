"""A picture that came with own words: only for whoever may read them, and shown as a picture and nothing else."""

from __future__ import annotations

import uuid

from django.http import HttpResponse

from skoleporten.voices.models import Word
from skoleporten.web.documents.views import TYPES


def picture_of(word: Word, public_id: uuid.UUID) -> HttpResponse | None:
    """It was made anew when it came, so that a browser may show it. The name says nothing of whom."""
    found = word.attachments.filter(public_id=public_id, file__isnull=False).select_related("file").first()
    if found is None or found.file is None:
        return None
    answer = HttpResponse(found.file.content, content_type=TYPES[found.kind])
    answer.headers["Content-Disposition"] = f'inline; filename="{public_id.hex[:6]}.{found.kind}"'
    return answer
