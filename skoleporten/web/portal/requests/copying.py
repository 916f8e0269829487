"""A copy of what one may see, made the moment it is asked for; nothing of it is kept here."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access import languages
from skoleporten.access.models import User
from skoleporten.access.reasons import purpose_of
from skoleporten.access_requests.copy import Copy, zipped
from skoleporten.access_requests.items import Lens, told
from skoleporten.access_requests.source import Reader
from skoleporten.access_requests.sources import sources
from skoleporten.people.models import Pupil
from skoleporten.web.portal.requests.looked import beside
from skoleporten.web.requests import ActingRequest


def own_copy(request: ActingRequest, pupil: Pupil) -> bytes:
    """In the language of the person."""
    reader = Reader(request.actor, pupil, purpose_of(request.actor.role), request.today)
    lens = Lens(pupil, request.today, request.actor)
    found = [(source.key, source.label, list(told(source, reader, lens))) for source in sources()]
    copy = Copy(
        pupil=pupil,
        who=request.actor.name,
        made_at=timezone.now(),
        title=_("What you can see"),
        about=_about(),
        kinds=[kind for kind in found if kind[2]],
        beside=beside(request.actor, pupil, request.today),
    )
    return zipped(copy, languages.of(User.objects.filter(public_id=request.actor.user_public_id).first()))


def _about() -> list[str]:
    return [
        _("This is what you can see when you log in, as it stood when the copy was made."),
        _("We keep more than this. You can ask for all of it, on the page where you found the copy."),
        _("It does not follow changes. Keep it where nobody else reads it."),
    ]
