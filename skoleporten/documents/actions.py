"""Files that hang on a pupil: handed in, removed, and letters made. Each in one transaction with its audit event."""

from __future__ import annotations

import io
from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.access.reasons import purpose_of
from skoleporten.audit.actions import record
from skoleporten.documents.attachment_kinds import made_safe
from skoleporten.documents.letters.letter import VERSION, LetterData
from skoleporten.documents.models import Attachment, Document, StoredFile
from skoleporten.documents.typesetting import pdf_of
from skoleporten.documents.virus_scan import check_virus
from skoleporten.people.models import Guardian, Pupil
from skoleporten.rules.errors import RefusedError
from skoleporten.rules.visibility import What
from skoleporten.schools.models import School


@transaction.atomic
def attach(
    *,
    by: Actor,
    pupil: Pupil | None,
    what: What,
    name: str,
    content: bytes,
    title: str,
    audiences: Collection[str] = (),
) -> Attachment:
    """`name` decides what the file claims to be, and is not kept: it may name anybody. Raises RefusedError.

    Without a pupil it came with a referral of somebody who is not in the register yet; `give_to` puts that right.
    """
    if not title.strip():
        raise RefusedError(_("Say in a few words what the file is."))
    kind, safe = made_safe(name, content)
    try:
        check_virus(io.BytesIO(content))
    except ValidationError as error:
        raise RefusedError(" ".join(error.messages)) from error
    attachment = Attachment.objects.create(
        pupil=pupil,
        what=what,
        audiences=sorted(audiences),
        kind=kind,
        title=title.strip()[:120],
        uploaded_at=timezone.now(),
        uploaded_by_id=by.user_id,
        file=StoredFile.keep(safe),
    )
    _record(by, "documents.attached", attachment)
    return attachment


@transaction.atomic
def give_to(*, by: Actor, attachment: Attachment, pupil: Pupil) -> None:
    """The pupil of a referral was found in the register."""
    if attachment.pupil_id not in (None, pupil.pk):
        raise RefusedError(_("The file belongs to another pupil."))
    attachment.pupil = pupil
    attachment.save(update_fields=["pupil"])
    _record(by, "documents.attachment_given", attachment)


@transaction.atomic
def remove(*, by: Actor, attachment: Attachment) -> None:
    """Handed in by mistake. Its bytes are gone; that there was a file, and who took it away, stands."""
    kept = attachment.file
    if kept is None:
        return
    attachment.file, attachment.removed_at, attachment.removed_by_id = None, timezone.now(), by.user_id
    attachment.save(update_fields=["file", "removed_at", "removed_by"])
    kept.delete()
    _record(by, "documents.attachment_removed", attachment)


@transaction.atomic
def readdress(*, by: Actor, attachment: Attachment, audiences: Collection[str]) -> None:
    """Whoever it was meant for has changed, with what it hangs on."""
    if attachment.audiences != sorted(audiences):
        attachment.audiences = sorted(audiences)
        attachment.save(update_fields=["audiences"])
        _record(by, "documents.attachment_readdressed", attachment)


@transaction.atomic
def make(
    *,
    by: Actor,
    pupil: Pupil | None,
    data: LetterData,
    language: str,
    what: What = What.LETTERS,
    audiences: Collection[str] = (),
    guardians: Collection[Guardian] = (),
    school: School | None = None,
) -> Document:
    """A letter as PDF, kept as it is. `audiences` may download it: team, school, guardian, pupil, specialist.

    Of guardians and schools only those that are named here, where any is.
    """
    if by.user_id is None:
        raise RefusedError(_("Only a person makes a letter."))
    document = Document.objects.create(
        pupil=pupil,
        what=what,
        audiences=sorted(audiences),
        school=school,
        kind=data.kind,
        language=language,
        template_version=VERSION,
        made_at=timezone.now(),
        made_by_id=by.user_id,
        file=StoredFile.keep(pdf_of(data, language)),
    )
    document.guardians.set(guardians)
    _record(by, "documents.made", document)
    return document


def _record(by: Actor, action: str, item: Attachment | Document) -> None:
    record(
        by=by,
        action=action,
        purpose=purpose_of(by.role),
        pupils=[item.pupil.public_id] if item.pupil else [],
        object_type=type(item).__name__.lower(),
        object_id=item.public_id,
        details={"kind": str(item.kind)},
    )
