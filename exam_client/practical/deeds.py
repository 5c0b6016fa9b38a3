"""What a candidate can do with files in the built-in file manager, as frozen values; paths are relative, with "/"."""

from __future__ import annotations

from dataclasses import dataclass

ROOT = ""
"""The working folder itself."""


@dataclass(frozen=True, slots=True)
class MakeFolder:
    """Make an empty folder in `parent`."""

    parent: str
    name: str


@dataclass(frozen=True, slots=True)
class MakeFile:
    """Make an empty file in `parent`."""

    parent: str
    name: str


@dataclass(frozen=True, slots=True)
class Rename:
    """Give a file or folder another name in the same place."""

    path: str
    name: str


@dataclass(frozen=True, slots=True)
class Copy:
    """Copy files and folders into `target`."""

    paths: tuple[str, ...]
    target: str


@dataclass(frozen=True, slots=True)
class Move:
    """Move files and folders into `target`."""

    paths: tuple[str, ...]
    target: str


@dataclass(frozen=True, slots=True)
class Delete:
    """Delete files and folders; they can be taken back."""

    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Undelete:
    """Take back what was deleted last."""


@dataclass(frozen=True, slots=True)
class Zip:
    """Pack files and folders into a zip file called `name` beside them."""

    paths: tuple[str, ...]
    name: str


@dataclass(frozen=True, slots=True)
class Unzip:
    """Unpack a zip file into a new folder of its name beside it."""

    path: str


@dataclass(frozen=True, slots=True)
class SetAttributes:
    """Make a file writable or read-only, and shown or hidden where the system knows that."""

    path: str
    read_only: bool
    hidden: bool


Deed = MakeFolder | MakeFile | Rename | Copy | Move | Delete | Undelete | Zip | Unzip | SetAttributes


@dataclass(frozen=True, slots=True)
class Entry:
    """A file or folder as the manager lists it; `modified_s` since 1970, `attributes` letters such as "RH"."""

    path: str
    folder: bool
    size_bytes: int
    modified_s: int
    attributes: str

    @property
    def name(self) -> str:
        """Return the last part of the path."""
        return self.path.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Listing:
    """A folder's entries, folders first; `deleted` counts what can be taken back."""

    item: str
    path: str
    entries: tuple[Entry, ...]
    deleted: int = 0
    knows_hidden: bool = False


@dataclass(frozen=True, slots=True)
class DeedOutcome:
    """What came of a deed: `sentence` is empty or says what went wrong, `made` are the new paths."""

    item: str
    sentence: str
    made: tuple[str, ...] = ()
