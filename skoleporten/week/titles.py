"""What is said in a calendar that leaves here: never a word that tells of a child.

A calendar goes to a telephone and to a company's servers. A name that somebody gave a kind of meeting, an entry or a
room goes with it only where no pupil's name stands in it; of a meeting of no kind only that it is one.
"""

from __future__ import annotations

from collections.abc import Iterable

from skoleporten.people.models import Pupil
from skoleporten.rules.mentions import Person, find


def neutral(names: Iterable[str]) -> frozenset[str]:
    """Those of the names that may leave. All pupils that were ever referred count, whoever reads."""
    asked = list(dict.fromkeys(name for name in names if name))
    rows = Pupil.objects.filter(intakes__isnull=False).distinct().order_by()
    persons = [Person(str(key), *of_one) for key, *of_one in rows.values_list("pk", "given_name", "family_name")]
    text, ends = "", []
    for name in asked:
        text += f"{name}\n\n"
        ends.append(len(text))
    found = {next(place for place, end in enumerate(ends) if one.start < end) for one in find(text, persons)}
    return frozenset(name for place, name in enumerate(asked) if place not in found)
