"""var/sign_in.toml: what it may say, and what a wrong one is told."""

from __future__ import annotations

import pytest

from skoleporten.config.sign_in import load_providers
from skoleporten.rules.errors import UsageError

FEIDE = '[provider.feide]\nkind = "feide"\nclient_id = "x"\nclient_secret = "y"\n'


def load(tmp_path, text: str):
    (tmp_path / "sign_in.toml").write_text(text, encoding="utf-8")
    return load_providers(tmp_path / "sign_in.toml")


def test_without_a_file_there_is_no_provider(tmp_path):
    assert load_providers(tmp_path / "sign_in.toml") == ()


def test_what_is_known_of_a_kind_need_not_be_said(tmp_path):
    (feide,) = load(tmp_path, FEIDE)
    assert (feide.id, feide.issuer, feide.scope) == ("feide", "https://auth.dataporten.no", ("openid",))


def test_the_level_of_id_porten_can_not_be_lowered(tmp_path):
    text = FEIDE.replace("feide", "id-porten")
    assert load(tmp_path, text)[0].acr == ("idporten-loa-high",)
    with pytest.raises(UsageError, match="acr"):
        load(tmp_path, text + 'acr = ["idporten-loa-low"]\n')


def test_the_secret_in_the_environment_goes_first(tmp_path, monkeypatch):
    monkeypatch.setenv("SKOLEPORTEN_FEIDE_SECRET", "z")
    assert load(tmp_path, FEIDE)[0].client_secret == "z"


def test_a_private_key_is_read_from_its_file(tmp_path):
    (tmp_path / "key.pem").write_text("PEM")
    (made,) = load(tmp_path, FEIDE.replace('client_secret = "y"', 'private_key = "key.pem"'))
    assert (made.private_key, made.client_secret) == ("PEM", "")


WRONG = [
    "not toml",
    FEIDE.replace('kind = "feide"', 'kind = "other"'),
    FEIDE.replace('client_id = "x"\n', ""),
    FEIDE.replace('client_secret = "y"\n', ""),
    FEIDE.replace("client_secret", "private_key"),
    FEIDE + 'issuer = "http://auth.dataporten.no"\n',
    FEIDE + "typo = 1\n",
    FEIDE + FEIDE.replace("provider.feide", "provider.again"),
    FEIDE.replace("feide", "entra"),
]


@pytest.mark.parametrize("text", WRONG)
def test_a_wrong_file_is_refused_with_its_name(tmp_path, text):
    with pytest.raises(UsageError, match=r"sign_in\.toml"):
        load(tmp_path, text)
