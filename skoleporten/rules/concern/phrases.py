"""The phrases that rules and signals are said with. Klarspråk: what was registered, never what the pupil is like."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from skoleporten.rules.calendar import WindowUnit
from skoleporten.rules.concern.model import Measure

OneMany = tuple[str, str]


@dataclass(frozen=True)
class Phrases:
    """What one language says.

    `rules` are filled with {limit}, {window}, {weekday}; `signals` with {value}, {window}, {weekday}, {spread}, {days}.
    `windows` are (length 1, longer); spans without a length have the same phrase twice.
    """

    decimal_mark: str
    percent: str
    points: OneMany
    at_least: Mapping[str, str]
    more_than: Mapping[str, str]
    windows: Mapping[WindowUnit, OneMany]
    weekdays: tuple[str, ...]
    rules: Mapping[Measure, str]
    signals: Mapping[Measure, str]
    nouns: Mapping[Measure, OneMany]
    day: OneMany
    spread_of: str
    minimum_offered: str
    maximum_offered: str
    between_offered: str
    minimum_absent: str


NB = Phrases(
    decimal_mark=",",
    percent="{} %",
    points=("prosentpoeng", "prosentpoeng"),
    at_least={"share": "{} eller mer", "count": "{} eller flere"},
    more_than={"share": "mer enn {}", "count": "mer enn {}"},
    windows={
        WindowUnit.SCHOOL_YEAR: ("dette skoleåret", "dette skoleåret"),
        WindowUnit.PREVIOUS_SCHOOL_YEAR: ("forrige skoleår", "forrige skoleår"),
        WindowUnit.TERM: ("dette halvåret", "dette halvåret"),
        WindowUnit.PREVIOUS_TERM: ("forrige halvår", "forrige halvår"),
        WindowUnit.DAYS: ("siste dag", "de siste {} dagene"),
        WindowUnit.WEEKS: ("siste uke", "de siste {} ukene"),
        WindowUnit.MONTHS: ("siste måned", "de siste {} månedene"),
        WindowUnit.SCHOOL_DAYS: ("siste skoledag", "de siste {} skoledagene"),
    },
    weekdays=("mandager", "tirsdager", "onsdager", "torsdager", "fredager"),
    rules={
        Measure.ABSENCE_RATE: "{limit} fravær {window}",
        Measure.DOCUMENTED_RATE: "{limit} dokumentert fravær {window}",
        Measure.UNDOCUMENTED_RATE: "{limit} udokumentert fravær {window}",
        Measure.DAYS_ABSENT: "borte {limit} hele dager {window}",
        Measure.LESSONS_ABSENT: "borte fra {limit} enkelttimer {window}",
        Measure.LATE_COUNT: "kom senere {limit} ganger {window}",
        Measure.LEFT_EARLY_COUNT: "gikk tidligere {limit} ganger {window}",
        Measure.LATE_OR_LEFT_EARLY_COUNT: "kom senere eller gikk tidligere {limit} ganger {window}",
        Measure.PARTLY_ABSENT_DAYS: "borte deler av dagen {limit} dager {window}",
        Measure.CURRENT_RUN_DAYS: "borte {limit} hele skoledager på rad nå",
        Measure.LONGEST_SPELL_DAYS: "borte {limit} hele skoledager på rad {window}",
        Measure.SPELLS: "{limit} perioder med hele dager borte {window}",
        Measure.SHARE_WEEKDAY: "{limit} av de hele fraværsdagene {window} er {weekday}",
        Measure.RATE_CHANGE: "fraværet har økt med {limit} fra forrige halvår",
        Measure.WEEKLY_SLOPE: "fraværet øker med {limit} i uken over {window}",
    },
    signals={
        Measure.ABSENCE_RATE: "Borte {value} av skoletiden {window}, fordelt på {spread}.",
        Measure.DOCUMENTED_RATE: "Dokumentert fravær i {value} av skoletiden {window}, fordelt på {spread}.",
        Measure.UNDOCUMENTED_RATE: "Udokumentert fravær i {value} av skoletiden {window}, fordelt på {spread}.",
        Measure.DAYS_ABSENT: "Borte {spread} {window}, regnet i hele dager.",
        Measure.LESSONS_ABSENT: "Borte fra {value} {window}, fordelt på {spread}.",
        Measure.LATE_COUNT: "Kom senere {value} {window}.",
        Measure.LEFT_EARLY_COUNT: "Gikk tidligere {value} {window}.",
        Measure.LATE_OR_LEFT_EARLY_COUNT: "Kom senere eller gikk tidligere {value} {window}.",
        Measure.PARTLY_ABSENT_DAYS: "Borte deler av dagen på {spread} {window}.",
        Measure.CURRENT_RUN_DAYS: "Borte {value} på rad fram til nå.",
        Measure.LONGEST_SPELL_DAYS: "Borte {value} på rad på det lengste {window}.",
        Measure.SPELLS: "{value} med hele dager borte {window}, til sammen {days}.",
        Measure.SHARE_WEEKDAY: "{value} av de hele fraværsdagene {window} er {weekday} ({days}).",
        Measure.RATE_CHANGE: "Fraværet har økt med {value} fra forrige halvår.",
        Measure.WEEKLY_SLOPE: "Fraværet øker med {value} i uken over {window}.",
    },
    nouns={
        Measure.LESSONS_ABSENT: ("enkelttime", "enkelttimer"),
        Measure.LATE_COUNT: ("gang", "ganger"),
        Measure.LEFT_EARLY_COUNT: ("gang", "ganger"),
        Measure.LATE_OR_LEFT_EARLY_COUNT: ("gang", "ganger"),
        Measure.CURRENT_RUN_DAYS: ("hel skoledag", "hele skoledager"),
        Measure.LONGEST_SPELL_DAYS: ("hel skoledag", "hele skoledager"),
        Measure.SPELLS: ("periode", "perioder"),
    },
    day=("dag", "dager"),
    spread_of="{} av {} skoledager",
    minimum_offered="når eleven har hatt minst {} skoledager i perioden",
    maximum_offered="når eleven har hatt høyst {} skoledager i perioden",
    between_offered="når eleven har hatt {} til {} skoledager i perioden",
    minimum_absent="når eleven har vært borte minst {} hele dager",
)

NN = Phrases(
    decimal_mark=",",
    percent="{} %",
    points=("prosentpoeng", "prosentpoeng"),
    at_least={"share": "{} eller meir", "count": "{} eller fleire"},
    more_than={"share": "meir enn {}", "count": "meir enn {}"},
    windows={
        WindowUnit.SCHOOL_YEAR: ("dette skuleåret", "dette skuleåret"),
        WindowUnit.PREVIOUS_SCHOOL_YEAR: ("førre skuleår", "førre skuleår"),
        WindowUnit.TERM: ("dette halvåret", "dette halvåret"),
        WindowUnit.PREVIOUS_TERM: ("førre halvår", "førre halvår"),
        WindowUnit.DAYS: ("siste dag", "dei siste {} dagane"),
        WindowUnit.WEEKS: ("siste veke", "dei siste {} vekene"),
        WindowUnit.MONTHS: ("siste månad", "dei siste {} månadene"),
        WindowUnit.SCHOOL_DAYS: ("siste skuledag", "dei siste {} skuledagane"),
    },
    weekdays=("måndagar", "tysdagar", "onsdagar", "torsdagar", "fredagar"),
    rules={
        Measure.ABSENCE_RATE: "{limit} fråvær {window}",
        Measure.DOCUMENTED_RATE: "{limit} dokumentert fråvær {window}",
        Measure.UNDOCUMENTED_RATE: "{limit} udokumentert fråvær {window}",
        Measure.DAYS_ABSENT: "borte {limit} heile dagar {window}",
        Measure.LESSONS_ABSENT: "borte frå {limit} enkelttimar {window}",
        Measure.LATE_COUNT: "kom seinare {limit} gonger {window}",
        Measure.LEFT_EARLY_COUNT: "gjekk tidlegare {limit} gonger {window}",
        Measure.LATE_OR_LEFT_EARLY_COUNT: "kom seinare eller gjekk tidlegare {limit} gonger {window}",
        Measure.PARTLY_ABSENT_DAYS: "borte delar av dagen {limit} dagar {window}",
        Measure.CURRENT_RUN_DAYS: "borte {limit} heile skuledagar på rad no",
        Measure.LONGEST_SPELL_DAYS: "borte {limit} heile skuledagar på rad {window}",
        Measure.SPELLS: "{limit} periodar med heile dagar borte {window}",
        Measure.SHARE_WEEKDAY: "{limit} av dei heile fråværsdagane {window} er {weekday}",
        Measure.RATE_CHANGE: "fråværet har auka med {limit} frå førre halvår",
        Measure.WEEKLY_SLOPE: "fråværet aukar med {limit} i veka over {window}",
    },
    signals={
        Measure.ABSENCE_RATE: "Borte {value} av skuletida {window}, fordelt på {spread}.",
        Measure.DOCUMENTED_RATE: "Dokumentert fråvær i {value} av skuletida {window}, fordelt på {spread}.",
        Measure.UNDOCUMENTED_RATE: "Udokumentert fråvær i {value} av skuletida {window}, fordelt på {spread}.",
        Measure.DAYS_ABSENT: "Borte {spread} {window}, rekna i heile dagar.",
        Measure.LESSONS_ABSENT: "Borte frå {value} {window}, fordelt på {spread}.",
        Measure.LATE_COUNT: "Kom seinare {value} {window}.",
        Measure.LEFT_EARLY_COUNT: "Gjekk tidlegare {value} {window}.",
        Measure.LATE_OR_LEFT_EARLY_COUNT: "Kom seinare eller gjekk tidlegare {value} {window}.",
        Measure.PARTLY_ABSENT_DAYS: "Borte delar av dagen på {spread} {window}.",
        Measure.CURRENT_RUN_DAYS: "Borte {value} på rad fram til no.",
        Measure.LONGEST_SPELL_DAYS: "Borte {value} på rad på det lengste {window}.",
        Measure.SPELLS: "{value} med heile dagar borte {window}, til saman {days}.",
        Measure.SHARE_WEEKDAY: "{value} av dei heile fråværsdagane {window} er {weekday} ({days}).",
        Measure.RATE_CHANGE: "Fråværet har auka med {value} frå førre halvår.",
        Measure.WEEKLY_SLOPE: "Fråværet aukar med {value} i veka over {window}.",
    },
    nouns={
        Measure.LESSONS_ABSENT: ("enkelttime", "enkelttimar"),
        Measure.LATE_COUNT: ("gong", "gonger"),
        Measure.LEFT_EARLY_COUNT: ("gong", "gonger"),
        Measure.LATE_OR_LEFT_EARLY_COUNT: ("gong", "gonger"),
        Measure.CURRENT_RUN_DAYS: ("heil skuledag", "heile skuledagar"),
        Measure.LONGEST_SPELL_DAYS: ("heil skuledag", "heile skuledagar"),
        Measure.SPELLS: ("periode", "periodar"),
    },
    day=("dag", "dagar"),
    spread_of="{} av {} skuledagar",
    minimum_offered="når eleven har hatt minst {} skuledagar i perioden",
    maximum_offered="når eleven har hatt høgst {} skuledagar i perioden",
    between_offered="når eleven har hatt {} til {} skuledagar i perioden",
    minimum_absent="når eleven har vore borte minst {} heile dagar",
)

EN = Phrases(
    decimal_mark=".",
    percent="{}%",
    points=("percentage point", "percentage points"),
    at_least={"share": "{} or more", "count": "{} or more"},
    more_than={"share": "more than {}", "count": "more than {}"},
    windows={
        WindowUnit.SCHOOL_YEAR: ("this school year", "this school year"),
        WindowUnit.PREVIOUS_SCHOOL_YEAR: ("last school year", "last school year"),
        WindowUnit.TERM: ("this term", "this term"),
        WindowUnit.PREVIOUS_TERM: ("last term", "last term"),
        WindowUnit.DAYS: ("in the last day", "in the last {} days"),
        WindowUnit.WEEKS: ("in the last week", "in the last {} weeks"),
        WindowUnit.MONTHS: ("in the last month", "in the last {} months"),
        WindowUnit.SCHOOL_DAYS: ("on the last school day", "in the last {} school days"),
    },
    weekdays=("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays"),
    rules={
        Measure.ABSENCE_RATE: "{limit} absence {window}",
        Measure.DOCUMENTED_RATE: "{limit} documented absence {window}",
        Measure.UNDOCUMENTED_RATE: "{limit} undocumented absence {window}",
        Measure.DAYS_ABSENT: "away {limit} whole days {window}",
        Measure.LESSONS_ABSENT: "away from {limit} single lessons {window}",
        Measure.LATE_COUNT: "late {limit} times {window}",
        Measure.LEFT_EARLY_COUNT: "left early {limit} times {window}",
        Measure.LATE_OR_LEFT_EARLY_COUNT: "late or left early {limit} times {window}",
        Measure.PARTLY_ABSENT_DAYS: "away for part of the day on {limit} days {window}",
        Measure.CURRENT_RUN_DAYS: "away {limit} whole school days in a row now",
        Measure.LONGEST_SPELL_DAYS: "away {limit} whole school days in a row {window}",
        Measure.SPELLS: "{limit} spells of whole days away {window}",
        Measure.SHARE_WEEKDAY: "{limit} of the whole days away {window} are {weekday}",
        Measure.RATE_CHANGE: "absence has risen by {limit} since last term",
        Measure.WEEKLY_SLOPE: "absence rises by {limit} a week {window}",
    },
    signals={
        Measure.ABSENCE_RATE: "Away for {value} of school time {window}, spread over {spread}.",
        Measure.DOCUMENTED_RATE: "Documented absence for {value} of school time {window}, spread over {spread}.",
        Measure.UNDOCUMENTED_RATE: "Undocumented absence for {value} of school time {window}, spread over {spread}.",
        Measure.DAYS_ABSENT: "Away {spread} {window}, counted in whole days.",
        Measure.LESSONS_ABSENT: "Away from {value} {window}, spread over {spread}.",
        Measure.LATE_COUNT: "Late {value} {window}.",
        Measure.LEFT_EARLY_COUNT: "Left early {value} {window}.",
        Measure.LATE_OR_LEFT_EARLY_COUNT: "Late or left early {value} {window}.",
        Measure.PARTLY_ABSENT_DAYS: "Away for part of the day on {spread} {window}.",
        Measure.CURRENT_RUN_DAYS: "Away {value} in a row until now.",
        Measure.LONGEST_SPELL_DAYS: "Away {value} in a row at the longest {window}.",
        Measure.SPELLS: "{value} of whole days away {window}, {days} in all.",
        Measure.SHARE_WEEKDAY: "{value} of the whole days away {window} are {weekday} ({days}).",
        Measure.RATE_CHANGE: "Absence has risen by {value} since last term.",
        Measure.WEEKLY_SLOPE: "Absence rises by {value} a week {window}.",
    },
    nouns={
        Measure.LESSONS_ABSENT: ("single lesson", "single lessons"),
        Measure.LATE_COUNT: ("time", "times"),
        Measure.LEFT_EARLY_COUNT: ("time", "times"),
        Measure.LATE_OR_LEFT_EARLY_COUNT: ("time", "times"),
        Measure.CURRENT_RUN_DAYS: ("whole school day", "whole school days"),
        Measure.LONGEST_SPELL_DAYS: ("whole school day", "whole school days"),
        Measure.SPELLS: ("spell", "spells"),
    },
    day=("day", "days"),
    spread_of="{} of {} school days",
    minimum_offered="once the pupil has had at least {} school days in the period",
    maximum_offered="while the pupil has had at most {} school days in the period",
    between_offered="while the pupil has had {} to {} school days in the period",
    minimum_absent="once the pupil has been away at least {} whole days",
)

PHRASES = {"nb": NB, "nn": NN, "en": EN}
