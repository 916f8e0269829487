"""What the documentation says about profiles holds."""

from __future__ import annotations

import re
from pathlib import Path

from skoleporten.analytics.sources.faults import EXPLANATIONS, Fault
from skoleporten.analytics.sources.profile import COLUMNS, KINDS, load_profile, parse_profile, shipped_profiles
from skoleporten.rules.absence import Reason
from tests.unit.analytics.sources.made import norwegian, read

DOCS = Path(__file__).resolve().parents[4] / "docs"
REFERENCE = (DOCS / "reference" / "profiles.md").read_text(encoding="utf-8")


def test_the_profile_in_the_guide_can_be_copied_and_reads_a_file(tmp_path):
    guide = (DOCS / "how-to" / "own-profile.md").read_text(encoding="utf-8")
    text = re.findall(r"```toml\n(.*?)```", guide, flags=re.DOTALL)[0]
    assert parse_profile(text, "ours.toml").day_minutes == 330
    (tmp_path / "ours.toml").write_text(text, encoding="utf-8")
    path = norwegian(tmp_path / "a.csv", "1;s1;12.01.2026;SJ;", headings=("Elev", "Skule", "Dag", "Grunn", "Minutt"))
    (absence,) = read(path, profile=tmp_path / "ours.toml").absences
    assert (absence["minutes"], absence["reason"], absence["documented"]) == (330, "illness", "true")


def test_every_column_kind_reason_and_shipped_profile_is_in_the_reference():
    words = (*COLUMNS, *KINDS, *(reason.value for reason in Reason), *shipped_profiles())
    assert [word for word in words if word not in REFERENCE] == []


def test_every_heading_and_code_of_the_norwegian_template_is_in_the_reference():
    profile = load_profile("norsk-generisk")
    words = [headings[0] for headings in profile.columns.values()] + [
        *profile.codes,
        *profile.documented,
        *profile.reasons,
    ]
    assert [word for word in words if f"`{word}`" not in REFERENCE] == []


def test_every_fault_says_why_and_what_to_do():
    assert set(EXPLANATIONS) == set(Fault) - {Fault.NONE}
    assert all(why.reason.endswith(".") and why.what_to_do.endswith(".") for why in EXPLANATIONS.values())
