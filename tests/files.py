"""Files as people hand them in."""

from __future__ import annotations

import io

from PIL import Image

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"


def png(size: tuple[int, int] = (6, 4)) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", size, "navy").save(made, "PNG")
    return made.getvalue()


def photo(place: str = "", ending: str = "JPEG", size: tuple[int, int] = (60, 40)) -> bytes:
    """As a telephone takes it: with where it was, and turned on its side."""
    picture, made = Image.new("RGB", size, "orange"), io.BytesIO()
    exif = picture.getexif()
    exif[0x0112] = 6  # turned
    exif[0x010E] = f"Beskrivelse {place}"
    exif.get_ifd(0x8825)[1] = "N"
    picture.save(made, ending, exif=exif)
    return made.getvalue()
