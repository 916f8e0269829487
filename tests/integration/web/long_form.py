"""The product's addresses and one page more: a long form with a draft, as any page of ours makes one."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.template import engines
from django.urls import path

from skoleporten.access.models import Role
from skoleporten.config import urls
from skoleporten.web.documents.drafts import drafted, used
from skoleporten.web.policy import policy
from skoleporten.web.requests import ActingRequest

handler404, handler403 = urls.handler404, urls.handler403
KEY = "test.story"
PAGE = """{% extends "base.html" %}{% block content %}<h1>Story</h1>
{% draft_found form %}
<form method="post">{% csrf_token %}{% draft form %}{{ form }}<button>Send</button></form>{% endblock %}"""


class StoryForm(forms.Form):
    story = forms.CharField(widget=forms.Textarea, label="Story", min_length=20)
    kinds = forms.MultipleChoiceField(choices=[("a", "A"), ("b", "B")], label="Kinds", required=False)
    told = forms.BooleanField(required=False, label="Told")
    picture = forms.FileField(required=False, label="Picture")


@policy(roles={Role.SCHOOL_LEADER}, purpose=None, writes=True)
def story(request: ActingRequest) -> HttpResponse:
    form = drafted(request, StoryForm, KEY, initial={"story": "As it was saved before"})
    if form.is_valid():
        used(form)
        return HttpResponseRedirect("/")
    return HttpResponse(engines["django"].from_string(PAGE).render({"form": form}, request))


urlpatterns = [path("story/", story, name="story"), *urls.urlpatterns]
