"""One message to many at the command line: `oclient send … --filter`, and the words that follow and steer it."""

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import click

from oclient_tui.config.language import translate
from oclient_tui.domain.audiences import Audience
from oclient_tui.domain.campaigns import Approval, Brief, Campaign, all_reasons
from oclient_tui.domain.errors import Invalid, tr
from oclient_tui.domain.ids import read_id
from oclient_tui.doors.cli.call import Call, command, moment, table
from oclient_tui.doors.cli.words import Flag, Noun, Verb
from oclient_tui.services.messages.campaigns.following import Followed, ListCampaigns, ShowCampaign
from oclient_tui.services.messages.campaigns.planning import PlanCampaign
from oclient_tui.services.messages.campaigns.starting import StartCampaign
from oclient_tui.services.messages.campaigns.steering import (
    ApproveCampaign,
    CancelCampaign,
    PauseCampaign,
    ResumeCampaign,
)

LIST = click.argument("reference", metavar="LIST")
CAMPAIGN = click.argument("campaign", metavar="CAMPAIGN")
FILTER = click.option(
    "--filter", "line", default=None, metavar="FILTER", cls=Flag, help=tr("All customers that a filter finds.")
)
SET = click.option("--set", "set_", default="", metavar="NAME", cls=Flag, help=tr("All customers of a set."))
YES = click.option("--yes", is_flag=True, cls=Flag, help=tr("Do not ask."))

Steering = type[PauseCampaign] | type[ResumeCampaign] | type[CancelCampaign] | type[ApproveCampaign]


@dataclass(frozen=True, slots=True)
class Choice:
    """Whom the command line names, and whether it only asks."""

    to: tuple[str, ...]
    line: str | None
    set_: str
    dry: bool
    yes: bool

    @property
    def one(self) -> int | None:
        """The customer, where it names one alone; raise Invalid where it names nobody, or in two ways at once."""
        by_filter = self.line is not None or bool(self.set_)
        if by_filter is bool(self.to):
            raise Invalid(tr("Say to whom: --to ID, once or several times, or --filter or --set."))
        return read_id(self.to[0]) if len(self.to) == 1 else None

    @property
    def audience(self) -> Audience:
        """The customers."""
        return Audience(tuple(sorted({read_id(one) for one in self.to})), self.line, self.set_)


def send_to_many(call: Call, list_id: int, choice: Choice, brief: Brief, key: str) -> None:
    """Plan, ask, and begin a campaign; tell how many get it, and why the others do not."""
    brief = replace(brief, audience=choice.audience)
    if choice.dry or (not choice.yes and sys.stdin.isatty()):
        plan = call.session.do(PlanCampaign(list_id, brief))
        if choice.dry:
            rows = [[str(one.customer_id), one.name, one.reason.value] for one in plan.left_out]
            _answer(call, None, plan.recipients, dict(plan.excluded), table(rows))
            return
        call.confirm(tr("Write to {count} customers now?"), yes=choice.yes, count=plan.recipients)
    made = call.session.do(StartCampaign(list_id, brief, key))
    if made.approval is Approval.WANTED:
        call.say(tr("It waits until a second person approves it: oclient send approve LIST {campaign}"),
                 campaign=made.id)  # fmt: skip
    _answer(call, made, made.recipients, all_reasons(made.excluded), [])


def _answer(call: Call, made: Campaign | None, queued: int, excluded: dict[str, int], rows: Iterable[str]) -> None:
    number = str(made.id) if made else None
    lines = [*([number] if number else []), translate(tr("Recipients: {count}")).format(count=queued)]
    lines += [f"{reason}: {count}" for reason, count in excluded.items() if count]
    call.answer({"campaign": number, "queued": queued, "excluded": excluded}, [*lines, *rows])


def _status(one: Followed) -> dict[str, object]:
    campaign, progress = one.campaign, one.progress
    return {
        "campaign": str(campaign.id),
        "state": progress.stage.value,
        "channel": campaign.channel.value,
        "purpose": campaign.purpose.value,
        "subject": campaign.source.subject,
        "queued": campaign.recipients,
        "excluded": all_reasons(campaign.excluded),
        "counts": {state.value: number for state, number in sorted(progress.states.items())},
        "not_visible": progress.not_visible,
        "waiting": progress.waiting,
        "per_minute": progress.per_minute,
        "seconds_left": progress.seconds_left,
        "sent_by": one.author,
        "approved_by": one.approved_by or None,
        "created_at": moment(campaign.created_at),
    }


def _lines(one: Followed) -> list[str]:
    numbers = {
        "excluded": all_reasons(one.campaign.excluded),
        "counts": {state.value: number for state, number in sorted(one.progress.states.items())},
    }
    told = _status(one) | {name: _in_a_line(counts) for name, counts in numbers.items()}
    return [f"{name}: {value}" for name, value in told.items() if value not in ("", None)]


def _in_a_line(counts: Mapping[str, int]) -> str:
    return " ".join(f"{name}={number}" for name, number in counts.items() if number)


@click.command("list", cls=Verb, help=tr("Show campaigns: your own, or everybody's if you see every customer."))
@LIST
@click.option("--limit", type=click.IntRange(1, 500), default=50, metavar="N", cls=Flag, help=tr("How many, at most."))
@click.option("--before", default="0", metavar="CAMPAIGN", cls=Flag, help=tr("Only older ones than this."))
@command
def list_(call: Call, reference: str, limit: int, before: str) -> None:
    """Show campaigns."""
    found = call.session.do(ListCampaigns(call.list_id(reference), read_id(before), limit))
    rows = [
        [str(one.campaign.id), one.progress.stage.value, str(one.campaign.recipients), one.author,
         one.campaign.source.subject]
        for one in found
    ]  # fmt: skip
    call.answer([_status(one) for one in found], table(rows))


@click.command("status", cls=Verb, help=tr("Show how far a campaign came."))
@LIST
@CAMPAIGN
@command
def status(call: Call, reference: str, campaign: str) -> None:
    """Show how far a campaign came."""
    found = call.session.do(ShowCampaign(call.list_id(reference), read_id(campaign)))
    call.answer(_status(found), _lines(found))


def _steer(call: Call, reference: str, campaign: str, case: Steering) -> None:
    list_id, number = call.list_id(reference), read_id(campaign)
    call.session.do(case(list_id, number))
    stands = call.session.do(ShowCampaign(list_id, number)).progress.stage.value
    call.answer({"campaign": str(number), "state": stands}, [stands])


@click.command("pause", cls=Verb, help=tr("Let nothing more of a campaign go out until it is resumed."))
@LIST
@CAMPAIGN
@command
def pause(call: Call, reference: str, campaign: str) -> None:
    """Pause."""
    _steer(call, reference, campaign, PauseCampaign)


@click.command("resume", cls=Verb, help=tr("Let a paused campaign go on, or finish one whose start was interrupted."))
@LIST
@CAMPAIGN
@command
def resume(call: Call, reference: str, campaign: str) -> None:
    """Resume."""
    _steer(call, reference, campaign, ResumeCampaign)


@click.command("approve", cls=Verb, help=tr("Agree, as a second person, to a campaign that waits for it."))
@LIST
@CAMPAIGN
@command
def approve(call: Call, reference: str, campaign: str) -> None:
    """Approve."""
    _steer(call, reference, campaign, ApproveCampaign)


@click.command("cancel", cls=Verb, help=tr("Send nothing more of a campaign, for good."))
@LIST
@CAMPAIGN
@YES
@command
def cancel(call: Call, reference: str, campaign: str, yes: bool) -> None:
    """Cancel."""
    call.confirm(tr("Send nothing more of this campaign? It cannot be taken up again."), yes=yes)
    _steer(call, reference, campaign, CancelCampaign)


def join(noun: Noun) -> None:
    """Give a noun the words that follow and steer campaigns."""
    for word in (list_, status, pause, resume, approve, cancel):
        noun.add_command(word)
