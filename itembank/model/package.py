"""What lies in which part of the sealed files; sealing itself knows only names and bytes."""

from __future__ import annotations

from itembank.model.codec import Value

SITTING_PART = "sitting.json"
PAPER_PART = "paper.json"
PHOTO_FOLDER = "photos"
MEDIA_FOLDER = "media"
GOLDEN_PART = "golden.json"
GOLDEN_FOLDER = "golden"
LEDGER_PART = "ledger.jsonl"
BLOB_FOLDER = "blobs"
ASIDE_FOLDER = "aside"
SUMMARY_PART = "summary.json"
ROOM_COMPARTMENT = "room"
MARKING_COMPARTMENT = "marking"
ANSWERS_COMPARTMENT = "answers"


def form_compartment(form: str) -> str:
    """Return the compartment of a paper package that holds `form`."""
    return f"form-{form}"


def photo_part(sha256: str) -> str:
    """Return the part name of a portrait."""
    return f"{PHOTO_FOLDER}/{sha256}"


def media_part(sha256: str) -> str:
    """Return the part name of a picture or starter file."""
    return f"{MEDIA_FOLDER}/{sha256}"


def golden_part(sha256: str) -> str:
    """Return the part name of a compressed file of golden work in a marking package, by the digest of its plain bytes.

    A file that lies in `media` already is not there again.
    """
    return f"{GOLDEN_FOLDER}/{sha256}"


def blob_part(blob: str) -> str:
    """Return the part name of a sealed candidate file in an answer bundle."""
    return f"{BLOB_FOLDER}/{blob}"


def aside_part(sha256: str) -> str:
    """Return the part name of a brought file that the room did not take in, for a person at the centre to look at."""
    return f"{ASIDE_FOLDER}/{sha256}"


def key_part(form: str) -> str:
    """Return the part name of a form's marking key in a marking package."""
    return f"key-{form}.json"


def form_paper_part(form: str) -> str:
    """Return the part name of a form's paper in a marking package (titles for reports)."""
    return f"paper-{form}.json"


class BundleSummary(Value, frozen=True):
    """First thing a centre reads of an answer bundle: counts to check the parts against.

    `ledger` names the room's ledger, which its chain and signatures are bound to. `export_version`
    counts exports of the same sitting from 1; `final_head` is the ledger's signed last head.
    """

    exam: str
    sitting: str
    site: str
    room: str
    rehearsal: bool
    export_version: int
    attempts: int
    handed_in: int
    events: int
    blobs: int
    entries: int
    final_head: bytes
    package_manifest_sha256: str
    tier: str
    server_version: str
    ledger: str = ""
