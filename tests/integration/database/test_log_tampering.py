"""A thousand random edits, deletions, swaps, insertions and tail cuts of the log: every one is found.

SKOLEPORTEN_TAMPERINGS runs another number; the last line of `-s` tells what was found.
"""

from __future__ import annotations

import os
import random
import re
from collections import Counter

import pytest
from django.utils import timezone

from skoleporten.audit import anchors, queries
from tests.integration.audit_tampering import WAYS, cut_tail, without_triggers, write_log

pytestmark = pytest.mark.django_db
TAMPERINGS = int(os.environ.get("SKOLEPORTEN_TAMPERINGS", "1000"))
EVENTS = 24


@pytest.fixture
def anchored_log(settings, tmp_path) -> None:
    settings.ANCHORS_FOLDER = str(tmp_path)
    write_log(EVENTS, random.Random(1))
    anchors.keep(queries.head(), timezone.now())


@pytest.mark.slow
def test_every_random_tampering_is_found(anchored_log):
    chance, found, missed = random.Random(2), Counter(), []
    for number in range(TAMPERINGS):
        way = WAYS[number % len(WAYS)]
        with without_triggers():
            told = way(chance)
            faults = queries.verify().faults
        found[way.__name__] += bool(faults)
        missed += [] if faults else [told]
    print(f"log: tamperings={TAMPERINGS} found={found.total()} {dict(found)}")
    assert missed == []
    assert queries.verify().faults == ()


@pytest.mark.parametrize("way", WAYS)
def test_each_way_of_tampering_is_found(anchored_log, way):
    with without_triggers():
        way(random.Random(3))
        assert queries.verify().faults


def test_a_cut_off_end_is_found_by_the_anchor_and_by_nothing_else(anchored_log, settings, tmp_path):
    with without_triggers():
        cut_tail(random.Random(4))
        assert [fault.what for fault in queries.verify().faults] == [
            "the anchored event is not in the log: its end was cut off"
        ]
        settings.ANCHORS_FOLDER = str(tmp_path / "elsewhere")
        assert queries.verify().faults == ()


def test_a_log_written_anew_with_the_key_is_found_by_its_anchor(anchored_log):
    """What no chain can show: the same key, other events."""
    with without_triggers():
        cut_tail(random.Random(4))
        write_log(EVENTS * 2, random.Random(5))
        assert "is another event than the one that was anchored" in {fault.what for fault in queries.verify().faults}


def test_pupils_of_an_event_that_is_gone_are_found(anchored_log):
    from skoleporten.audit.models import Event, EventPupil

    last = EventPupil.objects.order_by("-event_id").first().event_id
    with without_triggers():
        Event.objects.filter(seq=last)._raw_delete("default")
        assert (last, "its pupils are here and the event itself is gone") in {
            (fault.seq, fault.what) for fault in queries.verify().faults
        }


def test_the_reasons_name_the_event(anchored_log):
    with without_triggers():
        told = WAYS[0](random.Random(6))
        seq = int(re.search(r"of (\d+) edited", told)[1])
        assert seq in {fault.seq for fault in queries.verify().faults}
