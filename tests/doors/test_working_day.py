"""A working day through the command line alone, on both engines (issue 2, O01-O14, N06, A1-A3, D2).

Two owners, five lists, an admin, three members, a stranger, 2 000 customers (500, where nobody asks for the long runs),
each typed by `customers add`. What
everybody lists, counts, searches, shows and is told by `why`, and every refusal, is what the written model says; so
both engines give the same JSON, apart from ids and times. Every word that anybody is shown is looked through for
records hidden from them.
"""

import pytest

from tests.doors.calling import CommandLine
from tests.doors.day import ADAM, BEN, EVE, MAX, MIA, NINA, OLA, Day

SIZES = {"Meble Wawel": 1000, "Northwind": 450, "Salon Łódź": 300, "Biuro": 200, "Biuro of Ben": 50}


@pytest.fixture
def day(oclient: CommandLine) -> Day:
    """The day at nine o'clock: everybody has an account and is signed in, nothing else is there."""
    return Day(oclient)


@pytest.mark.parametrize("part", [4, pytest.param(1, marks=pytest.mark.soak)])
def test_a_working_day(day: Day, part: int) -> None:
    open_the_lists(day)
    day.fill({key: size // part for key, size in SIZES.items()})
    for key in SIZES:
        day.count_everybody(key)
    share_the_work(day)
    change_records(day)
    for key in SIZES:
        day.look(key)
    day.refuse()
    change_the_people(day)
    for key in SIZES:
        day.walk_everybody(key)
    day.prove()


def open_the_lists(day: Day) -> None:
    day.create("Meble Wawel", OLA, "shop", "pl", assigned_only=True)  # O07
    day.create("Northwind", BEN, "b2b_sales", "en", assigned_only=True)
    day.create("Salon Łódź", OLA, "beauty_salon", "pl", assigned_only=False)
    day.create("Biuro", OLA, "empty", "en", assigned_only=True)
    day.create("Biuro of Ben", BEN, "empty", "en", assigned_only=True, name="Biuro")
    day.join("Meble Wawel", {ADAM: "admin", MIA: "member", MAX: "member"})
    day.join("Northwind", {ADAM: "admin", MIA: "member", NINA: "member"})
    day.join("Salon Łódź", {MAX: "member"})
    day.join("Biuro", {NINA: "member"})
    day.join("Biuro of Ben", {NINA: "member"})
    day.check_lists()


def share_the_work(day: Day) -> None:
    day.assign("Meble Wawel", OLA, MIA, "city:Kraków")  # O13
    day.assign("Meble Wawel", ADAM, MAX, "tag:newsletter -assigned:mia@example.com")
    day.assign("Northwind", BEN, NINA, "company:northern or category:VIP")
    day.assign("Biuro", OLA, NINA, "author:ola@example.com birthday:*")
    day.assign("Meble Wawel", OLA, MAX, "active:any kind:standard", away=True)
    day.assign("Meble Wawel", OLA, OLA, "assigned:ola@example.com city:London", away=True)  # O08: nobody's, but seen


def change_records(day: Day) -> None:
    meble, salon = day.lists["Meble Wawel"], day.lists["Salon Łódź"]
    own = [record for record in meble.visible(MIA) if record.author == MIA]
    for record in own[:5]:
        day.edit("Meble Wawel", MIA, record, city="Zakopane")
    day.edit("Meble Wawel", OLA, own[5], last_name="Ąckermann")  # moves within everybody's order
    for record in own[6:12]:
        day.set_active("Meble Wawel", MIA, record, active=False)  # S24
    day.set_active("Meble Wawel", ADAM, own[6], active=True)
    for record in meble.visible(MAX)[:4]:
        day.consent("Meble Wawel", MAX, record, given=True)
    day.consent("Meble Wawel", ADAM, meble.visible(MAX)[0], given=False)
    day.flag("Salon Łódź", OLA, salon.visible(OLA)[0], "restricted")
    day.flag("Salon Łódź", MAX, salon.visible(OLA)[1], "gdpr_ignore")


def change_the_people(day: Day) -> None:
    day.restrict("Northwind", BEN, on=False)  # everybody sees everything, from their next action on
    day.count_everybody("Northwind")
    day.restrict("Northwind", BEN, on=True)
    day.count_everybody("Northwind")
    day.change_role("Northwind", BEN, ADAM, "member")  # S1
    day.count_everybody("Northwind")
    day.leave("Meble Wawel", MAX)
    day.remove("Biuro of Ben", BEN, NINA)
    day.refuse_strangers({"Meble Wawel": MAX, "Biuro of Ben": NINA, "Salon Łódź": EVE, "Biuro": BEN})
