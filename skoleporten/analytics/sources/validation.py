"""From the texts of a row to values of the contract, or to the first fault; for whole columns at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from skoleporten.analytics.sources.context import DAY_LENGTH, Context
from skoleporten.analytics.sources.delimited import CONTROL_CHARACTERS, EXTRA, FORMULA, LINE, Block
from skoleporten.analytics.sources.faults import Fault
from skoleporten.analytics.sources.output import RejectedRow
from skoleporten.analytics.sources.profile import LENGTHS, Profile
from skoleporten.analytics.tables import GRADES
from skoleporten.rules.absence import Kind

FAULT, ASSUMED, RAW = "fault", "assumed", "raw_"
NOTHING_ASSUMED, NOMINAL_DAY, NOMINAL_LESSON = 0, 1, 2
FIRST_YEAR, LAST_YEAR = 2000, 2100
PARTIAL = (Kind.LESSON.value, Kind.LATE.value, Kind.LEFT_EARLY.value)
COLUMN_OF_FAULT: dict[Fault, str] = {
    Fault.TOO_MANY_FIELDS: EXTRA,
    Fault.FORMULA: "pupil_id",
    Fault.NO_PUPIL: "pupil_id",
    Fault.NO_ENROLMENT: "pupil_id",
    Fault.NO_SCHOOL: "school_id",
    Fault.UNKNOWN_SCHOOL: "school_id",
    Fault.NO_DATE: "date",
    Fault.BAD_DATE: "date",
    Fault.DATE_OUT_OF_RANGE: "date",
    Fault.UNKNOWN_CODE: "code",
    Fault.UNKNOWN_PERIOD: "period",
    Fault.UNKNOWN_DOCUMENTED: "documented",
    Fault.UNKNOWN_REASON: "reason",
    Fault.BAD_GRADE: "grade",
}
ABOUT_LENGTH = {Fault.BAD_MINUTES, Fault.MINUTES_OUT_OF_RANGE, Fault.MINUTES_ABOVE_DAY}
ABOUT_ANY_COLUMN = {Fault.CONTROL_CHARACTERS, Fault.UNREADABLE_CHARACTERS}


@dataclass(frozen=True)
class Mapped:
    """A profile on one file: which column of it (by number) is which of ours, and the date format it is written in."""

    profile: Profile
    columns: Mapping[str, int]
    headings: Mapping[str, str]
    date_format: str

    def has(self, name: str) -> bool:
        return name in self.columns

    @property
    def lengths(self) -> tuple[str, ...]:
        return tuple(name for name in LENGTHS if self.has(name))


def checked(block: Block, mapped: Mapped, known: Context) -> pl.DataFrame:
    """Adds our columns, `slot`, ASSUMED and FAULT to the texts, which keep the prefix RAW. Empty rows are left out."""
    names = {f"c{number}": RAW + name for name, number in mapped.columns.items()}
    lazy = block.frame.lazy().select(LINE, EXTRA, *names).rename(names)
    texts = [RAW + name for name in mapped.columns]
    lazy = lazy.with_columns(_trimmed(name) for name in texts).filter(
        pl.any_horizontal(pl.col(*texts, EXTRA).is_not_null())
    )
    lazy = lazy.with_columns(_meaning(mapped)).with_columns(_values(mapped))
    if known.days is not None:
        lazy = lazy.join(known.days.lazy(), on=["school_id", "date"], how="left", maintain_order="left")
    lazy = lazy.with_columns(_minutes(mapped, known)).with_columns(_slot(mapped), _fault(block, mapped, known))
    return lazy.with_columns(_source_id(mapped)).collect()


def rejected(frame: pl.DataFrame, mapped: Mapped) -> list[RejectedRow]:
    faulty = frame.filter(pl.col(FAULT) != 0)
    return [_rejected_row(row, mapped) for row in faulty.iter_rows(named=True)] if faulty.height else []


def _rejected_row(row: dict[str, str | int | None], mapped: Mapped) -> RejectedRow:
    fault = Fault(int(row[FAULT] or 0))
    name = _column_of(fault, row, mapped)
    value = row[EXTRA] if name == EXTRA else row.get(RAW + name)
    return RejectedRow(int(row[LINE] or 0), mapped.headings.get(name, ""), str(value or ""), fault)


def _column_of(fault: Fault, row: dict[str, str | int | None], mapped: Mapped) -> str:
    if fault in ABOUT_LENGTH:
        return next((name for name in mapped.lengths if row[RAW + name]), "code")
    if fault in ABOUT_ANY_COLUMN:
        return next((name for name in mapped.columns if not _plain(str(row[RAW + name] or ""))), "")
    return COLUMN_OF_FAULT.get(fault, "")


def _plain(text: str) -> bool:
    return text.isprintable() and "\ufffd" not in text


def _trimmed(name: str) -> pl.Expr:
    text = pl.col(name).str.strip_chars(" \t\r\u00a0")
    return pl.when(text != "").then(text).alias(name)


def _meaning(mapped: Mapped) -> list[pl.Expr]:
    """kind, documented and reason as the code says."""
    profile = mapped.profile
    if not mapped.has("code"):
        code = profile.codes[str(profile.default_code)]
        return [pl.lit(getattr(code, name)).alias(name) for name in ("kind", "documented", "reason")]
    return [_by_code(profile, name) for name in ("kind", "documented", "reason")]


def _by_code(profile: Profile, name: str) -> pl.Expr:
    return _looked_up("code", {code: getattr(meaning, name) for code, meaning in profile.codes.items()}).alias(name)


def _looked_up(name: str, values: Mapping[str, str]) -> pl.Expr:
    """Upper and lower case are the same."""
    spellings = {
        spelt: value
        for text, value in values.items()
        for spelt in (text.lower(), text.upper(), text.title(), text.capitalize(), text)
    }
    raw = pl.col(RAW + name)
    if len(set(values.values())) == 1 and len(values) > 1:
        return pl.when(raw.is_in(list(spellings))).then(pl.lit(next(iter(values.values()))))
    return raw.replace_strict(list(spellings), list(spellings.values()), default=None, return_dtype=pl.String)


def _values(mapped: Mapped) -> list[pl.Expr]:
    profile = mapped.profile
    school = pl.col(RAW + "school_id") if mapped.has("school_id") else pl.lit(profile.default_school)
    return [
        pl.lit(profile.source).alias("source"),
        pl.col(RAW + "pupil_id").alias("pupil_id"),
        school.alias("school_id"),
        (pl.col(RAW + "class_id") if mapped.has("class_id") else pl.lit(None, pl.String)).alias("class_id"),
        (_grade() if mapped.has("grade") else pl.lit(None, pl.Int64)).alias("grade"),
        pl.col(RAW + "date").str.to_date(mapped.date_format, strict=False).alias("date"),
        _kind(mapped).alias("kind"),
        *(_told(name, values) for name, values in _told_apart(mapped)),
        *(_number(mapped, name) for name in mapped.lengths),
    ]


def _grade() -> pl.Expr:
    """ "8", "8.", "8. trinn" and "8A" are grade 8."""
    return pl.col(RAW + "grade").str.extract(r"^(\d{1,2})", 1).cast(pl.Int64, strict=False)


def _told_apart(mapped: Mapped) -> list[tuple[str, Mapping[str, str]]]:
    profile = mapped.profile
    return [
        (name, values)
        for name, values in (("documented", profile.documented), ("reason", profile.reasons))
        if mapped.has(name)
    ]


def _told(name: str, values: Mapping[str, str]) -> pl.Expr:
    """The row's own column goes before what the code says."""
    return pl.when(pl.col(RAW + name).is_null()).then(pl.col(name)).otherwise(_looked_up(name, values)).alias(name)


def _kind(mapped: Mapped) -> pl.Expr:
    kind = pl.col("kind")
    parts = []
    if mapped.has("whole_day"):
        parts.append(~pl.col(RAW + "whole_day").is_in(list(mapped.profile.whole_day)))
    if mapped.has("fraction"):
        parts.append(_number(mapped, "fraction") < 1)
    for is_part in parts:
        kind = (
            pl.when((kind == Kind.DAY.value) & is_part.fill_null(value=False))
            .then(pl.lit(Kind.LESSON.value))
            .otherwise(kind)
        )
    return kind


def _number(mapped: Mapped, name: str) -> pl.Expr:
    text = pl.col(RAW + name)
    if mapped.profile.decimal == ",":
        text = text.str.replace(",", ".", literal=True)
    number = text.cast(pl.Float64, strict=False)
    return pl.when(number.is_finite()).then(number).alias("number_" + name)


def _given_minutes(mapped: Mapped) -> pl.Expr:
    """Whole minutes, rounded; null where the row gives no length."""
    scale = {
        "minutes": 1,
        "hours": 60,
        "fraction": mapped.profile.day_minutes,
        "lessons": mapped.profile.lesson_minutes,
    }
    given = [pl.col("number_" + name) * scale[name] for name in mapped.lengths]
    return pl.coalesce(given).round().cast(pl.Int64) if given else pl.lit(None, pl.Int64)


def _minutes(mapped: Mapped, known: Context) -> list[pl.Expr]:
    profile, kind, given = mapped.profile, pl.col("kind"), _given_minutes(mapped)
    is_day, is_lesson = kind == Kind.DAY.value, kind == Kind.LESSON.value
    day = pl.col(DAY_LENGTH) if known.days is not None else pl.lit(None, pl.Int64)
    lesson = pl.lit(None, pl.Int64)
    if mapped.has("period") and profile.periods:
        lesson = pl.col(RAW + "period").replace_strict(dict(profile.periods), default=None, return_dtype=pl.Int64)
    else:
        lesson = pl.lit(profile.lesson_minutes, pl.Int64)
    filled = (
        pl.when(is_day).then(pl.coalesce(given, day, pl.lit(profile.day_minutes, pl.Int64)))
        .when(is_lesson).then(pl.coalesce(given, lesson))
        .when(kind.is_in(PARTIAL)).then(given)
    )  # fmt: skip
    assumed = (
        pl.when(is_day & given.is_null() & day.is_null()).then(pl.lit(NOMINAL_DAY, pl.UInt8))
        .when(is_lesson & given.is_null() & pl.lit(not profile.periods)).then(pl.lit(NOMINAL_LESSON, pl.UInt8))
        .otherwise(pl.lit(NOTHING_ASSUMED, pl.UInt8))
    )  # fmt: skip
    return [filled.alias("minutes"), assumed.alias(ASSUMED)]


def _slot(mapped: Mapped) -> pl.Expr:
    """What sets two rows of a pupil's day apart: the lesson where it is told, else the kind (and its length)."""
    kind = pl.col("kind")
    whole = pl.when(kind.is_in([Kind.LATE.value, Kind.LEFT_EARLY.value])).then(kind).when(kind == Kind.LESSON.value)
    slot = whole.then(pl.concat_str(kind, pl.col("minutes").cast(pl.String), ignore_nulls=True)).otherwise(
        pl.lit("day")
    )
    if mapped.has("period"):
        slot = (
            pl.when((kind != Kind.DAY.value) & pl.col(RAW + "period").is_not_null())
            .then(RAW + "period")
            .otherwise(slot)
        )
    return slot.alias("slot")


def _source_id(mapped: Mapped) -> pl.Expr:
    """The source's own id, or pupil/school/date/slot, so that a later file replaces what it corrects."""
    made = pl.concat_str("pupil_id", "school_id", "date", "slot", separator="/")
    return (pl.coalesce(RAW + "source_id", made) if mapped.has("source_id") else made).alias("source_id")


def _fault(block: Block, mapped: Mapped, known: Context) -> pl.Expr:
    """The first that holds."""
    fault = pl.lit(int(Fault.NONE), pl.UInt8)
    for number, condition in reversed(
        [*_faults_of_text(block, mapped), *_faults_of_values(mapped), *faults_of_context(known)]
    ):
        fault = pl.when(condition).then(pl.lit(int(number), pl.UInt8)).otherwise(fault)
    return fault.alias(FAULT)


def _faults_of_text(block: Block, mapped: Mapped) -> list[tuple[Fault, pl.Expr]]:
    texts = [pl.col(RAW + name) for name in mapped.columns]
    faults = [(Fault.TOO_MANY_FIELDS, pl.col(EXTRA).is_not_null())]
    if block.has_controls:
        faults.append(
            (Fault.CONTROL_CHARACTERS, pl.any_horizontal(text.str.contains(CONTROL_CHARACTERS) for text in texts))
        )
    if block.has_bad_bytes:
        faults.append(
            (
                Fault.UNREADABLE_CHARACTERS,
                pl.any_horizontal(text.str.contains("\ufffd", literal=True) for text in texts),
            )
        )
    return [(fault, condition.fill_null(value=False)) for fault, condition in faults]


def _faults_of_values(mapped: Mapped) -> list[tuple[Fault, pl.Expr]]:
    date, kind, minutes = pl.col("date"), pl.col("kind"), pl.col("minutes")
    is_part = kind.is_in(PARTIAL) | (kind == Kind.DAY.value)
    lengths = [pl.col(RAW + name).is_not_null() & pl.col("number_" + name).is_null() for name in mapped.lengths]
    faults = [
        (Fault.FORMULA, pl.col("pupil_id").str.contains(FORMULA)),
        (Fault.NO_PUPIL, pl.col("pupil_id").is_null()),
        (Fault.NO_SCHOOL, pl.col("school_id").is_null()),
        (Fault.NO_DATE, pl.col(RAW + "date").is_null()),
        (Fault.BAD_DATE, date.is_null()),
        (Fault.DATE_OUT_OF_RANGE, ~date.dt.year().is_between(FIRST_YEAR, LAST_YEAR)),
        (Fault.UNKNOWN_CODE, kind.is_null()),
        *((Fault.BAD_MINUTES, length & is_part) for length in lengths),
        (Fault.MINUTES_OUT_OF_RANGE, ~minutes.is_between(1, mapped.profile.maximum_day_minutes) & is_part),
        (Fault.UNKNOWN_PERIOD, (kind == Kind.LESSON.value) & minutes.is_null()),
    ]
    told = {"documented": Fault.UNKNOWN_DOCUMENTED, "reason": Fault.UNKNOWN_REASON}
    faults += [(told[name], pl.col(name).is_null()) for name, _ in _told_apart(mapped)]
    if mapped.has("grade"):
        faults.append(
            (
                Fault.BAD_GRADE,
                pl.col(RAW + "grade").is_not_null() & ~pl.col("grade").is_between(*GRADES).fill_null(value=False),
            )
        )
    return [(fault, condition.fill_null(value=False)) for fault, condition in faults]


def faults_of_context(known: Context) -> list[tuple[Fault, pl.Expr]]:
    faults = []
    if known.schools is not None:
        faults.append((Fault.UNKNOWN_SCHOOL, ~pl.col("school_id").is_in(known.schools.implode())))
    if known.pupils is not None:
        faults.append((Fault.NO_ENROLMENT, ~pl.col("pupil_id").is_in(known.pupils.implode())))
    if known.days is not None:
        faults.append((Fault.MINUTES_ABOVE_DAY, (pl.col("minutes") > pl.col(DAY_LENGTH)).fill_null(value=False)))
    return faults
