"""The administrator chooses which words give a question in notes. The lists before stay as they were."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from skoleporten.access.roles import Role
from skoleporten.judgement import phrases
from skoleporten.judgement.models import PhraseList
from skoleporten.rules.judgement import shipped_phrases
from skoleporten.web.judgement.forms import WordsForm
from skoleporten.web.policy import policy
from skoleporten.web.requests import ActingRequest
from skoleporten.web.rules.wording import in_language
from skoleporten.web.saving import is_saved

MOST_LISTS = 20


@policy(roles={Role.ADMINISTRATOR}, purpose=None, writes=True)
def words(request: ActingRequest) -> HttpResponse:
    now = phrases.newest()
    initial = {"words": now.words if now else "", "with_shipped": now.with_shipped if now else True}
    form = WordsForm(request.POST or None, initial=initial)

    def save() -> None:
        values = form.cleaned_data
        phrases.choose(by=request.actor, words=values["words"], with_shipped=values["with_shipped"])

    if request.method == "POST" and is_saved(request, form, save, _("These words give a question from now on.")):
        return redirect("words_in_notes")
    shipped = shipped_phrases()
    context = {
        "form": form,
        "shipped": shipped,
        "question": in_language(shipped.question),
        "lists": PhraseList.objects.select_related("made_by")[:MOST_LISTS],
    }
    return render(request, "judgement/words.html", context)
