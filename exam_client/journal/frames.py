"""The journal's bytes as the desk knows them; the format belongs to everybody and lies in `itembank.sealing`."""

from itembank.sealing.journal_file import (
    FIRST_LINE,
    MARK,
    DamagedJournalError,
    JournalContent,
    JournalError,
    JournalHeader,
    Record,
    header_bytes,
    is_chain,
    parse_journal,
    record_bytes,
)

__all__ = [
    "FIRST_LINE",
    "MARK",
    "DamagedJournalError",
    "JournalContent",
    "JournalError",
    "JournalHeader",
    "Record",
    "header_bytes",
    "is_chain",
    "parse_journal",
    "record_bytes",
]
