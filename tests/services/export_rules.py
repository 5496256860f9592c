"""What the machine exports: exactly what the model says that the person sees, and a receipt for it (A1, A3, X04)."""

import hashlib
import io
import json
from collections.abc import Mapping

from hypothesis import strategies as st

from oclient_tui.domain.sheets import TableFormat
from oclient_tui.services.customers.exporting import ExportCustomers, Exported, RecordExport
from tests.services.customer_rules import PIECE, SHAPE
from tests.services.machine import WHERE, WHO, plays
from tests.services.model import Record, ids
from tests.services.pieces import Line
from tests.services.reading_rules import ReadingRules

LEFT_OUT = {"id", "active", "assigned"}


class ExportRules(ReadingRules):
    """Exports."""

    @plays(ExportCustomers, RecordExport, weight=2, who=WHO, where=WHERE, first=PIECE, second=PIECE, shape=SHAPE,
           kind=st.sampled_from([TableFormat.JSONL, TableFormat.JSONL, *TableFormat]))  # fmt: skip
    def export(self, who: str, where: int, first: str, second: str, shape: str, kind: TableFormat) -> None:
        listing, line = self.listing(where), Line.of(first, second, shape)
        who = self.actor(who, listing)
        gate = self.model.gate(who, listing, "export")
        refusal, target = gate or line.refusal(listing), io.BytesIO()
        done = self.play(who, ExportCustomers(listing.id, kind, target, line.text), refusal, listing)
        content = target.getvalue()
        self.silent(content.decode("utf-8", "replace"), listing.tokens(who))
        if done is None:
            self.expect("What a refused export wrote", content, b"")
        else:
            self.audited(done, listing, changed=False)
            wanted = [record for record in listing.visible(who) if line.holds(record, who)]
            self._same_file(done.value, content, wanted)
            if kind is TableFormat.JSONL:
                self._same_rows(content, wanted)
        receipt = done.value if done else Exported(kind, line.text, "", 1, "0" * 64)
        recorded = self.play(who, RecordExport(listing.id, receipt), gate, listing)
        if recorded is not None:
            self.audited(recorded, listing)

    def _same_file(self, told: Exported, content: bytes, wanted: list[Record]) -> None:
        self.expect("How many were exported", told.rows, len(wanted))
        digest = hashlib.sha256(content).hexdigest() if content else ""
        self.expect("The digest of the export", told.sha256, digest)
        self.expect("A file where nobody matched", bool(content), bool(wanted))

    def _same_rows(self, content: bytes, wanted: list[Record]) -> None:
        rows = [json.loads(line) for line in content.decode().splitlines()]
        self.expect("Who was exported", [int(row["id"]) for row in rows], sorted(ids(wanted)))
        by_id = {record.id: record for record in wanted}
        for row in rows:
            record = by_id[int(row["id"])]
            self.expect("Whether it is active", row["active"], record.active)
            self.expect("Who is assigned", row["assigned"], sorted(f"{name}@example.com" for name in record.assigned))
            found = {name: value for name, value in row.items() if name not in LEFT_OUT and value}
            self.expect("What was exported", found, _told(record))


def _told(record: Record) -> Mapping[str, object]:
    told: dict[str, object] = {}
    for name, value in record.values.items():
        if name in ("emails", "phones"):
            kind = name.removesuffix("s")
            values = {
                f"{kind}{at or ''}": one for at, one in zip((0, *range(2, 10)), record.labels(name), strict=False)
            }
            told |= values
        else:
            told[name] = list(value) if isinstance(value, tuple | list) else value
    return {name: value for name, value in told.items() if value}
