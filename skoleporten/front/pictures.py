"""A picture for the open page: drawn anew, without what the camera wrote into it, and small enough for a telephone."""

from __future__ import annotations

import io
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image

from skoleporten.documents.attachment_kinds import made_safe
from skoleporten.documents.models import Attachment
from skoleporten.documents.virus_scan import check_virus
from skoleporten.rules.errors import RefusedError

ENDINGS = (".jpg", ".jpeg", ".png", ".webp")
MOST_BYTES = 24_000
LONGEST_SIDE, SHORTEST_SIDE = 960, 320
MOST_TIMES_AS_LONG = 3
QUALITIES = (80, 70, 60, 50, 40)
SMALLER = 0.8


@dataclass(frozen=True)
class Drawn:
    """WebP, which each browser of the last years shows."""

    content: bytes
    width: int
    height: int


def drawn(name: str, content: bytes) -> Drawn:
    """Raises RefusedError for what is no picture, has a virus, or is too small or too long to be seen."""
    kind, safe = made_safe(name, content, longest_side=LONGEST_SIDE)
    if kind == Attachment.Kind.PDF:
        raise RefusedError(_("This is not a picture."), do=_("Hand in a JPEG, PNG or WebP."))
    _check_virus(content)
    with Image.open(io.BytesIO(safe)) as opened:
        picture = _on_white(opened)
    _check_shape(picture)
    return _light(picture)


def _check_virus(content: bytes) -> None:
    try:
        check_virus(io.BytesIO(content))
    except ValidationError as error:
        raise RefusedError(" ".join(error.messages)) from error


def _on_white(opened: Image.Image) -> Image.Image:
    with_holes = opened.convert("RGBA")
    picture = Image.new("RGB", opened.size, "white")
    picture.paste(with_holes, (0, 0), with_holes)
    return picture


def _check_shape(picture: Image.Image) -> None:
    shorter, longer = sorted(picture.size)
    if longer > MOST_TIMES_AS_LONG * shorter:
        raise RefusedError(_("The picture is too long and narrow."), do=_("Cut it, and try again."))
    if shorter < SHORTEST_SIDE:
        raise RefusedError(
            _("The picture is %(width)d by %(height)d points.") % {"width": picture.width, "height": picture.height},
            do=_("Choose one with at least %(points)d points on each side.") % {"points": SHORTEST_SIDE},
        )


def _light(picture: Image.Image) -> Drawn:
    """Coarser first, and then smaller, until it weighs little enough."""
    while True:
        for quality in QUALITIES:
            made = io.BytesIO()
            picture.save(made, "WEBP", quality=quality, method=4)
            if made.tell() <= MOST_BYTES:
                return Drawn(made.getvalue(), picture.width, picture.height)
        picture = picture.resize((round(picture.width * SMALLER), round(picture.height * SMALLER)))
