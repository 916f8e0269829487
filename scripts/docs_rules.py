"""The pages of docs/reference about follow-up, consent and intake, made from skoleporten/rules."""

from __future__ import annotations

from collections.abc import Iterable

from skoleporten.rules.consent import LEGAL_KINDS, PURPOSES, TERMS, FromOwnAge, Purpose, WhyNot
from skoleporten.rules.consent.deciders import WORDS as WHY_NOT
from skoleporten.rules.decision import KINDS_OF, STAGE_OF, Kind, Outcome, required
from skoleporten.rules.factors import COLUMNS, Catalogue, Column, Factor, shipped_catalogues
from skoleporten.rules.follow_up import (
    DeadlineUnit,
    Routine,
    Step,
    StepKind,
    Who,
    deadline_in_words,
    kind_in_words,
    shipped_routines,
    who_in_words,
)
from skoleporten.rules.follow_up.parse import LONGEST
from skoleporten.rules.questions import AskedIn, DataClass
from skoleporten.rules.questions import Kind as QuestionKind
from skoleporten.rules.transitions import diagram, stage_rows, transition_rows

WHAT_A_ROUTINE_IS = """\
A routine says what is done when there is absence to follow up: which steps, whose each is, and by when. It is
data, one text file in [TOML](https://toml.io). A municipality chooses one; the database keeps each text that was
used once, unchanged. What opens a concern is a [rule set](rule-sets.md)."""

HOW_DEADLINES_ARE_COUNTED = """\
## How a deadline is counted
- From the day the concern was opened, or from the day an earlier step was done or set aside (`from`).
- It always falls on a day the school is open. A day when it is shut moves to the next school day.
- `school_days` are counted in the school's own calendar, and the first day never counts. Where no calendar is
  entered, weekdays that are no public holidays stand in, and the page says so.
- A step is late from the day after its deadline, and how late is counted in school days.
- While the step that it is counted from is not done, a date is only expected, and the step is not late: that one is.
- A step with `every` is due again so long after it was done, until the step named in `until` is done or the
  concern is closed.
- What is overdue stays first on the list until somebody does it, sets it aside with a reason, or closes the concern."""

WHAT_NEEDS_CONSENT = """\
To notice and to follow up absence needs no consent: it rests on law, with a duty to inform (opplæringslova
§ 10-8). So does a report to the child welfare service. Each purpose below is asked for by itself."""

WHO_MUST_AGREE = """\
## Who must agree
- Before the age of own right: all guardians who hold the right to decide. The pupil is heard, and a *no* is
  written down as the pupil's view.
- From that day: the pupil besides them, or the pupil alone, as the table says. From 18 the pupil alone.
- Where the date of birth is not known: both the pupil and the guardians.
- One born on 29 February reaches an age on 1 March where the year has no such day.
- A guardian holds the right by parental responsibility, or because care is taken over (opplæringslova § 24-4),
  once somebody has verified the relation. Whoever is barred never counts.
- Where nobody holds the right, nobody can say yes, and the consent stays awaiting."""

WHERE_A_CONSENT_STANDS = """\
## Where it stands
`awaiting` until all who must agree have · `in_force` · `refused` by one · `withdrawn` by one · `expired` after its
last day.

- One refusal or one withdrawal ends that asking for good, at once. To go on is to ask again. Where one said yes
  and another no, both answers are shown.
- What is in force awaits the pupil from the very day of own right, and awaits a guardian from the day the
  guardian's right to decide is recorded. It is asked for again at 15 or 16, and after its last day.
- Consent to share names the service, and opens nothing to another.
- A guardian cannot end what the pupil decides alone."""

WHAT_THE_TABLE_IS = """\
One table says which stage follows which, who may move it, and what the move must carry. What does not stand in
it cannot happen. Each move is a row with who, when and why, and is never changed; each needs an owner, so no
stage is without one. A form sent twice makes one move, and one sent from a page that is out of date none."""

AFTER_A_WITHDRAWAL = """\
A withdrawn consent to join moves an offer to `declined` and a case to `handing_back` at once; the team keeps its
access until the case is closed. `outside` is somebody who refers by a one-time form."""

WHAT_DECISIONS_NEED = """\
## Decisions
The right offer is a choice that is described, never computed. A decision cannot be recorded before the child's
story is, or the reason why not. Individually adapted education (ITO) is always an individual decision, and needs
the consent to PPT's expert assessment, the assessment, and the consent to the decision (opplæringslova § 11-7).

"""

WHAT_FACTORS_ARE = """\
Three columns that are always shown together, so that none of them is *the cause*. Each informant has an account of
their own: what was seen or said, or is thought to be so, with what it rests on, and the strength beside it. Accounts
stand side by side and are never added up or merged: the number of factors says nothing about a child."""


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    names = list(head)
    lines = [names, ["---"] * len(names), *rows]
    return "\n".join(f"| {' | '.join(cells)} |".replace("| ---", "|---").replace("--- |", "---|") for cells in lines)


def made_from(place: str) -> str:
    return f"<!-- Made from skoleporten/rules/{place} by scripts/docs.py. Change it there. -->"


def page(*parts: str) -> str:
    return "\n\n".join(parts) + "\n"


# Follow-up.

EXAMPLE_ROUTINE = """\
id = "ours"
version = "2026.1"
source = "The municipality's routine for absence, 1 August 2026"
rule_set = "kristiansand"           # may be left out: the rule set whose signals it answers

[name]
nb = "Rutinen vår"
nn = "Rutinen vår"
en = "Our routine"

[about]
nb = "Ring hjem samme dag, og møtes innen en uke."
nn = "Ring heim same dag, og møtast innan ei veke."
en = "Call home the same day, and meet within a week."

[[step]]
id = "call"
kind = "home_contacted"
who = "contact_teacher"
deadline = { unit = "same_day" }
source = "The routine, section 2"
[step.name]
nb = "Ring hjem"
nn = "Ring heim"
en = "Call home"
[step.text]
nb = "Ring hjemmet, og skriv hvem du nådde."
nn = "Ring heimen, og skriv kven du nådde."
en = "Call the home, and write down whom you reached."

[[step]]
id = "meeting"
kind = "meeting"
who = "school_leader"
deadline = { unit = "weeks", length = 1, from = "call" }
every = { unit = "weeks", length = 4 }   # may be left out: due again so long after it was done
source = "The routine, section 3"
ours = true                               # may be left out: a number is yours, and not the source's
[step.name]
nb = "Møte"
nn = "Møte"
en = "Meeting"
[step.text]
nb = "Hold møte med eleven og de foresatte."
nn = "Hald møte med eleven og dei føresette."
en = "Hold a meeting with the pupil and the guardians."
"""


def routines_page() -> str:
    """docs/reference/routines.md."""
    units = ", ".join(f"`{unit}` (1 to {LONGEST[unit]})" for unit in LONGEST)
    kinds = [[f"`{kind}`", kind_in_words(kind, "nb"), kind_in_words(kind, "en")] for kind in StepKind]
    people = [[f"`{who}`", who_in_words(who, "nb"), who_in_words(who, "en")] for who in Who]
    return page(
        "# Routines of follow-up",
        made_from("follow_up and skoleporten/rules/routines"),
        WHAT_A_ROUTINE_IS,
        HOW_DEADLINES_ARE_COUNTED,
        "## Write your own",
        f"```toml\n{EXAMPLE_ROUTINE}```",
        f"`unit` is `{DeadlineUnit.SAME_DAY}` (without a length), or with a `length` {units}. `until` needs `every`.\n"
        "A mistake is never guessed around: the message names the file, the line and what to write instead.",
        "`kind` says which record fulfils the step:\n\n" + table(["`kind`", "Bokmål", "English"], kinds),
        "`who` says whose step it is. It gives nobody access: that follows from grants alone.\n\n"
        + table(["`who`", "Bokmål", "English"], people),
        "## The shipped routines\n**Ours** marks a number that does not stand in its source.",
        *map(_routine_section, shipped_routines().values()),
    )


def _routine_section(routine: Routine) -> str:
    about = f"Version {routine.version}. {routine.name['nb']}. Source: {routine.source}"
    answers = f"\nAnswers the signals of the rule set `{routine.rule_set}`." if routine.rule_set else ""
    rows = [_step_row(step, routine) for step in routine.steps]
    return f"### {routine.id}\n{about}{answers}\n\n" + table(["Step", "Whose", "By when", "Bokmål", "Source"], rows)


def _step_row(step: Step, routine: Routine) -> list[str]:
    when = deadline_in_words(step.deadline, routine, "en")
    if step.every:
        length, unit = step.every.length, step.every.unit.replace("_", " ")
        when += f", then every {length} {unit}"
    ours = " **Ours.**" if step.ours else ""
    return [f"`{step.id}`", who_in_words(step.who, "en"), when, step.text["nb"], step.source + ours]


# Consent.


def consents_page() -> str:
    """docs/reference/consents.md."""
    return page(
        "# Consents",
        made_from("consent"),
        WHAT_NEEDS_CONSENT,
        table(
            ["Purpose", "Bokmål", "What the yes is", "Own right from", "Then", "Source"],
            [_purpose_row(purpose) for purpose in Purpose],
        ),
        "Where it says **ours**, no source that was read settles it: check it against your own practice.",
        WHO_MUST_AGREE,
        WHERE_A_CONSENT_STANDS,
        "## Why somebody has no say\n\n"
        + table(["Code", "What is told"], [[f"`{why}`", WHY_NOT[why]] for why in WhyNot]),
    )


def _purpose_row(purpose: Purpose) -> list[str]:
    terms = TERMS[purpose]
    then = {FromOwnAge.PUPIL_TOO: "pupil and guardians", FromOwnAge.PUPIL_ALONE: "the pupil alone"}[terms.from_own_age]
    ours = " **Ours.**" if terms.ours else ""
    return [
        f"`{purpose}`",
        PURPOSES[purpose]["nb"],
        LEGAL_KINDS[terms.kind]["en"],
        f"{terms.own_age}",
        then,
        terms.source + ours,
    ]


# Transitions and decisions.


def transitions_page() -> str:
    """docs/reference/transitions.md."""
    stages = [[f"`{code}`", nb, nn, en, "yes" if is_open else ""] for code, nb, nn, en, is_open in stage_rows()]
    moves = [
        [f"`{start}`" if start else "–", f"`{end}`", who, needs or "–", text]
        for start, end, who, needs, text in transition_rows()
    ]
    return page(
        "# From referral to case and back",
        made_from("transitions"),
        WHAT_THE_TABLE_IS,
        f"```text\n{diagram()}\n```",
        "## Stages\n\n" + table(["Stage", "Bokmål", "Nynorsk", "English", "With Skoleporten"], stages),
        "## Moves\n\n" + table(["From", "To", "Who", "Needs besides an owner", "When"], moves),
        AFTER_A_WITHDRAWAL,
        WHAT_DECISIONS_NEED
        + table(["Outcome", "Can be", "Next stage"], [_outcome_row(outcome) for outcome in Outcome]),
        table(["Kind", "Must hold besides what every decision holds"], [_kind_row(kind) for kind in Kind]),
        "Every decision holds: " + _fields(required(Kind.AGREEMENT, Outcome.SKOLEPORTEN)) + ".",
    )


def _outcome_row(outcome: Outcome) -> list[str]:
    kinds = ", ".join(f"`{kind}`" for kind in Kind if kind in KINDS_OF[outcome])
    return [f"`{outcome}`", kinds, f"`{STAGE_OF[outcome]}`"]


def _kind_row(kind: Kind) -> list[str]:
    always = required(Kind.AGREEMENT, Outcome.SKOLEPORTEN)
    return [f"`{kind}`", _fields(required(kind, Outcome.SKOLEPORTEN) - always) or "–"]


def _fields(fields: Iterable[str]) -> str:
    return ", ".join(sorted(field.replace("_", " ") for field in fields if field != "kind_fits"))


# Factors.


def factors_page() -> str:
    """docs/reference/factors.md."""
    return page(
        "# Factors",
        made_from("factors"),
        WHAT_FACTORS_ARE,
        "A catalogue is data in three languages, and each statement points at the very words it was made by.",
        *map(_catalogue_section, shipped_catalogues().values()),
    )


def _catalogue_section(catalogue: Catalogue) -> str:
    parts = [f"## {catalogue.id}\nVersion {catalogue.version}. {catalogue.name['en']}. Source: {catalogue.source}"]
    for column in Column:
        rows = [_factor_row(factor) for factor in catalogue.in_column(column)]
        head = ["Factor", "Bokmål", "English", "The strength beside it", "Source"]
        parts.append(f"### {COLUMNS[column]['en']}\n\n" + table(head, rows))
    return "\n\n".join(parts)


def _factor_row(factor: Factor) -> list[str]:
    column = " **Column by inference.**" if factor.inferred else ""
    return [f"`{factor.id}`", factor.name["nb"], factor.name["en"], factor.strength["en"], factor.source + column]


# Own questions.

WHAT_OWN_QUESTIONS_ARE = """\
A municipality may ask questions of its own in the referral, in the talk and in the school's account, beside the
product's own fields, which stay as they are so that figures can be trusted. The questions are data: one text file in
[TOML](https://toml.io), in three languages. The answers are shown with the rest of the case."""

HOW_QUESTIONS_CHANGE = """\
## When you change them
Give the file a new `version`. An answer points at the very question that was asked. Words may be mended, and questions
and choices added; a question may be taken out. What would change the meaning of an answer is refused: another `kind`
or `class` under the same id, and a choice that is gone. Give such a question its own id.

A mistake is never guessed around: the message names the file, the line and what to write instead."""

EXAMPLE_QUESTIONS = """\
id = "ours"
version = "2026.1"
[name]
nb = "Spørsmålene våre"
nn = "Spørsmåla våre"
en = "Our questions"

[[question]]
id = "way-to-school"
kind = "choice"
class = "personal"
asked_in = "talk"
choices = [
  { id = "walks", text = { nb = "Går", nn = "Går", en = "Walks" } },
  { id = "bus", text = { nb = "Buss", nn = "Buss", en = "Bus" } },
]
[question.text]
nb = "Hvordan kommer eleven til skolen?"
nn = "Korleis kjem eleven til skulen?"
en = "How does the pupil get to school?"

[[question]]
id = "hours-of-sleep"
kind = "number"
class = "special"       # it tells of health
asked_in = "talk"
required = false
least = 0
most = 24
[question.text]
nb = "Hvor mange timer søvn pleier eleven å få?"
nn = "Kor mange timar søvn pleier eleven å få?"
en = "How many hours does the pupil usually sleep?"
"""


def questions_page() -> str:
    """docs/reference/questions.md."""
    return page(
        "# Own questions",
        made_from("questions.py"),
        WHAT_OWN_QUESTIONS_ARE,
        f"```toml\n{EXAMPLE_QUESTIONS}```",
        table(
            ["Key", "What it says"],
            [
                ["`kind`", f"{_codes(QuestionKind)}; a number is a whole one"],
                ["`class`", f"{_codes(DataClass)}: whether the answer is of a special category (GDPR article 9)"],
                ["`asked_in`", _codes(AskedIn)],
                ["`required`", "`true` where it cannot be left empty; may be left out"],
                ["`choices`", "for the kind `choice`: at least two, of which one is chosen"],
                ["`least`, `most`", "for the kind `number`, both included; may be left out"],
                ["`text`", "the question, in each language"],
            ],
        ),
        HOW_QUESTIONS_CHANGE,
    )


def _codes(codes: Iterable[str]) -> str:
    return ", ".join(f"`{code}`" for code in codes)


def pages() -> dict[str, str]:
    """By file name in docs/reference."""
    return {
        "routines.md": routines_page(),
        "consents.md": consents_page(),
        "transitions.md": transitions_page(),
        "factors.md": factors_page(),
        "questions.md": questions_page(),
    }
