"""How much of a file is taken, each limit with its reason (E6)."""

KILOBYTE, MEGABYTE = 1 << 10, 1 << 20

BLOCK = 256 * KILOBYTE
"""Bytes read at once: large enough that reading costs nothing, small enough that memory stays flat."""

CELL_LIMIT = 64 * KILOBYTE
"""Characters of one cell. No field takes more than 254; a column of long notes still passes beside the others."""

ROW_LIMIT = MEGABYTE
"""Characters of one row, or of one line without an end: what a reader must hold at once."""

COLUMN_LIMIT = 1_000
"""Columns of one file. A full export of an address book has about a hundred."""

FILE_LIMIT = 2048 * MEGABYTE
"""Bytes of a file, where nobody sets another limit: ten million customers, and time to think before it is read."""

ARCHIVE_LIMIT = 512 * MEGABYTE
"""Bytes of a workbook once unpacked; the rows stream, so this bounds time rather than memory."""

ARCHIVE_PARTS = 2_000
"""Parts of a workbook. One with hundreds of sheets and pictures has some hundreds."""

RATIO_LIMIT = 200
"""How many times larger a workbook may get when unpacked; sheets of repeated text reach about 60."""

SHARED_LIMIT = 48 * MEGABYTE
"""Characters of the texts that a workbook keeps in one place, which must be held while its rows are read."""

SHARED_TEXTS = 1_000_000
"""How many such texts: with the limit above at most about 150 MB."""

RESTARTS = 1_000
"""How often rows may be read again behind a quote that is never closed, so that no file takes for ever."""

SAMPLE = MEGABYTE
"""Bytes by which delimiter and header are found."""

SAMPLE_ROWS = 60
"""Rows by which they are found."""
