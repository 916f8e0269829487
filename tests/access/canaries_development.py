"""Development work and the statements of the pulse: the team's own, and nobody else's."""

from __future__ import annotations

from skoleporten.access.models import User
from skoleporten.climate.models import ItemSet
from skoleporten.development import actions
from skoleporten.rules.climate import Axis, own_items
from tests.access.canary import THE_TEAM, Planted, Word
from tests.development_factories import look_at, make_trial
from tests.factories import actor_of


def try_something(planted: Planted, whose: str, owner: User) -> None:
    """With what it rests on, what was seen, and own statements that the lead has chosen."""
    by = actor_of(owner)
    texts = {
        name: f"Kanariutvikling{name.replace('_', '')}{whose}" for name in ("observed", "hypothesis", "noticed_by")
    }
    trial = make_trial(owner, about=f"Kanariutviklingsspørsmål{whose}", tries=f"Kanariutviklingsforsøk{whose}", **texts)
    ground = actions.rest_on_result(by=by, trial=trial, words=f"Kanariutviklingstall{whose}")
    look_at(by, trial, "go_on", seen=f"Kanariutviklingsett{whose}", keep=f"Kanariutviklingbeholdt{whose}")
    lines = {axis: f"Kanari{axis}{whose} a\nKanari{axis}{whose} b\nKanari{axis}{whose} c" for axis in Axis}
    items = own_items(lines)
    version = (ItemSet.objects.values_list("version", flat=True).first() or 0) + 1
    ItemSet.objects.create(version=version, is_shipped=False, items=items.as_json(), sha256=items.sha256, made_by=owner)
    planted.keep(whose, "trial", trial.public_id)
    planted.keep(whose, "ground", ground.public_id)
    seen = (
        trial.about, trial.tries, *texts.values(), ground.words,
        f"Kanariutviklingsett{whose}", f"Kanariutviklingbeholdt{whose}",
        *(f"Kanari{axis}{whose}" for axis in Axis), str(trial.public_id), str(ground.public_id),
    )  # fmt: skip
    planted.words += [Word(text, of_all=THE_TEAM) for text in seen]
