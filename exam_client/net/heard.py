"""What the network side of the desk tells the rest, as frozen values; the only things that cross the threads."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from exam_client.net.views import FoundRoom
from exam_server.protocol.desk import SealedPart, ToDesk


class LossReason(Enum):
    """Why there is no connection."""

    UNREACHABLE = "unreachable"
    DROPPED = "dropped"
    OTHER_CERTIFICATE = "other_certificate"
    BAD_MESSAGE = "bad_message"


@dataclass(frozen=True, slots=True)
class RoomsHeard:
    """All room servers that answered on the network so far."""

    rooms: tuple[FoundRoom, ...]


@dataclass(frozen=True, slots=True)
class Opened:
    """A connection to the believed room stands; `DeskHello` must be the first message over it."""

    connection: int
    address: str
    certificate_sha256: str


@dataclass(frozen=True, slots=True)
class Lost:
    """The connection broke, or none came about."""

    connection: int
    reason: LossReason


@dataclass(frozen=True, slots=True)
class Received:
    """A message of the room."""

    connection: int
    message: ToDesk = field(repr=False)


@dataclass(frozen=True, slots=True)
class BlobUploaded:
    """The room has a file, or (`stored` false) this attempt to send it failed; `refused`: it will never take it."""

    blob: str
    stored: bool
    refused: bool = False


@dataclass(frozen=True, slots=True)
class BlobFetched:
    """A sealed file of the attempt came from the room; empty if the room does not have it."""

    blob: str
    ciphertext: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class PartGrown:
    """A sealed paper has so many bytes now."""

    part: SealedPart
    size_bytes: int
    complete: bool


@dataclass(frozen=True, slots=True)
class PhotoFetched:
    """The portrait of a candidate; empty if there is none."""

    candidate: str
    picture: bytes = field(repr=False)


Heard = RoomsHeard | Opened | Lost | Received | BlobUploaded | BlobFetched | PartGrown | PhotoFetched
