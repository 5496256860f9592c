"""Files that go along with an e-mail: looked at before it is queued, kept with it, and never left behind (O29, E5)."""

from collections.abc import Sequence

from oclient_tui.domain.errors import Invalid, tr
from oclient_tui.domain.file_names import MEGABYTE, FileMark, mark
from oclient_tui.domain.mail import MAIL_LIMIT, Attachment, encoded_size
from oclient_tui.domain.outbox import OutboxMessage
from oclient_tui.services.messages.carrying import type_of
from oclient_tui.services.records.typed import GivenFile, too_large
from oclient_tui.services.usecase import Work


def attached(work: Work, files: Sequence[GivenFile]) -> tuple[FileMark, ...]:
    """Return the marks of files; raise Invalid for one that is too large, and for all where no mail carries them.

    What the list's own mail server takes is known when it is reached, and asked there before anything is sent.
    """
    limit = work.tools.file_limit
    if any(len(file.content) > limit for file in files):
        raise too_large(limit)
    size = sum(encoded_size(len(file.content)) for file in files)
    if size > MAIL_LIMIT:
        raise Invalid(
            tr("Together the files make an e-mail of {size} MB; at most {limit} MB can be sent."),
            size=-(-size // MEGABYTE),
            limit=MAIL_LIMIT // MEGABYTE,
        )
    return tuple(mark(file.name, file.content) for file in files)


def keep_files(work: Work, message: OutboxMessage, files: Sequence[GivenFile]) -> None:
    """Keep the bytes with their message, those of one hash once."""
    known = {(marked := mark(file.name, file.content)).sha256: (marked.name, file.content) for file in files}
    rows = [
        (work.tools.ids.next(), sha256, Attachment(name, type_of(name), content))
        for sha256, (name, content) in known.items()
    ]
    work.unit.attachments.keep(message.id, work.me.id, rows)
