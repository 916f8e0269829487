"""Which languages the pages, notices and letters come in, and which of them somebody reads.

Bokmål, nynorsk and English are complete. A municipality switches on others (docs/how-to/more-languages.md); what those
lack is said in bokmål.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.utils.translation import get_language

from skoleporten.access.models import Language, User
from skoleporten.rules.more_languages import MoreLanguage


def offered() -> dict[str, str]:
    """Code and own name of each, in the order they are shown."""
    return dict(settings.LANGUAGES)


def whole() -> dict[str, str]:
    """Those that a letter can be in from first to last: our three, and any that is all there and reviewed."""
    return {code: name for code, name in offered().items() if unfinished(code) is None}


def of(user: User | None) -> str:
    """What is sent to the person is in it. Bokmål where the language was switched off since it was chosen."""
    wish = user.language if user else ""
    return wish if wish in offered() else settings.LANGUAGE_CODE


def pick(words: Mapping[str, str], language: str | None = None) -> str:
    """Of what is written in some languages, that in the one asked for or the page's; else bokmål."""
    wish = language or get_language() or settings.LANGUAGE_CODE
    return words.get(wish) or words.get(settings.LANGUAGE_CODE) or next(iter(words.values()), "")


def written() -> str:
    """The page's language where our own texts are written in it, else bokmål."""
    here = get_language() or ""
    return here if here in Language.values else settings.LANGUAGE_CODE


def more(code: str) -> MoreLanguage | None:
    """What is known of a language that the municipality has switched on; None for our three."""
    return next((one for one in settings.MORE_LANGUAGES if one.code == code), None)


def unfinished(code: str) -> MoreLanguage | None:
    """Where some of the words are not there yet, or no speaker answers for them."""
    found = more(code)
    return found if found and not found.is_finished else None


def shown(code: str) -> str:
    """The language that the words are really in, for a screen reader: that of an empty catalogue is bokmål."""
    found = more(code)
    return settings.LANGUAGE_CODE if found and found.is_empty else code


def known(wish: str) -> str:
    """The language that is offered, for a code of any kind ("nb-NO", "nb_no"); empty for none."""
    wish = wish.lower().replace("_", "-")
    return next((one for one in (wish, wish.partition("-")[0]) if one in offered()), "")
