"""What the machine does with templates: the owner writes them, and each fills them in for whom they see (O28, S34)."""

from hypothesis import strategies as st

from oclient_tui.domain.errors import Invalid, NotFound
from oclient_tui.services.messages.filling import FillTemplate, FillText
from oclient_tui.services.messages.templates import ListTemplates, RemoveTemplate, SetTemplate, ShowTemplate
from tests.services.machine import OWNER_OFTEN, RECORD, WHERE, WHO, Ground, plays
from tests.services.model import Refusal

NAME = st.sampled_from(["Oferta", "oferta", "Święta"])
TEXT = st.sampled_from(
    ["Hello {{ company }}", "Hello", "Hi {% if city %}{{ city }}{% endif %}", "{{ secret }}", "{{ a"]
)
NO_TEMPLATE, UNREADABLE = Refusal(NotFound, "template"), Refusal(Invalid, "template")


def _readable(text: str) -> bool:
    return text not in ("{{ secret }}", "{{ a")


class TemplateRules(Ground):
    """Templates of e-mails."""

    @plays(SetTemplate, who=OWNER_OFTEN, where=WHERE, name=NAME, text=TEXT)
    def write_template(self, who: str, where: int, name: str, text: str) -> None:
        listing = self.listing(where)
        who = self.actor(who, listing)
        refusal = self.model.gate(who, listing, "templates") or (None if _readable(text) else UNREADABLE)
        done = self.play(who, SetTemplate(listing.id, name, text, "S"), refusal, listing)
        if done is None:
            return
        versions = listing.templates.setdefault(name.lower(), [])
        new = not versions or versions[-1] != text
        versions += [text] if new else []
        self.audited(done, listing, changed=new)
        self.expect("The version", done.value.current.version, len(versions))

    @plays(RemoveTemplate, who=OWNER_OFTEN, where=WHERE, name=NAME)
    def remove_template(self, who: str, where: int, name: str) -> None:
        listing = self.listing(where)
        who = self.actor(who, listing)
        refusal = self.model.gate(who, listing, "templates")
        refusal = refusal or (None if name.lower() in listing.templates else NO_TEMPLATE)
        done = self.play(who, RemoveTemplate(listing.id, name), refusal, listing)
        if done is not None:
            self.audited(done, listing)
            del listing.templates[name.lower()]

    @plays(ListTemplates, ShowTemplate, who=WHO, where=WHERE, name=NAME, version=st.integers(0, 2))
    def read_templates(self, who: str, where: int, name: str, version: int) -> None:
        listing = self.listing(where)
        who = self.actor(who, listing)
        gate, versions = self.model.gate(who, listing, "add"), listing.templates.get(name.lower(), [])
        listed = self.play(who, ListTemplates(listing.id), gate, listing)
        if listed is not None:
            shown = {one.name.lower(): one.current.source.text for one in listed.value}
            self.expect("The templates", shown, {key: texts[-1] for key, texts in listing.templates.items()})
        there = versions and version <= len(versions)
        done = self.play(
            who, ShowTemplate(listing.id, name, version), gate or (None if there else NO_TEMPLATE), listing
        )
        if done is not None:
            self.expect("A version", done.value.asked.source.text, versions[version - 1])
            self.expect("Versions", [one.source.text for one in reversed(done.value.versions)], versions)

    @plays(FillTemplate, FillText, who=WHO, where=WHERE, number=RECORD, name=NAME)
    def fill_template(self, who: str, where: int, number: int, name: str) -> None:
        listing = self.listing(where)
        who = self.actor(who, listing)
        customer = self.customer_id(listing, number, who)
        refusal = self.model.gate(who, listing, "add") or self.model.record(who, listing, customer)
        typed = self.play(who, FillText(listing.id, customer, "{{ list.name }}", "S"), refusal, listing)
        if typed is not None:
            self.expect("What is filled in", typed.value.text, listing.name)
        there = name.lower() in listing.templates
        self.play(who, FillTemplate(listing.id, customer, name), refusal or (None if there else NO_TEMPLATE), listing)
