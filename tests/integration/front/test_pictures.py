"""Pictures of the open page: made anew and small, told in words, and refused in words where they are odd."""

from __future__ import annotations

import io
import uuid

import pytest
from PIL import Image

from skoleporten.audit.models import Event
from skoleporten.documents.models import StoredFile
from skoleporten.front import actions
from skoleporten.front.models import MOST_PUBLISHED, Picture
from skoleporten.front.pictures import LONGEST_SIDE, MOST_BYTES, drawn
from skoleporten.rules.errors import RefusedError, SkoleportenError
from tests.factories import actor_of, make_administrator, make_user
from tests.front_factories import ALT, make_picture, picture_file
from tests.intake_factories import make_lead, make_team_member

WHERE_IT_WAS_TAKEN, WHOSE_CAMERA = b"GPS", b"Camera of Kari"
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def with_metadata() -> bytes:
    picture, made = Image.open(io.BytesIO(picture_file())), io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = WHOSE_CAMERA.decode()
    exif.get_ifd(0x8825)[1] = "N"
    picture.save(made, "JPEG", exif=exif, comment=b"Kari at home")
    return made.getvalue()


def test_a_picture_is_drawn_anew_without_what_the_camera_wrote():
    content = with_metadata()
    assert WHOSE_CAMERA in content
    made = drawn("kari-hjemme.jpg", content)
    assert WHOSE_CAMERA not in made.content
    with Image.open(io.BytesIO(made.content)) as opened:
        assert opened.format == "WEBP"
        assert not opened.getexif()
        assert set(opened.info) <= {"loop", "background", "timestamp", "duration"}


@pytest.mark.parametrize("size", [(3200, 2400), (320, 900), (960, 640)])
def test_however_large_it_becomes_light(size):
    made = drawn("rom.jpg", picture_file(*size))
    assert len(made.content) <= MOST_BYTES
    assert max(made.width, made.height) <= LONGEST_SIDE


def test_a_picture_that_no_compression_makes_light_becomes_smaller():
    noise = Image.effect_noise((800, 800), 120).convert("RGB")
    made = io.BytesIO()
    noise.save(made, "PNG")
    small = drawn("stoy.png", made.getvalue())
    assert len(small.content) <= MOST_BYTES
    assert small.width < 800


def saved(picture: Image.Image, kind: str = "PNG", **options) -> bytes:
    made = io.BytesIO()
    picture.save(made, kind, **options)
    return made.getvalue()


@pytest.mark.parametrize(
    ("mode", "kind"),
    [("CMYK", "JPEG"), ("L", "JPEG"), ("RGBA", "PNG"), ("P", "PNG"), ("I;16", "PNG"), ("1", "PNG"), ("RGBA", "WEBP")],
)
def test_a_picture_of_an_odd_kind_is_drawn_all_the_same(mode, kind):
    assert drawn(f"rom.{kind.lower()}", saved(Image.new(mode, (400, 400)), kind)).width == 400


def test_one_that_lay_on_its_side_stands_up():
    exif = Image.Exif()
    exif[0x0112] = 6
    small = drawn("rom.jpg", saved(Image.new("RGB", (800, 400)), "JPEG", exif=exif))
    assert (small.width, small.height) == (400, 800)


ODD = {
    "empty": ("rom.jpg", b""),
    "a PDF": ("rom.pdf", PDF),
    "a drawing that could hold a script": ("rom.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
    "a page named as a picture": ("rom.jpg", b"<!doctype html><script>alert(1)</script>"),
    "cut off": ("rom.jpg", picture_file()[:2000]),
    "a GIF named as a PNG": ("rom.png", b"GIF89a\x01\x00\x01\x00\x80\x00\x00"),
    "more points than a machine should open": ("rom.png", saved(Image.new("1", (10_000, 9_000)))),
    "more bytes than a telephone sends": ("rom.jpg", b"\xff\xd8\xff" + b"\0" * 20_000_000),
    "one point": ("rom.png", saved(Image.new("RGB", (1, 1)))),
    "long and narrow": ("rom.png", saved(Image.new("RGB", (2000, 330)))),
}


@pytest.mark.parametrize(("name", "content"), ODD.values(), ids=ODD)
def test_what_is_no_picture_for_a_page_is_refused_in_words(name, content):
    with pytest.raises(RefusedError):
        drawn(name, content)


@pytest.mark.django_db
@pytest.mark.parametrize("alt", [{}, ALT | {"nn": "  "}, {"nb": "En sofa."}], ids=["none", "one of spaces", "only one"])
def test_no_picture_without_words_for_it_in_each_language(alt):
    with pytest.raises(RefusedError, match=r"språk|each language"):
        add(alt=alt)
    assert not Picture.objects.exists()
    assert not StoredFile.objects.exists()


def add(by=None, alt=ALT, client_id=None, content=None) -> Picture:
    by = by or actor_of(make_lead())
    return actions.add_picture(
        by=by, name="rom.jpg", content=content or picture_file(), alt=alt, client_id=client_id or uuid.uuid4()
    )


@pytest.mark.django_db
def test_a_form_sent_twice_makes_one_picture():
    lead, once = actor_of(make_lead()), uuid.uuid4()
    assert add(lead, client_id=once).pk == add(lead, client_id=once).pk
    assert Event.objects.filter(action="front.picture_added").count() == 1


@pytest.mark.django_db
def test_only_the_leader_and_administrators_look_after_the_page():
    picture = make_picture(is_published=False)
    for one in (make_team_member(), make_user()):
        stranger = actor_of(one) if one.grants.exists() else actor_of(make_team_member())
        for deed in (actions.publish, actions.hide, actions.remove):
            with pytest.raises(RefusedError):
                deed(by=stranger, picture=picture)
        with pytest.raises(RefusedError):
            add(stranger)
    actions.publish(by=actor_of(make_administrator()), picture=picture)


@pytest.mark.django_db
def test_no_more_pictures_are_shown_than_the_page_can_carry():
    lead = actor_of(make_lead())
    shown = [make_picture(by=lead) for _ in range(MOST_PUBLISHED)]
    more = make_picture(is_published=False, by=lead)
    with pytest.raises(RefusedError):
        actions.publish(by=lead, picture=more)
    actions.hide(by=lead, picture=shown[0])
    actions.publish(by=lead, picture=more)
    assert Picture.objects.published().count() == MOST_PUBLISHED


@pytest.mark.django_db
def test_a_removed_picture_leaves_no_bytes_behind():
    lead = actor_of(make_lead())
    picture = make_picture(by=lead)
    actions.remove(by=lead, picture=picture)
    actions.remove(by=lead, picture=picture)
    picture.refresh_from_db()
    assert (picture.is_published, picture.file, picture.removed_by_id) == (False, None, lead.user_id)
    assert not StoredFile.objects.exists()
    for deed in (actions.publish, actions.hide):
        with pytest.raises(RefusedError):
            deed(by=lead, picture=picture)
    said = list(Event.objects.filter(object_type="front_picture").order_by("seq").values_list("action", flat=True))
    assert said == ["front.picture_added", "front.picture_published", "front.picture_removed"]


@pytest.mark.django_db
def test_two_who_put_it_in_words_at_once_are_both_heard():
    lead = actor_of(make_lead())
    picture = make_picture(by=lead)
    actions.describe(by=lead, picture=picture, alt=ALT | {"nb": "En rød sofa."}, version=1)
    actions.describe(by=lead, picture=picture, alt=ALT | {"nb": "En rød sofa."}, version=1)  # a double click
    with pytest.raises(SkoleportenError):
        actions.describe(by=lead, picture=picture, alt=ALT | {"nb": "En grønn sofa."}, version=1)
    picture.refresh_from_db()
    assert (picture.alt["nb"], picture.version) == ("En rød sofa.", 2)
