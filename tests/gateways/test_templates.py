"""Templates as they are read and filled in: little is let in, and no value becomes anything but text (E2, E3, O28)."""

import time
from collections.abc import Mapping
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oclient_tui.domain.errors import Invalid
from oclient_tui.domain.templates import ALLOWED_FIELDS, Rendered, Source
from oclient_tui.gateways.templates.grammar import FILTERS
from oclient_tui.gateways.templates.templater import Templater

TEMPLATES = Templater()
EMPTY = dict.fromkeys(ALLOWED_FIELDS, "")
ANYTHING = st.text(max_size=60) | st.sampled_from(
    [
        "{{ email }}",
        "{% if %}",
        "<script>",
        "\"'><img onerror=x>",
        "{{ x.__class__ }}",
        "&lt;b&gt;",
        "-->",
        "a\r\nBcc: x",
    ]
)


def filled(source: Source, **values: str) -> Rendered:
    """Return a template filled in."""
    return TEMPLATES.compile(source).render({**EMPTY, **values})


def text(written: str, **values: str) -> str:
    """Return a text filled in."""
    return filled(Source("", written), **values).text


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("Dear {{ first_name }}", "Dear Ala"),
        ("{{ last_name | default: 'you' }}, {{last_name|default:first_name}}", "you, Ala"),
        ("{% if city %}in {{ city }}{% else %}nowhere{% endif %}", "in Łódź"),
        ("{% if last_name %}yes{% elsif city == 'Łódź' and first_name != 'Ola' %}no{% endif %}", "no"),
        ("{% unless last_name %}none{% endunless %}", "none"),
        ("{% case city %}{% when 'Gdynia', 'Łódź' %}ours{% else %}theirs{% endcase %}", "ours"),
        ("{% if tags contains \"vip\" %}{{ tags | upcase | truncate: 5, '…' }}{% endif %}", "VIP,…"),
        ("{{- city -}} !", "Łódź!"),
        ("{{ sender.name }} of {{ list.name }}; 100 % {ours} }} %}", "Ola of Shop; 100 % {ours} }} %}"),
    ],
)
def test_what_a_template_says(written: str, wanted: str) -> None:
    values = {"first_name": "Ala", "city": "Łódź", "tags": "vip, new", "sender.name": "Ola", "list.name": "Shop"}
    assert text(written, **values) == wanted


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("Hello\n\n{{ nope }}", "line 3: there is no field “nope”"),
        ("{% if nope %}{% endif %}", "there is no field “nope”"),
        ("{{ first_name | default: nope }}", "there is no field “nope”"),
        ("{{ first_name.__class__ }}", "there is no field “first_name.__class__”"),
        ("{{ first_name['x'] }}", "is no value"),
        ("{{ sender }}", "there is no field “sender”"),
        ("{{ now }}", "there is no field “now”"),
        ("{{ first_name | replace: 'a', 'aaaa' }}", "“replace” cannot stand"),
        ("{{ first_name | truncate: 'x' }}", "“truncate” cannot stand"),
        ("{{ first_name | append: first_name }}", "“append” cannot stand"),
        ("{{ (1..999999999) }}", "is no value"),
        ("{% for x in tags %}{% endfor %}", "is no value"),
        ("{% assign x = name %}", "is no value"),
        ("{% raw %}{{ x }}{% endraw %}", "is no value"),
        ("{% include 'x' %}", "is no value"),
        ("a\n{{ name", "line 2: “{{ name” is not closed"),
        ("{% if name %}\nx", "the conditions do not fit together"),
        ("{% endif %}", "the conditions do not fit together"),
        ("{{ 'x" + "x" * 300 + "' }}", "is too long"),
        ("{{ }}", "is no value"),
        ("{% %}", "is no value"),
    ],
)
def test_what_a_template_cannot_say_is_refused_with_its_place(written: str, told: str) -> None:  # O28
    with pytest.raises(Invalid, match="line") as refused:
        TEMPLATES.compile(Source("", written))
    assert told in str(refused.value)


@pytest.mark.parametrize(
    "markup",
    [
        "<a href={{ name }}>x</a>", "<a href='{{ name }}'>x</a>", "<a href=\"https://{{ name }}/\">x</a>",
        "<{{ name }}>", "<p {{ name }}>", "<p class=\"{{ name }}\">", "<p onclick='{{ name }}'>", "<!-- {{ name }} -->",
        "<style>{{ name }}</style>", "<script>1</script>", "<{% if name %}b{% endif %}>",
        "<p {% if name %}x{% endif %}>",
        "<a href='{% if name %}'{% endif %}>", "<p a\"b>{{ name }}", "<style>p{} {{ name }}", "<p title='{{ name }}>",
        "<title>{{ name }}</title>", "<!-- {{ name }}", "</{{ name }}>", "<p style=\"color:{{ name }}\">x</p>",
    ],
)  # fmt: skip
def test_no_field_stands_where_it_could_become_markup(markup: str) -> None:  # E3
    with pytest.raises(Invalid, match="html, line 1"):
        TEMPLATES.compile(Source("", "x", markup))


class _Shape(HTMLParser):
    """What a mail program makes of HTML: tags and the names of attributes, but no text."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags = list[object]()
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, [name for name, _ in attrs]))

    def handle_endtag(self, tag: str) -> None:
        self.tags.append(tag)

    def handle_comment(self, data: str) -> None:
        self.tags.append(("comment", data))

    def handle_decl(self, decl: str) -> None:
        self.tags.append(("decl", decl))


MARKUP = (
    "<!DOCTYPE html><html><head><style>p { color: red }</style></head><body>{% if city %}<p>{{ name }}</p>{% endif %}"
    '<img alt="{{ name }}" src=\'https://example.com/a.png\'/>a < b & c<br><a href="https://example.com/?q='
    "{{ name | url_encode }}\" title='{{ name | upcase }}'>"
    "{{ name | truncate: 9, '&hellip;' | default: sender.name }}</a>"
    "<!--[if mso]><table><![endif]--></body></html>"
)


@given(ANYTHING)
def test_no_value_becomes_markup_or_a_piece_of_a_template(value: str) -> None:  # E3
    plain = _Shape(filled(Source("", "x", MARKUP), name="Ala", city="x").html).tags
    made = filled(Source("", "Dear {{ name }}!", MARKUP), name=value, city="x")
    assert made.text == f"Dear {value}!".replace("\r\n", "\n").replace("\r", "\n")
    assert _Shape(made.html).tags == plain


@given(ANYTHING)
def test_a_subject_is_one_line(value: str) -> None:  # E2
    try:
        made = filled(Source("For {{ name }}", "x"), name=value)
    except Invalid:
        return
    assert "\n" not in made.subject
    assert "\r" not in made.subject


PIECES = st.sampled_from(
    ["{{", "}}", "{%", "%}", "name", "nope", "|", ":", "'", '"', "if", "endif", "case", "when", "for", "raw", "..", ".",
     "__class__", "default", "replace", "(", ")", "[", "]", "1", "99999", "and", "==", "-", "\n", " ", "<a ",
     ">", "<!--"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=30).map(" ".join), st.lists(PIECES, max_size=30).map("".join))
def test_whatever_is_typed_is_read_or_refused_with_a_sentence(written: str, markup: str) -> None:  # E3
    values: Mapping[str, str] = {**EMPTY, "name": "Ala"}
    for source in (Source(written, markup), Source("", written, markup)):
        try:
            made = TEMPLATES.compile(source).render(values)
        except Invalid as error:
            told = str(error)
        else:
            told = made.text
            assert len(told) <= len(source.text) + 3 * source.text.count("{{")
        assert "Traceback" not in told


@pytest.mark.parametrize(
    "written",
    ["{{" * 90_000, "{%" * 90_000, "{{" + " " * 99_000 + "}}", "{% raw %}" * 20_000, "{{ a|" * 30_000, "<" * 180_000,
     "<a " * 60_000, '<a b="' * 30_000, "<!--" * 45_000, "<style>" * 25_000, "<p " + "a " * 90_000],
    ids=lambda written: written[:8],
)  # fmt: skip
def test_what_is_built_to_take_long_is_refused_at_once(written: str) -> None:  # E3
    start = time.process_time()
    with pytest.raises(Invalid):
        TEMPLATES.compile(Source("", written, written))
    assert time.process_time() - start < 1.0


def test_every_filter_takes_a_value_that_is_not_there() -> None:
    given = {"default": ": 'x'", "truncate": ": 3"}
    pieces = "".join(f"{{{{ name | {name}{given.get(name, '')} }}}}" for name in FILTERS)
    assert text(pieces) == "x"
