"""Help and messages in English and in Polish (D16), and the demo."""

import pytest

from tests.doors.calling import CommandLine
from tests.doors.test_words import WORDS

NOUNS = sorted({word[0] for word in WORDS})
POLISH = {"LANG": "pl_PL.UTF-8"}


@pytest.mark.parametrize("environment", [{"LANG": "C.UTF-8"}, {"LANG": "en_GB.UTF-8"}, POLISH], ids=str)
def test_the_help_names_every_noun(plain: CommandLine, environment: dict[str, str]) -> None:
    shown = plain("--help", env=environment).check(0).out
    listed = {line.split()[0] for line in shown.splitlines() if line.startswith("  ") and line.split()}
    assert [noun for noun in NOUNS if noun not in listed] == []
    assert plain(env=environment).check(2).err == shown


def test_the_help_speaks_polish(plain: CommandLine) -> None:
    english, polish = plain("lists", "--help").out, plain("lists", "--help", env=POLISH).out
    assert english != polish
    assert "create" in polish, "the words of the command line stay as they are"
    for environment in ({"LC_ALL": "pl_PL"}, {"OCLIENT_LANGUAGE": "pl"}, {"LC_MESSAGES": "pl_PL.UTF-8"}):
        assert plain("lists", "--help", env=environment).out == polish
    assert plain("lists", "--help", env={"LANG": "pl_PL.UTF-8", "OCLIENT_LANGUAGE": "en"}).out == english
    assert plain("lists", "--help", env={"LANG": "de_DE.UTF-8"}).out == english


@pytest.mark.parametrize("word", WORDS, ids=" ".join)
def test_every_word_has_help_in_both_languages(plain: CommandLine, word: tuple[str, ...]) -> None:
    for environment in ({}, POLISH):
        shown = plain(*word, "--help", env=environment).check(0)
        assert shown.err == ""
        assert f"oclient {' '.join(word)}" in shown.out.splitlines()[0]
        assert len(shown.out.splitlines()[2].strip()) > 5, f"{word} says nothing of itself"


def test_a_refusal_and_its_json_speak_the_same_language(plain: CommandLine) -> None:
    english = plain("whoami").refusal(77)
    polish = plain("whoami", env=POLISH).refusal(77)
    assert (plain("whoami", "--json", env=POLISH).refusal(77), polish == english) == (polish, False)
    kinds = plain("lists", "types", "--json", env=POLISH).json()
    assert {"Sklep"} <= {kind["title"] for kind in kinds}
    assert {kind["type"] for kind in kinds} == {kind["type"] for kind in plain("lists", "types", "--json").json()}


def test_the_demo_plays_to_its_end(plain: CommandLine) -> None:
    told = plain("demo").check(0)
    assert told.err == ""
    assert "exit 66" in told.out, "a hidden record is a missing one"
    assert "exit 77" in told.out
    assert "exit 70" not in told.out
    assert "holds" in told.out.splitlines()[-1], "the chain is proved last"
    assert plain("lists", "list").code == 77, "the demo's people and sign-ins are its own"
