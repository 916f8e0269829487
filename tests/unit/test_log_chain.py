"""What an event's mac is made of: the same bytes as the JSON that the log of version 0.1 was written with."""

import hmac
import json

from hypothesis import given
from hypothesis import strategies as st

from skoleporten.audit.chain import START, Link, canonical, details_text, details_text_of, mac

KEPT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
JSON = st.recursive(st.none() | st.booleans() | st.integers() | KEPT, lambda part: st.dictionaries(KEPT, part))
LINKS = st.builds(
    Link,
    seq=st.integers(1, 2**62),
    at=st.just("2026-11-22T21:00:00.000001+00:00"),
    actor=KEPT,
    actor_name=KEPT,
    role=KEPT,
    unit=KEPT,
    action=KEPT,
    purpose=KEPT,
    object_type=KEPT,
    object_id=KEPT,
    details=st.dictionaries(KEPT, JSON, max_size=3).map(details_text),
    request_id=KEPT,
    pupils=st.lists(st.uuids().map(str), max_size=3).map(sorted).map(tuple),
)


def as_json_writes_it(link: Link) -> str:
    plain = {**link._asdict(), "details": json.loads(link.details), "pupils": list(link.pupils)}
    return json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


@given(LINKS)
def test_what_is_signed_is_json_with_sorted_keys_to_the_byte(link):
    assert canonical(link) == as_json_writes_it(link)


@given(LINKS)
def test_the_mac_is_over_the_event_and_the_one_before_it(link):
    signed = f"{START}\n{as_json_writes_it(link)}".encode()
    assert mac("key", START, link) == hmac.new(b"key", signed, "sha256").hexdigest()
    assert mac("key", "1" * 64, link) != mac("key", START, link) != mac("another", START, link)


@given(LINKS, st.sampled_from([name for name in Link._fields if name not in {"seq", "pupils", "details"}]))
def test_another_value_in_any_field_is_another_mac(link, field):
    assert mac("key", START, link) != mac("key", START, link._replace(**{field: getattr(link, field) + "x"}))


def test_details_are_the_same_however_a_database_spaces_and_orders_them():
    assert details_text_of('{"b": 1,  "a": "ø"}') == details_text({"a": "ø", "b": 1}) == '{"a":"ø","b":1}'
