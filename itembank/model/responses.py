"""What a candidate answers, and whether that is an answer at all.

Values follow QTI: a single response is text, a multiple or ordered one is a
tuple of texts, a pair is "A B", no response is None.
"""

from __future__ import annotations

from enum import Enum

from itembank.base.canonical import digest
from itembank.base.files import working_relative
from itembank.base.i18n import _
from itembank.model.codec import ModelError, Value
from itembank.model.ids import check_digest
from itembank.model.item import Interaction, Item
from itembank.model.items.choice import ChoiceInteraction
from itembank.model.items.extended_text import ExtendedTextInteraction
from itembank.model.items.inline_choice import InlineChoiceInteraction
from itembank.model.items.match import MatchInteraction
from itembank.model.items.order import OrderInteraction
from itembank.model.items.practical import PracticalInteraction
from itembank.model.items.text_entry import TextEntryInteraction
from itembank.model.left_out import WhyLeftOut

ResponseValue = str | tuple[str, ...] | None
ItemResponse = dict[str, ResponseValue]


class Cardinality(Enum):
    """How many values a response or outcome holds, in QTI's words."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    ORDERED = "ordered"
    RECORD = "record"


class BaseType(Enum):
    """What a single value is, in QTI's words."""

    IDENTIFIER = "identifier"
    BOOLEAN = "boolean"
    INTEGER = "integer"
    FLOAT = "float"
    STRING = "string"
    POINT = "point"
    PAIR = "pair"
    DIRECTED_PAIR = "directedPair"
    DURATION = "duration"
    FILE = "file"
    URI = "uri"


class Completeness(Enum):
    """How far an item is answered; a partial answer counts as unanswered on screens."""

    NONE = "none"
    PARTIAL = "partial"
    FULL = "full"


SKIPPED_CHARACTERS = 80


class FileEntry(Value, frozen=True):
    """One file or folder of a working folder.

    `sha256` is of the plain bytes, `blob` names the sealed bytes in the room's
    store; `modified_ms` is the file's own time stamp since 1970; `attributes`
    holds letters of Windows attributes such as "RH" (read-only, hidden). Small
    files share a blob: then `offset` is where this one begins in it.
    """

    path: str
    folder: bool = False
    size_bytes: int = 0
    sha256: str = ""
    blob: str = ""
    modified_ms: int = 0
    attributes: str = ""
    offset: int | None = None

    def __post_init__(self) -> None:
        """Refuse names that lead out of the folder, files without digests, and places before a blob's begin."""
        working_relative(self.path)
        if not self.folder:
            check_digest(self.sha256, _("文件"))
        if self.offset is not None and (self.offset < 0 or self.size_bytes < 0 or self.folder):
            raise ModelError(_("文件“{path}”在文件块中的位置不对。").format(path=self.path[:80]))

    def part_of(self, content: bytes) -> bytes | None:
        """Return this file's bytes from what its blob holds; None if they are not the ones."""
        if self.offset is None:
            return content
        data = content[self.offset : self.offset + self.size_bytes]
        return data if digest(data) == self.sha256 else None


MORE_SKIPPED = "..."
"""Stands last in `FolderManifest.skipped` when not every file left out is named there."""


class FolderManifest(Value, frozen=True):
    """A working folder at one instant, entries sorted by path.

    `skipped` names what is there and could not be taken, each cut to `SKIPPED_CHARACTERS`; nobody may conclude from
    a file that is not among the entries that it was never there, see `may_lack`. A name that is skipped and among
    the entries has an older state there, see `is_old`. `reasons` are those of all that was skipped.
    """

    entries: tuple[FileEntry, ...] = ()
    skipped: tuple[str, ...] = ()
    reasons: tuple[WhyLeftOut, ...] = ()

    def may_lack(self, path: str) -> bool:
        """Say whether a file of this name may have been there and was left out."""
        wanted = path.casefold()[:SKIPPED_CHARACTERS]
        return MORE_SKIPPED in self.skipped or any(name.casefold() == wanted for name in self.skipped)

    def is_old(self, path: str) -> bool:
        """Say whether the newest state of this file could not be taken; older ones are named before all others."""
        return path[:SKIPPED_CHARACTERS] in self.skipped


def check_response(interaction: Interaction, value: ResponseValue) -> ResponseValue:
    """Return `value` if the interaction can have it; else raise `ModelError`."""
    if value is None:
        return None
    if isinstance(interaction, TextEntryInteraction | ExtendedTextInteraction | PracticalInteraction):
        acceptable = isinstance(value, str)
    elif isinstance(interaction, MatchInteraction):
        acceptable = isinstance(value, tuple) and all(_is_pair(interaction, pair) for pair in value)
    else:
        acceptable = _is_choice_value(interaction, value)
    if not acceptable:
        raise ModelError(_("作答变量“{name}”的值不合题意。").format(name=interaction.response))
    return value


def completeness(item: Item, response: ItemResponse) -> Completeness:
    """Say whether nothing, something or everything of an item is answered."""
    states = {interaction_completeness(i, response.get(i.response)) for i in item.interactions}
    if states <= {Completeness.FULL} and states:
        return Completeness.FULL
    return Completeness.NONE if states <= {Completeness.NONE} else Completeness.PARTIAL


def interaction_completeness(interaction: Interaction, value: ResponseValue) -> Completeness:
    """Say the same of one interaction. A practical task is full once any snapshot differs from its starter files."""
    if value is None or value in ("", ()):
        return Completeness.NONE
    if isinstance(value, str):
        return Completeness.FULL if value.strip() else Completeness.NONE
    if isinstance(interaction, ChoiceInteraction):
        return Completeness.FULL if len(value) >= interaction.min_choices else Completeness.PARTIAL
    if isinstance(interaction, OrderInteraction):
        return Completeness.FULL if len(value) == len(interaction.choices) else Completeness.PARTIAL
    if isinstance(interaction, MatchInteraction):
        used = {pair.split(" ")[0] for pair in value}
        return Completeness.FULL if used >= {c.identifier for c in interaction.sources} else Completeness.PARTIAL
    return Completeness.FULL


def _is_choice_value(
    interaction: ChoiceInteraction | InlineChoiceInteraction | OrderInteraction, value: ResponseValue
) -> bool:
    known = {choice.identifier for choice in interaction.choices}
    single = isinstance(interaction, InlineChoiceInteraction) or (
        isinstance(interaction, ChoiceInteraction) and interaction.max_choices == 1
    )
    if single:
        return isinstance(value, str) and value in known
    return isinstance(value, tuple) and len(set(value)) == len(value) and set(value) <= known


def _is_pair(interaction: MatchInteraction, pair: str) -> bool:
    source, _blank, target = pair.partition(" ")
    return source in {c.identifier for c in interaction.sources} and target in {
        c.identifier for c in interaction.targets
    }
