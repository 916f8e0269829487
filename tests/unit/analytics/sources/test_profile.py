from __future__ import annotations

import pytest

from skoleporten.analytics.sources.profile import load_profile, parse_profile, shipped_profiles
from skoleporten.rules.errors import UsageError

SMALLEST = 'id = "a"\nsource = "a"\n[columns]\npupil_id = "p"\ndate = "d"\ncode = "c"\n[codes]\nX = { kind = "day" }\n'


def test_the_shipped_profiles_can_be_read_and_carry_their_own_name():
    assert {"iskole", "norsk-generisk", "oea", "fint"} <= set(shipped_profiles())
    assert [load_profile(name).id for name in shipped_profiles()] == list(shipped_profiles())


def test_without_minutes_a_day_is_300_and_a_lesson_60():
    profile = parse_profile(SMALLEST, "a.toml")
    assert (profile.day_minutes, profile.lesson_minutes) == (300, 60)


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        (SMALLEST.replace('kind = "day"', 'kind = "week"'), 8, "The code X must have a kind"),
        (SMALLEST.replace('{ kind = "day" }', '{ kind = "day", reason = "tired" }'), 8, "reason = tired is not known"),
        (SMALLEST.replace("pupil_id", "pupil"), 4, "pupil is not a column of ours"),
        (SMALLEST + '[file]\ndelimiter = ";;"\n', 10, "delimiter must be one character"),
        (SMALLEST + '[file]\nencoding = "utf-16"\n', 10, "encoding must be one of"),
        (SMALLEST + '[file]\ndate_format = "%Y"\n', 10, "date_format must hold"),
        (SMALLEST + "[day]\nnominal_minutes = 0\n", 10, "nominal_minutes must be whole minutes"),
        (SMALLEST + '[values.documented]\nja = "yes"\n', 10, "documented ja: yes is not one of"),
        (SMALLEST + "[colums]\n", 9, "colums is not known"),
    ],
)
def test_a_mistake_is_told_with_its_line(text, line, what):
    with pytest.raises(UsageError, match=what) as told:
        parse_profile(text, "a.toml")
    assert told.value.place is not None
    assert (told.value.place.file, told.value.place.line) == ("a.toml", line)


def test_text_that_is_not_toml_is_refused():
    with pytest.raises(UsageError, match="not TOML"):
        parse_profile("id = ", "a.toml")


def test_a_profile_that_is_not_there_tells_which_are():
    with pytest.raises(UsageError, match="norsk-generisk"):
        load_profile("nothing")


def test_a_profile_without_the_pupils_column_is_refused():
    with pytest.raises(UsageError, match="which column is pupil_id"):
        parse_profile(SMALLEST.replace('pupil_id = "p"\n', ""), "a.toml")
