"""Small forms with questions to a family: read from TOML, and what an answer may be."""

from skoleporten.rules.surveys.answers import Given, Lack, lacks
from skoleporten.rules.surveys.form import Form, Kind, Level, Question, Receiver, parse_form, shipped_forms

__all__ = ["Form", "Given", "Kind", "Lack", "Level", "Question", "Receiver", "lacks", "parse_form", "shipped_forms"]
