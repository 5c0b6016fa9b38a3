"""Names and limits that both ends of the room protocol share. The prose is in docs/protocol.md."""

from __future__ import annotations

from enum import Enum

import msgspec

PROTOCOL_VERSION = 1
DEFAULT_PORT = 8443
DISCOVERY_PORT = 8444
DISCOVERY_QUESTION = b"jikao-room?1"
DESK_PATH = "/desk"
CONSOLE_PATH = "/console"
HELLO_PATH = "/hello"
SEALED_PATH = "/sealed"
BLOB_PATH = "/blob"
PHOTO_PATH = "/photo"
MAX_MESSAGE_BYTES = 64 * 1024
MAX_EVENT_BYTES = 32 * 1024
MAX_ATTEMPT_BYTES = 128 * 1024 * 1024
MAX_BLOB_BYTES = 64 * 1024 * 1024
MAX_ATTEMPT_BLOBS = 5_000
MAX_ATTEMPT_BLOB_BYTES = 512 * 1024 * 1024
MAX_EVENTS_PER_SAVE = 500
HEARTBEAT_SECONDS = 10
PROGRESS_SECONDS = 5


class Message(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Base of all messages: MessagePack maps, tagged by type, unknown fields refused."""


class RefusalCode(Enum):
    """Why a request was refused; the desk has one plain sentence and one action for each."""

    VERSION = "E01"
    NOT_ENROLLED = "E02"
    UNKNOWN_CANDIDATE = "E03"
    OTHER_SEAT = "E04"
    ALREADY_AT_OTHER_DESK = "E05"
    TRIES_USED_UP = "E06"
    NOT_ADMITTING = "E07"
    DECLINED = "E08"
    TOO_LATE = "E09"
    HANDED_IN = "E10"
    FENCED = "E11"
    CHAIN_BROKEN = "E12"
    READ_ONLY = "E13"
    TOO_LARGE = "E14"
    TOO_FAST = "E15"
    BAD_MESSAGE = "E16"
    NOT_ALLOWED = "E17"
    BAD_LOGIN = "E18"
    MISSING_BLOBS = "E19"
    WRONG_PHASE = "E20"
    SHARE_REFUSED = "E21"
    SECOND_PERSON_NEEDED = "E22"
    FAILED = "E23"
    TOO_EARLY = "E24"


class Refused(Message, frozen=True, tag="refused"):
    """The request named by `to` (its tag) was refused. `detail` is a sentence for staff, in Chinese."""

    to: str
    code: RefusalCode
    detail: str = ""
    tries_left: int = -1


class ServerFacts(Message, frozen=True, tag="server"):
    """What anybody on the LAN may know; answer of GET /hello and of discovery."""

    protocol: int
    version: str
    room: str
    port: int
    certificate_sha256: str
    rehearsal: bool = False
