"""var/sms.toml: what is taken, and what is refused in words that say where."""

from __future__ import annotations

import pytest

from skoleporten.config.sms import load_gateway
from skoleporten.rules.errors import UsageError

WHOLE = """
[gateway]
address = "https://sms.example.no/v1/messages"
sender = "Kommunen"
secret = "hemmelig"
[gateway.headers]
Authorization = "Bearer {secret}"
[gateway.body]
recipients = ["{to}"]
from = "{from}"
text = "{text}"
reference = "{id}"
"""


@pytest.fixture
def file(tmp_path):
    return tmp_path / "sms.toml"


def loaded(file, text):
    file.write_text(text, encoding="utf-8")
    return load_gateway(file)


def test_without_the_file_there_is_no_sms(file):
    assert load_gateway(file) is None


def test_the_file_says_how_the_gateway_is_asked(file):
    gateway = loaded(file, WHOLE)
    assert (gateway.address, gateway.sender, gateway.format) == (
        "https://sms.example.no/v1/messages",
        "Kommunen",
        "json",
    )
    assert (gateway.taken, gateway.never, gateway.country) == ((200, 201, 202), (400, 404, 410, 422), "+47")


def test_the_secret_is_taken_from_the_environment_first(file, monkeypatch):
    monkeypatch.setenv("SKOLEPORTEN_SMS_SECRET", "fra miljøet")
    assert loaded(file, WHOLE).secret == "fra miljøet"


def test_a_gateway_on_this_machine_may_speak_plainly(file):
    assert loaded(file, WHOLE.replace("https://sms.example.no", "http://localhost:9000"))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("[gateway]", "[other]", "no address"),
        ("[gateway]", "[gateway", "can not be read"),
        ("https://", "http://", "no https address"),
        ("https://", "ftp://", "no https address"),
        ('sender = "Kommunen"', "", "no sender"),
        ('sender = "Kommunen"', 'sender = "Kommunen i Nord"', "11 letters"),
        ('sender = "Kommunen"', 'sender = "Skolé"', "11 letters"),
        ('secret = "hemmelig"', "", "no secret"),
        ('secret = "hemmelig"', 'secret = "x"\nformat = "xml"', "the format is 'xml'"),
        ('secret = "hemmelig"', 'secret = "x"\nformat = "form"', "a form has texts only"),
        ('secret = "hemmelig"', 'secret = "x"\nseconds = 600', "from 1 to 60"),
        ('secret = "hemmelig"', 'secret = "x"\ncountry = "47"', "as +47"),
        ('secret = "hemmelig"', 'secret = "x"\nretries = 3', "nobody knows: retries"),
        ('text = "{text}"', 'text = "Hei"', "no {text}"),
        ('recipients = ["{to}"]', "", "no {to}"),
        ('reference = "{id}"', 'reference = "{pupil}"', "nobody knows {pupil}"),
        ("Bearer {secret}", "Bearer {secret} {to}", "stand in the body"),
    ],
)
def test_a_mistake_is_said_in_words(file, old, new, told):
    assert old in WHOLE
    with pytest.raises(UsageError) as error:
        loaded(file, WHOLE.replace(old, new))
    assert told in str(error.value)
    assert "docs/reference/sms.md" in str(error.value) or error.value.do
    assert str(file) in str(error.value)


def test_an_empty_file_is_no_gateway(file):
    with pytest.raises(UsageError, match="no \\[gateway\\]"):
        loaded(file, "")
