"""From the texts of a row to values of the contract, or to the first fault; for whole columns at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from skoleporten.analytics.sources import lengths
from skoleporten.analytics.sources.context import DAY_LENGTH, Context
from skoleporten.analytics.sources.delimited import CONTROL_CHARACTERS, EXTRA, FORMULA, LINE, Block
from skoleporten.analytics.sources.faults import Fault
from skoleporten.analytics.sources.lengths import ASSUMED
from skoleporten.analytics.sources.mapped import RAW, Mapped
from skoleporten.analytics.sources.output import REJECTED, RejectedRow, rejected_frame
from skoleporten.analytics.sources.staging import DOCUMENTED, KIND, REASON, SLOT, STAGED
from skoleporten.analytics.tables import GRADES
from skoleporten.rules.absence import Kind

FAULT = "fault"
FIRST_YEAR, LAST_YEAR = 2000, 2100
NO_BREAK_SPACE = "\u00a0"
ABSENT = [kind.value for kind in Kind]
TYPES: dict[str, pl.DataType] = {"kind": KIND, "documented": DOCUMENTED, "reason": REASON}
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

Condition = tuple[Fault, pl.Expr]


@dataclass(frozen=True)
class Checked:
    """`sound` has the columns of STAGED and SLOT, `faulty` those of REJECTED.

    `assumed` counts rows by what was assumed of their length.
    """

    sound: pl.DataFrame
    faulty: pl.DataFrame
    assumed: dict[int, int]


def checked(block: Block, mapped: Mapped, known: Context) -> Checked:
    """Rows in which every field is empty are neither sound nor faulty."""
    texts = _texts(block, mapped)
    lazy = texts.lazy().with_columns(_meaning(mapped)).with_columns(_values(mapped))
    if known.days is not None:
        lazy = lazy.join(known.days.lazy(), on=["school_id", "date"], how="left", maintain_order="left")
    lazy = lazy.with_columns(lengths.minutes(mapped, has_days=known.days is not None)).with_columns(
        lengths.slot(mapped)
    )
    wanted = (*STAGED, SLOT, ASSUMED, FAULT)
    values = lazy.with_columns(_source_id(mapped, texts), _fault(block, mapped, known, texts)).select(wanted).collect()
    is_faulty = values[FAULT] != 0
    faulty = _rejected(texts.filter(is_faulty).with_columns(values[FAULT].filter(is_faulty)), mapped)
    sound = values.filter(~is_faulty) if faulty.height else values
    assumed = dict(sound[ASSUMED].value_counts().iter_rows())
    return Checked(sound.drop(FAULT, ASSUMED), faulty, assumed)


def _texts(block: Block, mapped: Mapped) -> pl.DataFrame:
    names = {f"c{number}": RAW + name for name, number in mapped.columns.items()}
    texts = block.frame.select(LINE, EXTRA, *names).rename(names)
    if block.is_padded:
        texts = texts.with_columns(_trimmed(name) for name in names.values())
    if not texts[RAW + "pupil_id"].null_count():
        return texts
    return texts.filter(pl.any_horizontal(pl.exclude(LINE).is_not_null()))


def _trimmed(name: str) -> pl.Expr:
    text = pl.col(name).str.strip_chars(" \t\r" + NO_BREAK_SPACE)
    return pl.when(text != "").then(text).alias(name)


def _rejected(faulty: pl.DataFrame, mapped: Mapped) -> pl.DataFrame:
    """One kind of fault at a time, as each is about a column of its own."""
    parts = [pl.DataFrame(schema=REJECTED)]
    for (number,), rows in faulty.partition_by(FAULT, as_dict=True).items():
        fault = Fault(number)
        if fault in ABOUT_LENGTH or fault in ABOUT_ANY_COLUMN:
            parts.append(rejected_frame(_rejected_row(row, fault, mapped) for row in rows.iter_rows(named=True)))
            continue
        name = COLUMN_OF_FAULT.get(fault, "")
        raw = name if name == EXTRA else RAW + name
        value = pl.col(raw) if raw in rows.columns else pl.lit("")
        parts.append(
            rows.select(LINE, column=pl.lit(mapped.headings.get(name, "")), value=value.fill_null(""), fault=FAULT)
        )
    return pl.concat(parts).sort(LINE)


def _rejected_row(row: dict[str, str | int | None], fault: Fault, mapped: Mapped) -> RejectedRow:
    name = _column_of(fault, row, mapped)
    return RejectedRow(int(row[LINE] or 0), mapped.headings.get(name, ""), str(row.get(RAW + name) or ""), fault)


def _column_of(fault: Fault, row: dict[str, str | int | None], mapped: Mapped) -> str:
    if fault in ABOUT_LENGTH:
        return next((name for name in mapped.lengths if row[RAW + name]), "code")
    return next((name for name in mapped.columns if not _is_plain(str(row[RAW + name] or ""))), "")


def _is_plain(text: str) -> bool:
    return text.isprintable() and "\ufffd" not in text


def _meaning(mapped: Mapped) -> list[pl.Expr]:
    """kind, documented and reason as the code says; kind is null where the code is not known."""
    profile = mapped.profile
    codes = profile.codes if mapped.has("code") else {"": profile.codes[str(profile.default_code)]}
    return [
        _looked_up(mapped, "code", {code: getattr(said, name) for code, said in codes.items()}, name) for name in TYPES
    ]


def _looked_up(mapped: Mapped, column: str, values: Mapping[str, str], name: str) -> pl.Expr:
    """The value for the text in a column, upper and lower case being the same; null for another text."""
    if len(set(values.values())) == 1 and (name != "kind" or not mapped.has(column)):
        return pl.lit(next(iter(values.values())), TYPES[name]).alias(name)
    spellings = {spelt: value for text, value in values.items() for spelt in _spellings(text)}
    number = pl.col(RAW + column).cast(pl.Enum(list(spellings)), strict=False).to_physical()
    return pl.lit(pl.Series(list(spellings.values()), dtype=TYPES[name])).gather(number).alias(name)


def _spellings(text: str) -> Iterable[str]:
    return text, text.lower(), text.upper(), text.capitalize(), text.title()


def _values(mapped: Mapped) -> list[pl.Expr]:
    return [
        pl.lit(mapped.profile.source).alias("source"),
        pl.col(RAW + "pupil_id").alias("pupil_id"),
        _text(mapped, "school_id", mapped.profile.default_school),
        _text(mapped, "class_id", None),
        (_grade() if mapped.has("grade") else pl.lit(None, pl.Int8)).alias("grade"),
        pl.col(RAW + "date").str.to_date(mapped.date_format, strict=False).alias("date"),
        lengths.kind(mapped).alias("kind"),
        *(_told(mapped, name, values) for name, values in _told_apart(mapped)),
        *(lengths.number(mapped, name) for name in mapped.lengths),
    ]


def _text(mapped: Mapped, name: str, otherwise: str | None) -> pl.Expr:
    return (pl.col(RAW + name) if mapped.has(name) else pl.lit(otherwise, pl.String)).alias(name)


def _grade() -> pl.Expr:
    """8, "8. trinn" and "8A" are all grade 8."""
    return pl.col(RAW + "grade").str.extract(r"^(\d{1,2})", 1).cast(pl.Int8, strict=False)


def _told_apart(mapped: Mapped) -> list[tuple[str, Mapping[str, str]]]:
    columns = {"documented": mapped.profile.documented, "reason": mapped.profile.reasons}
    return [(name, values) for name, values in columns.items() if mapped.has(name) and values]


def _told(mapped: Mapped, name: str, values: Mapping[str, str]) -> pl.Expr:
    """The row's own column goes before what the code says."""
    own = _looked_up(mapped, name, values, name)
    return pl.when(pl.col(RAW + name).is_null()).then(pl.col(name)).otherwise(own).alias(name)


def _source_id(mapped: Mapped, texts: pl.DataFrame) -> pl.Expr:
    """The source's own id, or pupil/school/date/slot, so that a later file replaces what it corrects."""
    own = RAW + "source_id"
    if mapped.has("source_id") and not texts[own].null_count():
        return pl.col(own).alias("source_id")
    made = pl.concat_str("pupil_id", "school_id", "date", lengths.told_slot(mapped), separator="/")
    return (pl.coalesce(own, made) if mapped.has("source_id") else made).alias("source_id")


def _fault(block: Block, mapped: Mapped, known: Context, texts: pl.DataFrame) -> pl.Expr:
    """The first that holds."""
    fault = pl.lit(int(Fault.NONE), pl.UInt8)
    conditions = [*_faults_of_text(block, mapped, texts), *_faults_of_values(mapped, texts), *faults_of_context(known)]
    for number, condition in reversed(conditions):
        fault = pl.when(condition).then(pl.lit(int(number), pl.UInt8)).otherwise(fault)
    return fault.alias(FAULT)


def _faults_of_text(block: Block, mapped: Mapped, texts: pl.DataFrame) -> list[Condition]:
    columns = [pl.col(RAW + name) for name in mapped.columns]
    faults = []
    if texts[EXTRA].null_count() < texts.height:
        faults.append((Fault.TOO_MANY_FIELDS, pl.col(EXTRA).is_not_null()))
    if block.has_controls:
        holds = pl.any_horizontal(text.str.contains(CONTROL_CHARACTERS) for text in columns)
        faults.append((Fault.CONTROL_CHARACTERS, holds))
    if block.has_bad_bytes:
        holds = pl.any_horizontal(text.str.contains("\ufffd", literal=True) for text in columns)
        faults.append((Fault.UNREADABLE_CHARACTERS, holds))
    return faults


def _faults_of_values(mapped: Mapped, texts: pl.DataFrame) -> list[Condition]:
    """A condition that is null does not hold."""
    date, kind, minutes = pl.col("date"), pl.col("kind"), pl.col("minutes")
    is_absence = kind.is_in(ABSENT)
    faults = [(Fault.FORMULA, pl.col("pupil_id").str.contains(FORMULA))]
    for name, fault in (("pupil_id", Fault.NO_PUPIL), ("school_id", Fault.NO_SCHOOL), ("date", Fault.NO_DATE)):
        if mapped.has(name) and texts[RAW + name].null_count():
            faults.append((fault, pl.col(RAW + name).is_null()))
    faults += [
        (Fault.BAD_DATE, date.is_null()),
        (Fault.DATE_OUT_OF_RANGE, ~date.dt.year().is_between(FIRST_YEAR, LAST_YEAR)),
        (Fault.UNKNOWN_CODE, kind.is_null()),
        *((Fault.BAD_MINUTES, lengths.is_bad(name) & is_absence) for name in mapped.lengths),
        (Fault.MINUTES_OUT_OF_RANGE, ~minutes.is_between(1, mapped.profile.maximum_day_minutes) & is_absence),
    ]
    if mapped.has("period"):
        faults.append((Fault.UNKNOWN_PERIOD, (kind == Kind.LESSON.value) & minutes.is_null()))
    told = {"documented": Fault.UNKNOWN_DOCUMENTED, "reason": Fault.UNKNOWN_REASON}
    faults += [(told[name], pl.col(name).is_null()) for name, _ in _told_apart(mapped)]
    if mapped.has("grade"):
        is_grade = pl.col("grade").is_between(*GRADES).fill_null(value=False)
        faults.append((Fault.BAD_GRADE, pl.col(RAW + "grade").is_not_null() & ~is_grade))
    return faults


def faults_of_context(known: Context) -> list[Condition]:
    """What only the other tables can tell; needs DAY_LENGTH where the calendar is known."""
    faults = []
    if known.schools is not None:
        faults.append((Fault.UNKNOWN_SCHOOL, ~pl.col("school_id").is_in(known.schools.implode())))
    if known.pupils is not None:
        faults.append((Fault.NO_ENROLMENT, ~pl.col("pupil_id").is_in(known.pupils.implode())))
    if known.days is not None:
        faults.append((Fault.MINUTES_ABOVE_DAY, (pl.col("minutes") > pl.col(DAY_LENGTH)).fill_null(value=False)))
    return faults
