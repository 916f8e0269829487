"""What a file may be that hangs on a pupil: a PDF or a picture. All else is refused before anything opens it."""

from __future__ import annotations

import io
import re
import warnings
from pathlib import PurePath
from typing import Any

import puremagic
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from skoleporten.documents.models import Attachment
from skoleporten.rules.errors import RefusedError

ENDINGS = (".pdf", ".jpg", ".jpeg", ".png", ".webp")
MOST_BYTES = 20_000_000
MOST_PIXELS = 60_000_000
LONGEST_SIDE = 4000
PICTURES = {"JPEG", "PNG", "WEBP"}
# What makes a PDF do something by itself, carry a file along, or hide what it holds from the virus scanner. A name may
# stand in a compressed part too, which is not looked into: so a PDF is only ever downloaded, never shown in our pages.
ACTIVE = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|SubmitForm|Encrypt)\b")

Kind = Attachment.Kind


def read_to_the_limit(file: Any) -> bytes:
    """An upload of a form. One byte more than is allowed is enough to refuse it, and the memory stays small."""
    return bytes(file.read(MOST_BYTES + 1))


def made_safe(name: str, content: bytes, *, longest_side: int = LONGEST_SIDE) -> tuple[str, bytes]:
    """Its kind, and the bytes to keep; a picture's longer side is `longest_side` at most. Raises RefusedError."""
    ending = PurePath(name.lower()).suffix
    if ending not in ENDINGS:
        raise RefusedError(
            _("This kind of file can not be handed in."), do=_("Hand in a PDF or a picture (JPEG, PNG or WebP).")
        )
    if not content:
        raise RefusedError(_("The file is empty."))
    if len(content) > MOST_BYTES:
        raise RefusedError(_("The file is larger than %(megabytes)d MB.") % {"megabytes": MOST_BYTES // 1_000_000})
    return _pdf(content) if ending == ".pdf" else _picture(content, longest_side)


def _pdf(content: bytes) -> tuple[str, bytes]:
    if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-2048:] or not _looks_like(content, ".pdf"):
        raise _not_what_it_says()
    if ACTIVE.search(content):
        raise RefusedError(
            _("The PDF is locked, runs something by itself or carries other files."),
            do=_("Print it to a new PDF, and hand that in."),
        )
    return Kind.PDF, content


def _looks_like(content: bytes, ending: str) -> bool:
    try:
        return any(guess.extension == ending for guess in puremagic.magic_string(content[:4096]))
    except (puremagic.PureError, ValueError):
        return False


def _picture(content: bytes, longest_side: int) -> tuple[str, bytes]:
    """Drawn anew from its pixels: place, time, camera, thumbnails and whatever else was in the file are gone."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(io.BytesIO(content), formats=sorted(PICTURES)) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    raise _too_large()
                picture = ImageOps.exif_transpose(opened)
                picture.thumbnail((longest_side, longest_side))
                return _drawn_anew(picture, is_drawing=opened.format == "PNG")
    except Image.DecompressionBombError as error:  # of so many points that it is not even opened
        raise _too_large() from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, Warning) as error:
        raise _not_what_it_says() from error


def _drawn_anew(picture: Image.Image, *, is_drawing: bool) -> tuple[str, bytes]:
    has_holes = "A" in picture.getbands() or "transparency" in picture.info
    mode = "RGBA" if is_drawing and has_holes else "RGB"
    clean = Image.new(mode, picture.size, "white" if mode == "RGB" else (0, 0, 0, 0))
    source = picture.convert("RGBA")
    clean.paste(source, (0, 0), source)
    made = io.BytesIO()
    if is_drawing:
        clean.save(made, "PNG", optimize=True)
        return Kind.PNG, made.getvalue()
    clean.save(made, "JPEG", quality=88)
    return Kind.JPEG, made.getvalue()


def _too_large() -> RefusedError:
    return RefusedError(_("The picture is too large."), do=_("Make it smaller, and try again."))


def _not_what_it_says() -> RefusedError:
    return RefusedError(
        _("The file is not what its name says, or it is damaged."), do=_("Save it once more, and hand in the new one.")
    )
