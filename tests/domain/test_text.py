"""Text made inert, folded and keyed: rules that everything else leans on (architecture §5, §6, T1-T3)."""

import sys
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from oclient_tui.domain.text import SORT_LENGTH, fold, inert, inert_block, one_line, sort_key

ANYTHING = st.text(st.characters(exclude_categories=()), max_size=60)
"""All code points, lone surrogates and controls included."""

STEERING = (
    "\x00\x07\x08\x0b\x1b\x7f\x80\x9b\x9d\x9f\u061c\u200b\u200e\u200f\u2028\u2029\u202a\u202d\u202e\u2060\u2066\u2069"
    "\ufeff\ufff9\ufffb\ud800\udfff\U000e0001\U000e007f"
)


def _letters() -> list[str]:
    """Return every letter, mark and number of Unicode."""
    return [sign for sign in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(sign)[0] in "LMN"]


@given(ANYTHING)
def test_inert_text_steers_nothing_and_stays_so(text: str) -> None:
    for made in (inert(text), inert_block(text), one_line(text)):
        assert not set(made) & set(STEERING)
    controls = {sign for sign in inert(text) if unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp")}
    assert not controls
    assert {sign for sign in inert_block(text) if unicodedata.category(sign) == "Cc"} <= {"\n", "\t"}
    assert inert(inert(text)) == inert(text)
    assert inert_block(inert_block(text)) == inert_block(text)
    assert one_line(one_line(text)) == one_line(text)
    assert inert(text).encode().decode() == inert(text), "it can be stored and sent"


@given(st.text(st.characters(categories=("L", "N", "P", "S", "Zs"), exclude_characters="\u00ad"), max_size=40))
def test_inert_keeps_what_people_write(text: str) -> None:
    assert inert(text) == unicodedata.normalize("NFC", text)


def test_every_steering_sign_goes_and_the_joiners_stay() -> None:
    for sign in STEERING:
        assert inert(f"a{sign}b") == "ab", hex(ord(sign))
    persian = "\u0646\u0627\u0645\u0647\u200c\u0627\u06cc"
    assert inert(persian) == persian, "Persian needs its joiner"
    assert inert("[@click=app.quit]x[/b] {0.__class__}") == "[@click=app.quit]x[/b] {0.__class__}"
    assert inert_block("a\r\nb\rc\td\x1b[2J") == "a\nb\nc\td[2J"
    assert one_line("  a\t\n b\u00a0c\r\n") == "a b c"


@given(st.text(max_size=40), st.text(max_size=40))
def test_folding_forgets_case_and_accents_once_and_for_all(left: str, right: str) -> None:
    assert fold(fold(left)) == fold(left)
    assert fold(left.lower()) == fold(left)
    assert fold(unicodedata.normalize("NFD", left)) == fold(unicodedata.normalize("NFC", left))
    assert fold(f"{left} {right}") == f"{fold(left)} {fold(right)}"


def test_every_letter_folds_to_itself_in_the_end() -> None:
    wrong = [sign for sign in _letters() if fold(fold(sign)) != fold(sign)]
    assert wrong == []
    cased = [sign for sign in _letters() if fold(sign.upper()) != fold(sign.lower()) and len(sign.upper()) == 1]
    assert [sign for sign in cased if sign.isalpha() and sign < "\u0250"] == []


def test_folding_knows_the_letters_that_unicode_does_not_take_apart() -> None:
    pairs = {
        "Żółć, gęślą jaźń": "zolc, gesla jazn", "ŁÓDŹ": "lodz", "Straße": "strasse",
        "Đorđe Ðórr Þór": "dorde dorr thor", "Ørsted Æble Œuvre": "orsted aeble oeuvre",
        "İstanbul \u0131l\u0131k": "istanbul ilik", "ﬁ ﬀ": "fi ff",
        "\uff26\uff55\uff4c\uff4c \uff11\uff12": "full 12", "Ёлка": "елка", "ΆΛΦΑς": "αλφασ", "": "",
    }  # fmt: skip
    assert {text: fold(text) for text in pairs} == pairs


ALPHABET = "aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż"


def _polish(text: str) -> list[int]:
    return [ALPHABET.index(letter) for letter in text.lower()]


@given(st.lists(st.text(ALPHABET + ALPHABET.upper(), min_size=1, max_size=12), min_size=2, max_size=6))
def test_polish_keys_sort_as_the_polish_alphabet_does(names: list[str]) -> None:
    names = [name.replace("ẞ", "s") for name in names]
    by_key = sorted(names, key=lambda name: sort_key(name, "pl"))
    assert [_polish(name) for name in by_key] == sorted(_polish(name) for name in names)


@given(st.text(ALPHABET + "  -'", max_size=20), st.sampled_from(("en", "pl")))
def test_a_key_is_short_and_knows_no_case(name: str, language: str) -> None:
    assert sort_key(name, language) == sort_key(name.upper(), language)
    assert len(sort_key(name * 10, language)) <= SORT_LENGTH


def test_a_shorter_name_comes_first_and_other_languages_know_no_accents() -> None:
    assert sort_key("Nowak", "pl") < sort_key("Nowak Anna", "pl") < sort_key("Nowakowski", "pl")
    assert sort_key("Żaba", "en") == sort_key("zaba", "en")
    assert sort_key("Zz", "pl") < sort_key("Źa", "pl") < sort_key("Ża", "pl")
    assert sort_key("Мария", "pl") > sort_key("Żyto", "pl")
