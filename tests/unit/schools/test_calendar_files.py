"""A skolerute in from .ics and CSV, and out again."""

from datetime import UTC, date, datetime

import pytest

from skoleporten.rules.errors import RefusedError
from skoleporten.schools.calendar_files import ics, sheet
from skoleporten.schools.calendar_files.draft import MOST_LINES, Draft, LengthLine, Line, LineKind, in_school_year
from skoleporten.schools.calendar_files.titles import kind_of

START, END = date(2025, 8, 1), date(2026, 7, 31)
NOW = datetime(2025, 6, 1, 12, tzinfo=UTC)


def calendar(*events: str) -> bytes:
    body = "".join(f"BEGIN:VEVENT\r\n{event}\r\nEND:VEVENT\r\n" for event in events)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//NO\r\n{body}END:VCALENDAR\r\n".encode()


def event(title: str, first: str, end: str | None = None, *more: str) -> str:
    dates = [f"DTSTART;VALUE=DATE:{first}"] + ([f"DTEND;VALUE=DATE:{end}"] if end else [])
    return "\r\n".join([f"UID:{title}{first}", f"SUMMARY:{title}", *dates, *more])


def year(draft: Draft):
    return in_school_year(draft, START, END)


LAERDAL_2025 = calendar(
    event("Fyrste skuledag", "20250818"),
    event("Haustferie", "20251006", "20251011"),
    event("Skulefri", "20251107"),
    event("Siste skuledag før jul", "20251219"),
    event("Første skuledag etter jul", "20260105"),
    event("Vinterferie", "20260216", "20260221"),
    event("Siste skuledag før påske", "20260327"),
    event("Første skuledag etter påske", "20260407"),
    event("Siste skuledag", "20260619"),
)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Planleggingsdag, elevfri", LineKind.PLANNING),
        ("Planleggjingsdag", LineKind.PLANNING),
        ("Høstferie uke 40 - SFO åpen", LineKind.FREE),
        ("Elevfri", LineKind.FREE),
        ("Skulefri dag", LineKind.FREE),
        ("Kristi himmelfartsdag", LineKind.FREE),
        ("Innarbeidet skoledag", LineKind.SCHOOL_DAY),
        ("Første skoledag etter jul", LineKind.FIRST_DAY),
        ("Skulestart", LineKind.FIRST_DAY),
        ("Siste skoledag", LineKind.LAST_DAY),
        ("SFO stengt", LineKind.UNKNOWN),
        ("Foreldremøte", LineKind.UNKNOWN),
        ("Planning day", LineKind.PLANNING),
    ],
)
def test_a_title_says_what_kind_of_day_it_is(title, kind):
    assert kind_of(title) is kind


def test_an_all_day_event_ends_the_day_before_its_exclusive_end():
    draft = ics.read(calendar(event("Høstferie", "20250929", "20251004")), "r.ics")
    assert draft.lines == (Line(date(2025, 9, 29), date(2025, 10, 3), LineKind.FREE, "Høstferie"),)


def test_an_event_without_an_end_is_one_day():
    draft = ics.read(calendar(event("Elevfri", "20251107")), "r.ics")
    assert (draft.lines[0].first_date, draft.lines[0].last_date) == (date(2025, 11, 7), date(2025, 11, 7))


def test_an_event_that_ends_on_its_first_day_is_one_day():
    assert ics.read(calendar(event("Elevfri", "20251107", "20251107")), "r.ics").lines[0].last_date == date(2025, 11, 7)


def test_an_event_in_universal_time_is_dated_in_norway():
    timed = "UID:1\r\nSUMMARY:Planleggingsdag\r\nDTSTART:20251106T230000Z\r\nDTEND:20251107T230000Z"
    line = ics.read(calendar(timed), "r.ics").lines[0]
    assert (line.first_date, line.last_date) == (date(2025, 11, 7), date(2025, 11, 7))


def test_a_cancelled_event_is_left_out():
    assert ics.read(calendar(event("Elevfri", "20251107", None, "STATUS:CANCELLED")), "r.ics") == Draft()


def test_a_repeating_event_is_told_and_not_guessed():
    draft = ics.read(calendar(event("Elevfri", "20251107", None, "RRULE:FREQ=WEEKLY")), "r.ics")
    assert draft.lines == ()
    assert (draft.problems[0].line, draft.problems[0].value) == (1, "Elevfri")


def test_an_event_that_ends_before_it_begins_is_told():
    draft = ics.read(calendar(event("Elevfri", "20251107", "20251101")), "r.ics")
    assert draft.lines == ()
    assert len(draft.problems) == 1


@pytest.mark.parametrize("content", [b"", b"hello", b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n", b"\0\0\0"])
def test_a_file_that_is_no_calendar_is_refused(content):
    with pytest.raises(RefusedError):
        ics.read(content, "r.ics")


def test_a_calendar_of_thousands_of_events_is_refused():
    with pytest.raises(RefusedError, match=str(MOST_LINES)):
        ics.read(calendar(*[event("Elevfri", "20251107")] * (MOST_LINES + 1)), "r.ics")


def test_the_first_and_last_school_day_are_found_among_those_around_holidays():
    found = year(ics.read(LAERDAL_2025, "r.ics"))
    assert (found.first_day, found.last_day) == (date(2025, 8, 18), date(2026, 6, 19))


def test_days_between_a_last_and_a_first_school_day_are_off():
    found = year(ics.read(LAERDAL_2025, "r.ics"))
    breaks = [(line.first_date, line.last_date) for line in found.entries if line.name.startswith("Siste")]
    assert breaks == [(date(2025, 12, 20), date(2026, 1, 4)), (date(2026, 3, 28), date(2026, 4, 6))]


def test_a_break_that_has_its_own_line_is_not_said_twice():
    lines = [
        Line(date(2025, 12, 19), date(2025, 12, 19), LineKind.LAST_DAY, "Siste skoledag før jul"),
        Line(date(2025, 12, 22), date(2026, 1, 2), LineKind.FREE, "Juleferie"),
        Line(date(2026, 1, 5), date(2026, 1, 5), LineKind.FIRST_DAY, "Første skoledag etter jul"),
    ]
    assert [line.name for line in year(Draft(tuple(lines))).entries] == ["Juleferie"]


def test_lines_of_another_school_year_are_counted_and_left_out():
    draft = ics.read(calendar(event("Elevfri", "20241107"), event("Elevfri", "20251107")), "r.ics")
    found = year(draft)
    assert (len(found.entries), found.lines_outside) == (1, 1)


def test_a_line_across_the_turn_of_the_year_is_cut():
    draft = Draft((Line(date(2026, 6, 20), date(2026, 8, 16), LineKind.FREE, "Sommerferie"),))
    assert year(draft).entries[0].last_date == END


def test_a_title_that_says_nothing_is_kept_for_a_person_to_decide():
    found = year(ics.read(calendar(event("Skuleball", "20251107")), "r.ics"))
    assert [line.name for line in found.unknown] == ["Skuleball"]


LINES = (
    Line(date(2025, 8, 18), date(2025, 8, 18), LineKind.FIRST_DAY, "Første skoledag"),
    Line(date(2025, 9, 29), date(2025, 10, 3), LineKind.FREE, "Høstferie; æøå, «ro»"),
    Line(date(2025, 11, 7), date(2025, 11, 7), LineKind.PLANNING, "Kurs for alle"),
    Line(date(2025, 11, 8), date(2025, 11, 8), LineKind.SCHOOL_DAY, "=SUM(A1)"),
    Line(date(2026, 6, 19), date(2026, 6, 19), LineKind.LAST_DAY, "Slutt for i år"),
)
LENGTHS = (LengthLine(1, 4, 0, 240), LengthLine(5, 7, 4, 300))


def test_an_ics_file_read_back_says_the_same():
    written = ics.write([(str(number), line) for number, line in enumerate(LINES)], name="Skolerute", now=NOW)
    assert ics.read(written, "r.ics") == Draft(LINES)


def test_an_ics_file_is_the_same_to_the_byte_when_written_again():
    pairs = [("a", LINES[0])]
    assert ics.write(pairs, name="x", now=NOW) == ics.write(pairs, name="x", now=NOW)


def test_a_csv_file_read_back_says_the_same():
    assert sheet.read(sheet.write(LINES, LENGTHS), "r.csv") == Draft(LINES, LENGTHS)


def test_a_formula_in_a_name_is_made_harmless_in_the_csv():
    assert ";'=SUM(A1);" in sheet.write(LINES, ()).decode("utf-8-sig")


def test_csv_is_read_with_norwegian_dates_commas_and_latin_1():
    draft = sheet.read("Dato,Navn\n07.11.2025,Første møte - elevfri\n".encode("latin-1"), "r.csv")
    assert draft.lines == (Line(date(2025, 11, 7), date(2025, 11, 7), LineKind.FREE, "Første møte - elevfri"),)


@pytest.mark.parametrize(
    ("row", "value"),
    [
        ("2026-02-31;;fri;x", "2026-02-31"),
        ("12/11/25;;fri;x", "12/11/25"),
        ("2025-11-07;2025-11-01;fri;x", "2025-11-07-2025-11-01"),
        (";;dagslengde;;0;4;mandag;300", "0"),
        (";;dagslengde;;5;4;mandag;300", "4"),
        (";;dagslengde;;1;4;lørdag;300", "lørdag"),
        (";;dagslengde;;1;4;mandag;601", "601"),
        (";;dagslengde;;1;4;mandag;fem", "fem"),
    ],
)
def test_a_csv_line_that_can_not_be_read_is_told_with_its_number_and_value(row, value):
    draft = sheet.read(f"{';'.join(sheet.COLUMNS)}\n\n{row}\n".encode(), "r.csv")
    assert (draft.lines, draft.lengths) == ((), ())
    assert [(problem.line, problem.value) for problem in draft.problems] == [(3, value)]


@pytest.mark.parametrize("content", [b"", b"a;b;c\n1;2;3\n", b"fra;til\n2025-11-07;\n", b"fra;type\n\0;fri\n"])
def test_a_csv_file_without_the_columns_is_refused(content):
    with pytest.raises(RefusedError):
        sheet.read(content, "r.csv")


def test_a_csv_file_of_thousands_of_lines_is_refused():
    with pytest.raises(RefusedError):
        sheet.read(b"fra;type\n" + b"2025-11-07;fri\n" * MOST_LINES, "r.csv")
