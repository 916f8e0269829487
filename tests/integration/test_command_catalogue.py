"""`skoleporten catalogue`: each text with its bokmål for a translator, who keeps what she has."""

from __future__ import annotations

import io

import pytest
from babel.messages.pofile import read_po

from tests.integration.command import run


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    from contextlib import redirect_stdout

    from skoleporten.cli.main import main

    words = io.StringIO()
    with redirect_stdout(words):
        assert main(["catalogue", "ckb", "--name", "کوردی", "--direction", "rtl"]) == 0
    return words.getvalue()


def test_every_text_is_there_empty_with_its_bokmaal_beside_it(printed):
    catalogue = read_po(io.BytesIO(printed.encode()))
    assert len(catalogue) > 5000
    assert not [message.id for message in catalogue if message.id and "".join(message.string)]
    assert '#. bokmål: Hel dag\nmsgid "Whole day"\nmsgstr ""\n' in printed
    assert 'msgid_plural "%(n)s referrals"\nmsgstr[0] ""\nmsgstr[1] ""\n' in printed


def test_the_header_says_whose_it_is_and_that_nobody_has_reviewed_it(printed):
    header = printed.split("\n\n", 1)[0]
    for line in ("X-Name: کوردی", "X-Direction: rtl", "X-Reviewed-By: ", "Plural-Forms: nplurals=2"):
        assert f'"{line}' in header


def test_what_is_there_is_taken_along_with_its_header_and_what_is_gone_is_left(capsys, printed, tmp_path):
    known = tmp_path / "ckb.po"
    text = printed.replace('msgid "Whole day"\nmsgstr ""', 'msgid "Whole day"\nmsgstr "تەواوی ڕۆژ"')
    text = text.replace("X-Reviewed-By: ", "X-Reviewed-By: Sara") + '\nmsgid "Gone"\nmsgstr "x"\n'
    known.write_text(text, encoding="utf-8")
    ran = run(capsys, "catalogue", "ckb", "--from", str(known))
    assert 'msgid "Whole day"\nmsgstr "تەواوی ڕۆژ"' in ran.out
    assert "X-Reviewed-By: Sara" in ran.out
    assert "Gone" not in ran.out


def test_a_check_counts_and_says_what_is_left_out(capsys, printed, tmp_path):
    file = tmp_path / "ckb.po"
    text = printed.replace('msgid "Whole day"\nmsgstr ""', 'msgid "Whole day"\nmsgstr "<b>ڕۆژ</b>"')
    file.write_text(text.replace('msgid "Lesson"\nmsgstr ""', 'msgid "Lesson"\nmsgstr "وانە"'), encoding="utf-8")
    ran = run(capsys, "catalogue", "ckb", "--check", str(file))
    assert ran.code == 1
    assert ran.out.startswith("1 of ")
    assert "nobody yet" in ran.out
    assert "has a sign of HTML" in ran.err


@pytest.mark.parametrize("code", ["nb", "Kurdish", "../nb"])
def test_it_is_for_other_languages_than_the_three(capsys, code):
    ran = run(capsys, "catalogue", code)
    assert (ran.code, ran.out) == (2, "")
    assert "no code of another language" in ran.err
