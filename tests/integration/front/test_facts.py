"""How to get in touch: each time it is written is kept, and nobody writes over another."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from skoleporten.audit import append_only
from skoleporten.audit.models import Event
from skoleporten.front import queries
from skoleporten.front.actions import ChangedMeanwhileError, Facts
from skoleporten.front.models import PageFacts, Picture
from skoleporten.rules.errors import RefusedError
from tests.factories import actor_of, make_administrator
from tests.front_factories import ALT, FACTS, make_facts, make_picture, picture_file
from tests.intake_factories import make_lead, make_team_member
from tests.pages import signed_in

pytestmark = pytest.mark.django_db
OTHER = Facts(phone="38 99 99 99")
PAGE = "/welcome/edit/"


def sent(**fields: str) -> dict[str, str]:
    return {"version": "0", "municipality": "", "phone": "", "email": "", "emergency_phone": ""} | fields


def test_what_was_written_before_stands(settings):
    lead = actor_of(make_lead())
    make_facts(by=lead)
    make_facts(OTHER, version=1, by=lead)
    newest = queries.facts()
    assert newest is not None
    assert newest.phone == "38 99 99 99"
    assert list(PageFacts.objects.values_list("version", flat=True)) == [2, 1]
    assert Event.objects.filter(action="front.facts_written").count() == 2


def test_the_same_sent_twice_is_written_once():
    lead = actor_of(make_lead())
    assert make_facts(by=lead).pk == make_facts(by=lead).pk


def test_nobody_writes_over_what_somebody_else_wrote():
    make_facts()
    with pytest.raises(ChangedMeanwhileError):
        make_facts(OTHER, version=0)
    assert queries.facts().phone == FACTS.phone


def test_only_the_leader_and_administrators_write():
    with pytest.raises(RefusedError):
        make_facts(by=actor_of(make_team_member()))


def test_the_database_refuses_to_change_what_was_shown(django_db_blocker):
    from django.db import connection

    written = make_facts()
    append_only.protect(connection, "front_pagefacts")
    try:
        with pytest.raises(DatabaseError), transaction.atomic():
            PageFacts.objects.filter(pk=written.pk).update(phone="112")
    finally:
        append_only.unprotect(connection, "front_pagefacts")


def test_two_at_once_see_both_and_the_second_puts_them_together():
    first, second = signed_in(make_lead()), signed_in(make_administrator())
    assert first.post(PAGE, sent(phone="38 00 00 00")).status_code == 302
    refused = second.post(PAGE, sent(phone="38 11 11 11"))
    page = refused.content.decode()
    assert refused.status_code == 409
    assert "38 00 00 00" in page
    assert 'value="38 11 11 11"' in page
    assert 'name="version" value="1"' in page
    assert second.post(PAGE, sent(phone="38 11 11 11", version="1")).status_code == 302
    assert queries.facts().phone == "38 11 11 11"


@pytest.mark.parametrize(
    "wrong", [{"phone": "ring oss"}, {"phone": "38"}, {"email": "skoleporten"}, {"emergency_phone": "<script>"}]
)
def test_a_number_that_no_telephone_takes_is_refused_beside_its_field(wrong):
    answer = signed_in(make_lead()).post(PAGE, sent(**wrong))
    assert answer.status_code == 200
    assert 'aria-invalid="true"' in answer.content.decode()
    assert queries.facts() is None


def test_what_is_written_in_html_is_shown_as_words(client):
    signed_in(make_lead()).post(PAGE, sent(municipality="<b>Vik</b>", people_nb="<img src=x>\n\nHei."))
    shown = client.get(reverse("welcome_in", args=["nb"])).content.decode()
    assert "&lt;b&gt;Vik&lt;/b&gt;" in shown
    assert "&lt;img src=x&gt;" in shown
    assert "<p>Hei.</p>" in shown


def upload(client, **fields):
    from django.core.files.uploadedfile import SimpleUploadedFile

    form = client.get(reverse("front_picture_new")).context["form"]
    given = {"client_id": str(form["client_id"].value()), "file": SimpleUploadedFile("rom.jpg", picture_file())}
    return client.post(
        reverse("front_picture_new"), given | {f"alt_{code}": text for code, text in ALT.items()} | fields
    )


def test_a_picture_goes_from_the_form_to_the_page_and_away_again(client):
    lead = signed_in(make_lead())
    missing = upload(lead, alt_nn="")
    assert missing.status_code == 200
    assert 'href="#id_alt_nn"' in missing.content.decode()
    assert upload(lead).status_code == 302
    picture = Picture.objects.get()
    edit, shown = (
        reverse("front_picture", args=[picture.public_id]),
        reverse("welcome_picture", args=[picture.public_id]),
    )
    assert lead.get(reverse("front_picture_file", args=[picture.public_id])).content == picture.file.content
    seen = [client.get(shown).status_code]
    for deed in ("publish", "hide", "publish", "remove", "publish"):
        lead.post(edit, {"deed": deed})
        seen.append(client.get(shown).status_code)
    assert seen == [404, 200, 404, 200, 404, 404]
    assert lead.get(edit).status_code == 404


def test_two_who_describe_one_picture_see_both():
    picture, lead = make_picture(), signed_in(make_lead())
    address = reverse("front_picture", args=[picture.public_id])
    words = {f"alt_{code}": text for code, text in ALT.items()}
    assert lead.post(address, words | {"version": "1", "alt_nb": "En rød sofa."}).status_code == 302
    refused = lead.post(address, words | {"version": "1", "alt_nb": "En grønn sofa."})
    assert refused.status_code == 409
    assert "En rød sofa." in refused.content.decode()
    assert "En grønn sofa." in refused.content.decode()


def test_others_in_the_house_do_not_find_the_editor():
    assert signed_in(make_team_member()).get(PAGE).status_code == 404
