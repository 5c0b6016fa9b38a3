"""The journal's vectors: files with their verdict, for every reader of this format."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from exam_client.journal.frames import DamagedJournalError, header_bytes, parse_journal, record_bytes
from tests.fakes.chains import HEADER, chain

PLACE = Path(__file__).resolve().parents[2] / "vectors" / "journal" / "vectors.json"


def make_vectors() -> list[dict[str, object]]:
    """Make the vectors from a fixed key; the same on every machine."""
    records = chain(3)
    head, body = header_bytes(HEADER), record_bytes(records)
    second = len(head) + len(record_bytes(records[:1]))
    flipped = bytearray(head + body)
    flipped[second + 20] ^= 1
    tail = bytearray(head + body)
    tail[-1] ^= 1
    made = {
        "whole": (head + body, "whole", 3),
        "no events": (head, "whole", 0),
        "cut in the last frame": ((head + body)[:-7], "torn", 2),
        "zeros behind the last frame": (head + body + bytes(64), "torn", 3),
        "flipped in the last frame": (bytes(tail), "torn", 2),
        "flipped in the middle": (bytes(flipped), "refused", 1),
        "frame missing": (head + record_bytes([records[0], records[2]]), "refused", 1),
        "frames swapped": (head + record_bytes([records[1], records[0]]), "refused", 0),
        "epoch beyond the header": (head + record_bytes(chain(1, epoch=2)), "refused", 0),
        "cut in the header": (head[:40], "refused", 0),
        "another first line": (b"jikao-journal 2\n" + (head + body)[16:], "refused", 0),
        "empty": (b"", "refused", 0),
    }
    return [{"name": n, "file": d.hex(), "verdict": v, "records": c} for n, (d, v, c) in made.items()]


def vectors() -> list[dict[str, object]]:
    if os.environ.get("JIKAO_WRITE_VECTORS"):
        PLACE.write_text(json.dumps(make_vectors(), indent=1) + "\n", "utf-8")
    loaded: list[dict[str, object]] = json.loads(PLACE.read_text("utf-8"))
    return loaded


@pytest.mark.parametrize("vector", vectors(), ids=lambda vector: str(vector["name"]))
def test_a_file_gets_its_verdict(vector: dict[str, object]) -> None:
    data = bytes.fromhex(str(vector["file"]))
    if vector["verdict"] == "refused":
        with pytest.raises(DamagedJournalError) as caught:
            parse_journal(data)
        assert (caught.value.intact.last_seq if caught.value.intact else 0) == vector["records"]
    else:
        content = parse_journal(data)
        assert (content.last_seq, bool(content.torn)) == (vector["records"], vector["verdict"] == "torn")


def test_the_vectors_are_what_this_writer_writes() -> None:
    assert vectors() == make_vectors()
