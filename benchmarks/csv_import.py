"""CSV to validated rows with rejects and duplicates: ours against the fastest library pipeline with the same rules.

Each is timed in a process of its own, alternating; the imports are not timed. `run()` gives the rows of the report.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import duckdb
import numpy as np
import polars as pl

from skoleporten.analytics.sources import read_sources

ROWS, TIMES = 3_000_000, 5
KINDS = {"dag": "day", "time": "lesson", "for sent": "late"}
DOCUMENTED = {"ja": "true", "nei": "false", "ukjent": "unknown"}
DAY_MINUTES, LONGEST = 300, 600
SCHOOLS, DAYS, EVENTS_PER_PUPIL = 500, 190, 15
KEY = ("Elevid", "Skole", "date", "slot")


@dataclass(frozen=True)
class Row:
    """`share` is of the fastest library's rows a second: 1.0 is as fast."""

    name: str
    rows_per_second: float
    cpu_seconds: float
    peak_memory_mb: float
    share: float


@dataclass(frozen=True)
class Files:
    folder: Path

    @property
    def source(self) -> Path:
        return self.folder / "absences.csv"

    @property
    def enrolments(self) -> Path:
        return self.folder / "enrolments.parquet"

    @property
    def calendar(self) -> Path:
        return self.folder / "calendar.parquet"


def make(files: Files, rows: int, seed: int = 1) -> None:
    """Absences of pupils who are enrolled on days of their school; 0.7 % of the rows are bad or repeat an id."""
    chance = np.random.default_rng(seed)
    pupils = max(rows // EVENTS_PER_PUPIL, 1)
    pupil, day = np.sort(chance.integers(0, pupils, rows)), chance.integers(0, DAYS, rows)
    dates = pl.date_range(pl.date(2025, 8, 18), pl.date(2026, 6, 19), eager=True)
    dates = dates.filter(dates.dt.weekday() <= 5).head(DAYS)
    bad = pl.Series("bad", chance.random(rows))
    frame = pl.DataFrame(
        {
            "Elevid": pupil + 1_000_000,
            "Skole": pupil % SCHOOLS + 900_000,
            "Dato": dates[day].dt.strftime("%d.%m.%Y"),
            "Type": np.array(list(KINDS))[chance.choice(3, rows, p=[0.5, 0.4, 0.1])],
            "Minutter": chance.integers(5, DAY_MINUTES, rows),
            "Dokumentert": np.array(list(DOCUMENTED))[chance.integers(0, 3, rows)],
            "Id": np.arange(rows),
        }
    )
    spoiled = {
        "Dato": pl.when(bad < 0.002).then(pl.lit("31.02.2026")).otherwise("Dato"),
        "Type": pl.when(bad.is_between(0.002, 0.004)).then(pl.lit("x")).otherwise("Type"),
        "Minutter": pl.when(bad.is_between(0.004, 0.005)).then(9_999).otherwise("Minutter"),
        "Id": pl.when(bad.is_between(0.005, 0.007)).then((pl.col("Id") - 1).clip(0)).otherwise("Id"),
    }
    frame.with_columns(**spoiled).write_csv(files.source, separator=";")
    _tables(pupils, dates, files)


def _tables(pupils: int, dates: pl.Series, files: Files) -> None:
    number = pl.Series(range(pupils), dtype=pl.Int64)
    ids = {"pupil_id": (number + 1_000_000).cast(pl.String), "school_id": (number % SCHOOLS + 900_000).cast(pl.String)}
    nothing = {"class_id": pl.lit(None, pl.String), "end_date": pl.lit(None, pl.Date)}
    pl.DataFrame(ids).with_columns(grade=8, start_date=pl.date(2025, 8, 18), **nothing).write_parquet(files.enrolments)
    schools = pl.DataFrame({"school_id": [str(900_000 + school) for school in range(SCHOOLS)]})
    days = schools.join(pl.DataFrame({"date": dates}), how="cross").with_columns(minutes_offered=DAY_MINUTES)
    days.with_columns(grade=pl.lit(None, pl.Int64)).write_parquet(files.calendar)


def ours(files: Files, out: Path) -> tuple[int, int, int]:
    rows = read_sources([files.source], None, files.enrolments, files.calendar, work_dir=out).rows
    return rows.used, rows.rejected, rows.duplicates


def with_polars(files: Files, out: Path) -> tuple[int, int, int]:
    """The same rules on Polars' streaming scan of the file."""
    pupils = pl.read_parquet(files.enrolments)["pupil_id"].unique()
    days = pl.read_parquet(files.calendar).select(Skole="school_id", date="date", length="minutes_offered")
    raw = pl.scan_csv(files.source, separator=";", infer_schema=False, row_index_name="line", row_index_offset=2)
    typed = raw.with_columns(
        date=pl.col("Dato").str.to_date("%d.%m.%Y", strict=False),
        kind=pl.col("Type").replace_strict(KINDS, default=None, return_dtype=pl.String),
        minutes=pl.col("Minutter").cast(pl.Int32, strict=False),
        documented=pl.col("Dokumentert").replace_strict(DOCUMENTED, default=None, return_dtype=pl.String),
    ).join(days.lazy(), on=["Skole", "date"], how="left", maintain_order="left")
    is_lesson = pl.col("kind") == "lesson"
    slot = pl.when(is_lesson).then(pl.concat_str("kind", "minutes")).otherwise("kind")
    checked = typed.with_columns(fault=_fault(pupils), slot=slot).collect(engine="streaming")
    sound = checked.filter(pl.col("fault") == 0)
    is_first = sound.select(pl.col("Id").is_first_distinct() & pl.struct(KEY).is_first_distinct()).to_series()
    bad, again = checked.filter(pl.col("fault") != 0), sound.filter(~is_first)
    bad.select("line", "fault", "Elevid", "Dato", "Type", "Minutter").write_csv(out / "rejected.csv")
    again.select("line", "Elevid", "Dato").write_csv(out / "duplicates.csv")
    wanted = {"pupil_id": "Elevid", "school_id": "Skole", "source_id": "Id"}
    kept = sound.filter(is_first).select(
        "date", "kind", "minutes", "documented", **{a: pl.col(b) for a, b in wanted.items()}
    )
    kept.write_parquet(out / "absences.parquet", compression="zstd", compression_level=1)
    return kept.height, bad.height, again.height


def _fault(pupils: pl.Series) -> pl.Expr:
    minutes = pl.col("minutes")
    conditions = [
        pl.col("Elevid").str.contains(r"^[=+@\-]"),
        pl.col("Elevid").is_null() | pl.col("Skole").is_null() | pl.col("Dato").is_null(),
        pl.col("date").is_null(),
        pl.col("kind").is_null(),
        minutes.is_null() | ~minutes.is_between(1, LONGEST),
        pl.col("documented").is_null(),
        ~pl.col("Elevid").is_in(pupils.implode()),
        minutes > pl.col("length"),
    ]
    fault = pl.lit(0, pl.UInt8)
    for number, condition in reversed(list(enumerate(conditions, 1))):
        fault = pl.when(condition).then(pl.lit(number, pl.UInt8)).otherwise(fault)
    return fault


def with_duckdb(files: Files, out: Path) -> tuple[int, int, int]:
    """The same rules in SQL over columns read as text."""
    connection = duckdb.connect(config={"memory_limit": "4GB", "max_temp_directory_size": "0KiB"})
    kinds = " ".join(f"when '{text}' then '{kind}'" for text, kind in KINDS.items())
    told = " ".join(f"when '{text}' then '{value}'" for text, value in DOCUMENTED.items())
    connection.execute(f"""
        create temp table checked as
        with typed as (
            select *, row_number() over () as line,
                try_strptime(Dato, '%d.%m.%Y')::date as date, case Type {kinds} end as kind,
                try_cast(Minutter as integer) as minutes, case Dokumentert {told} end as documented
            from read_csv('{files.source}', delim = ';', header = true, all_varchar = true))
        select t.*, case when regexp_matches(Elevid, '^[=+@-]') then 1
            when Elevid is null or Skole is null or Dato is null then 2
            when t.date is null then 3 when kind is null then 4
            when minutes is null or minutes not between 1 and {LONGEST} then 5 when documented is null then 6
            when e.pupil_id is null then 7 when minutes > c.minutes_offered then 8 else 0 end as fault
        from typed t
            left join (select distinct pupil_id from '{files.enrolments}') e on e.pupil_id = t.Elevid
            left join '{files.calendar}' c on c.school_id = t.Skole and c.date = t.date""")
    connection.execute("""
        create temp table numbered as
        select *, row_number() over (partition by Id order by line) as of_id, row_number() over (
            partition by Elevid, Skole, date, case kind when 'lesson' then kind || minutes else kind end order by line
            ) as of_key
        from checked where fault = 0""")
    sound = "of_id = 1 and of_key = 1"
    columns = "Elevid as pupil_id, Skole as school_id, date, kind, minutes, documented, Id as source_id"
    for query, name in (
        (f"select {columns} from numbered where {sound}", "absences.parquet"),
        ("select fault, Elevid, Dato, Type, Minutter from checked where fault <> 0", "rejected.csv"),
        (f"select Elevid, Dato from numbered where not ({sound})", "duplicates.csv"),
    ):
        connection.execute(f"copy ({query}) to '{out / name}'")
    counted = (
        f"count(*) filter ({sound}), (select count(*) from checked where fault <> 0), count(*) filter (not ({sound}))"
    )
    used, bad, again = connection.execute(f"select {counted} from numbered").fetchall()[0]
    return used, bad, again


PIPELINES: dict[str, Callable[[Files, Path], tuple[int, int, int]]] = {
    "ours": ours, "polars": with_polars, "duckdb": with_duckdb,
}  # fmt: skip


@dataclass(frozen=True)
class Timing:
    wall: float
    cpu: float
    peak_memory_mb: float
    counts: tuple[int, int, int]


def timed(name: str, files: Files, out: Path) -> Timing:
    """In this process."""
    wall, cpu = time.perf_counter(), time.process_time()
    counts = PIPELINES[name](files, out)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    return Timing(wall, cpu, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000, counts)


def timed_apart(name: str, files: Files) -> Timing:
    with tempfile.TemporaryDirectory() as out:
        command = [
            sys.executable,
            "-m",
            "benchmarks.csv_import",
            "--one",
            name,
            "--folder",
            str(files.folder),
            "--out",
            out,
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[1])
    return Timing(**json.loads(done.stdout))


def run(rows: int = ROWS, times: int = TIMES) -> list[Row]:
    """Medians. Raises ValueError when the pipelines do not agree on what is used, rejected and repeated."""
    with tempfile.TemporaryDirectory() as folder:
        files = Files(Path(folder))
        make(files, rows)
        timings = {name: [] for name in PIPELINES}
        for _ in range(times):
            for name, found in timings.items():
                found.append(timed_apart(name, files))
    if len({tuple(timing.counts) for found in timings.values() for timing in found}) != 1:
        raise ValueError({name: found[0].counts for name, found in timings.items()})
    wall = {name: statistics.median(timing.wall for timing in found) for name, found in timings.items()}
    fastest = min(wall["polars"], wall["duckdb"])
    return [
        Row(
            name,
            rows / wall[name],
            statistics.median(timing.cpu for timing in found),
            max(timing.peak_memory_mb for timing in found),
            fastest / wall[name],
        )
        for name, found in timings.items()
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--times", type=int, default=TIMES)
    parser.add_argument("--one", choices=PIPELINES, help="time one pipeline in this process")
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args()
    if arguments.one:
        print(json.dumps(asdict(timed(arguments.one, Files(arguments.folder), arguments.out))))
        return
    for row in run(arguments.rows, arguments.times):
        print(
            f"{row.name:8} {row.rows_per_second / 1e6:5.2f} M rows/s  {row.cpu_seconds:6.2f} cpu s  "
            f"{row.peak_memory_mb:6.0f} MB  {row.share:4.2f} of the fastest library"
        )


if __name__ == "__main__":
    main()
