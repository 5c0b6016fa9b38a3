"""Keys, start secrets and small sealed files for the tests of sealing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from itembank.sealing.envelope import SealedFile
from itembank.sealing.keys import BoxKey, SigningKey
from itembank.sealing.manifest import Claims, Kind
from itembank.sealing.packages import FormContent, make_claims, seal_paper_package
from itembank.sealing.recipes import ScryptCost
from itembank.sealing.start import NewStart, make_start

CHEAP = ScryptCost(n=1 << 10, p=1)
MOMENT = datetime(2026, 6, 20, 8, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Centre:
    """Everybody who takes part: the centre, two rooms, the two start secrets."""

    key: SigningKey
    rooms: tuple[BoxKey, BoxKey]
    main: NewStart
    backup: NewStart

    def claims(self, kind: Kind = Kind.PAPER_PACKAGE, serial: int = 1) -> Claims:
        return make_claims(kind, exam="it-2026", sitting="s01", serial=serial, created=MOMENT)

    def package(
        self, path: Path, form_parts: Mapping[str, bytes | Path] | None = None, claims: Claims | None = None
    ) -> SealedFile:
        """Seal and verify a package with the form A and the backup form B."""
        seal_paper_package(
            path,
            signer=self.key,
            claims=claims or self.claims(),
            rooms=[room.public for room in self.rooms],
            room_parts={"sitting.json": b"{}"},
            forms=[
                FormContent("A", form_parts if form_parts is not None else {"paper.json": b"A"}),
                FormContent("B", {"paper.json": b"B"}, is_backup=True),
            ],
            starts=(self.main, self.backup),
        )
        return SealedFile.open(path, [self.key.public])


@pytest.fixture(scope="session")
def centre() -> Centre:
    main = make_start("main", cost=CHEAP)
    backup = make_start("backup", unlike=[main.lock], cost=CHEAP)
    return Centre(SigningKey.generate(), (BoxKey.generate(), BoxKey.generate()), main, backup)
