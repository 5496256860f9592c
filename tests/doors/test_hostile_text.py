"""Text that would steer a terminal or hide from a reader is inert in what people read and escaped in JSON (T1-T3)."""

import json
import re
import sqlite3

import pytest

from tests.doors.calling import Answer, CommandLine
from tests.factories import PASSWORD

OLA = "ola@example.com"
UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)
HOSTILE = (
    "\x1b[2J\x1b]0;owned\x07",
    "\x1b]52;c;ZXZpbA==\x1b\\",
    "\x9b31m\x9d0;owned\x9c",
    "\x1b]8;;https://evil.example\x1b\\click\x1b]8;;\x1b\\",
    "invoice\u202egpj.exe\u2066\u2069",
    "zero\u200bwidth\u2060joiner\ufeff",
    "bell\x07 back\x08 vertical\x0b form\x0c del\x7f next\x85line\u2028separator",
    "two\r\nlines\tand tabs",
    "tag\U000e0041\U000e007f and \ufff9notes\ufffb",
)
MARKUP = (
    "[@click=app.quit]Smith[/]",
    "Smith [/b] Ltd",
    "[link='https://evil.example']x[/link]",
    "{x.__class__}",
    "%s %n",
)


def check_inert(answer: Answer) -> None:
    """Fail for a sign, on either stream, that a terminal would obey or a reader would not see."""
    for stream in (answer.out, answer.err):
        found = UNSAFE.search(stream)
        assert found is None, f"{answer.argv} prints {found[0]!r} raw: {stream!r}" if found else ""


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_inert_wherever_it_is_typed_and_shown(plain: CommandLine, text: str) -> None:  # T3
    plain("accounts", "add", OLA, "--name", text, "--password-stdin", stdin=f"{PASSWORD}\n").check(0)
    plain("sign-in", OLA, "--password-stdin", stdin=f"{PASSWORD}\n").check(0)
    reference = plain("lists", "create", f"Sklep {text}", "--json").json()["id"]
    plain("categories", "add", reference, f"Gold {text}").check(0)
    plain("interests", "add", reference, f"Gold {text}").check(0)
    plain("measurements", "add", reference, f"Hips {text}"[:40].replace("=", ""), "--unit", f"cm{text}"[:16]).check(0)
    plain("consent-kinds", "add", reference, f"Visits {text}"[:40], "--wording", text).check(0)
    labels = (f"tags=tag {text[:30]}", f"categories=Gold {text}", f"interests=Gold {text}")
    customer = plain.add(OLA, reference, f"first_name=Ola {text}", f"city={text}", f"kind={text}"[:40], *labels)
    plain("consents", "give", reference, customer, "email", "--wording", text, "--source", text).check(0)
    plain("customers", "show", reference, f"{customer} {text}").check(66)
    for words in reading(reference, customer):
        for flags in ((), ("--json",)):
            check_inert(plain(*words, *flags).check(0))
    found = plain("customers", "show", reference, customer, "--json").json()
    assert found["first_name"].startswith("Ola ")
    assert UNSAFE.search(json.dumps(found, ensure_ascii=False)) is None, "nothing of it is stored"


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_refusal_repeats_hostile_text_inert(plain: CommandLine, text: str) -> None:  # T3
    plain.account(OLA)
    reference = plain("lists", "create", "Sklep", "--json").json()["id"]
    refused = [
        (text,), ("customers", text), ("lists", "list", f"--{text}"), ("lists", "create", "A", text),
        ("customers", "list", reference, "--limit", text), ("lists", "create", "A", "--type", text),
        ("customers", "add", reference, text), ("customers", "add", reference, f"email={text}"),
        ("customers", "add", reference, f"phone={text}"), ("customers", "add", reference, f"birthday={text}"),
        ("customers", "add", reference, f"categories=No {text}"), ("customers", "add", reference, f"country={text}"),
        ("customers", "list", reference, "--filter", f"created>{text}"),
        ("customers", "list", reference, "--filter", f'category:"no {text}"'),
        ("customers", "list", reference, "--sort", text), ("customers", "list", reference, "--after", text),
        ("settings", "set", reference, text, text), ("settings", "set", reference, "region", text),
        ("settings", "set", reference, "assigned_only", text), ("members", "invite", reference, text),
        ("members", "invite", reference, "x@example.com", "--role", text), ("whoami", "--as", text),
        ("members", "grant", reference, OLA, text), ("consents", "give", reference, "5", text),
        ("invitations", "accept", text), ("keys", "add", text), ("lists", "list", "--db", f"mysql://{text}"),
    ]  # fmt: skip
    for words in refused:
        answer = plain(*words, stdin=f"{PASSWORD}\n")
        assert answer.code != 0, f"{words} was not refused"
        assert answer.code != 70, f"{words} met a bug: {answer}"
        check_inert(answer)
        assert answer.err.count("\n") == 1, f"{words}: a refusal is one line, not {answer.err!r}"


@pytest.mark.parametrize("text", MARKUP)
def test_markup_is_text_like_any_other(plain: CommandLine, text: str) -> None:  # T1
    plain.account(OLA)
    plain("lists", "create", text).check(0)
    customer = plain.add(OLA, text, f"company={text}")
    assert plain("customers", "show", text, customer, "--json").json()["company"] == text
    assert text in plain("customers", "list", text).out
    assert text in plain("lists", "show", text).out
    assert text in plain("lists", "create", "A", "--type", text).refusal(65)


def test_what_another_program_wrote_into_the_database_is_inert_too(plain: CommandLine) -> None:  # T3
    plain.account(OLA)
    reference = plain("lists", "create", "Sklep", "--json").json()["id"]
    plain("categories", "add", reference, "Gold").check(0)
    customer = plain.add(OLA, reference, "first_name=Ola", "categories=Gold", "tags=tag", "email=x@example.com")
    plain("measurements", "add", reference, "Hips").check(0)
    plain("customers", "edit", reference, customer, "measurement.hips=90").check(0)
    plain("consents", "give", reference, customer, "email").check(0)
    hostile = "".join(HOSTILE)
    with sqlite3.connect(plain.database) as other:
        for statement in (
            "UPDATE customers SET first_name = ?, city = ?1, emails = ?1, company = ?1, kind = ?1",
            "UPDATE customer_lists SET name = ?",
            "UPDATE accounts SET name = ?",
            "UPDATE catalogue_entries SET name = ?, unit = ?1",
            "UPDATE consent_wordings SET wording = ?",
            "UPDATE customer_tags SET tag = ?",
            "UPDATE consent_events SET wording = ?, source = ?1",
            "UPDATE audit_entries SET subject = ?, reason = ?1",
        ):
            other.execute(statement, (hostile,))
    other.close()
    for words in reading(reference, customer):
        check_inert(plain(*words).check(0))
        answer = plain(*words, "--json")
        check_inert(answer)
        json.loads(answer.out)
    found = plain("customers", "show", reference, customer, "--json").json()
    assert found["first_name"] == hostile, "JSON loses nothing: it escapes"


def reading(reference: str, customer: str) -> list[tuple[str, ...]]:
    """Return the words that show what others wrote."""
    return [
        ("whoami",), ("lists", "list"), ("lists", "show", reference), ("settings", "show", reference),
        ("members", "list", reference), ("categories", "list", reference), ("accounts", "list"),
        ("interests", "list", reference), ("measurements", "list", reference), ("consent-kinds", "list", reference),
        ("customers", "list", reference), ("customers", "show", reference, customer),
        ("customers", "find", reference, "ola"), ("customers", "why", reference, customer),
        ("consents", "list", reference, customer), ("audit", "list", reference),
    ]  # fmt: skip
