"""What every office file has besides its content: properties, the writing program, what to beware of."""

from __future__ import annotations

import msgspec


class Custom(msgspec.Struct, frozen=True, omit_defaults=True):
    """One custom document property, as text."""

    name: str
    value: str


class Properties(msgspec.Struct, frozen=True, omit_defaults=True):
    """Document properties as texts; times as the file writes them (ISO 8601)."""

    title: str = ""
    subject: str = ""
    author: str = ""
    last_author: str = ""
    keywords: str = ""
    description: str = ""
    category: str = ""
    company: str = ""
    manager: str = ""
    created: str = ""
    modified: str = ""
    program: str = ""
    program_version: str = ""
    custom: tuple[Custom, ...] = ()
    has_macros: bool = False
    has_active_content: bool = False
    """ActiveX controls or embedded OLE objects."""
    has_digital_signature: bool = False
    external_targets: tuple[str, ...] = ()
    """What the file would fetch from elsewhere (templates, pictures, workbooks); links to click are not here."""
    strict: bool = False
    """Written in the ISO Strict dialect."""
