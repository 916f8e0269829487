"""What is said in a calendar that leaves here: never a word that tells of a child.

A calendar goes to a telephone and to a company's servers. A name that somebody gave a kind of meeting, an entry or a
room goes with it only where no pupil's name stands in it; of a meeting of no kind only that it is one.
"""

from __future__ import annotations

from collections.abc import Callable

from skoleporten.people.models import Pupil
from skoleporten.rules.mentions import Person, find

Neutral = Callable[[str, str], str]


def neutral() -> Neutral:
    """Gives a name back, or else the second text. All pupils that were ever referred count, also those whom the reader
    does not see; they are asked for once.
    """
    rows = Pupil.objects.filter(intakes__isnull=False).distinct().order_by()
    persons = [Person(str(key), *names) for key, *names in rows.values_list("pk", "given_name", "family_name")]
    known: dict[str, bool] = {"": False}

    def say(name: str, otherwise: str) -> str:
        if name not in known:
            known[name] = not find(name, persons)
        return name if known[name] else otherwise

    return say
