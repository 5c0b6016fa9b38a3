"""Builds a room with a sealed paper package for tests: real keys, real sealing, cheap derivations."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from exam_server.importing import import_package
from exam_server.making import NewAccount, make_room
from exam_server.protocol.console import Role
from exam_server.running import ServerSettings
from exam_server.store import Mode, RoomSettings, Store
from itembank.base.canonical import digest
from itembank.base.clock import Clock, SystemClock
from itembank.model.codec import to_bytes
from itembank.model.package import SITTING_PART, photo_part
from itembank.model.sitting import Candidate, Policy, Seat, Sitting
from itembank.sealing.keyfiles import write_public
from itembank.sealing.keys import BoxKey, SigningKey
from itembank.sealing.manifest import Kind
from itembank.sealing.packages import FormContent, make_claims, seal_paper_package
from itembank.sealing.recipes import ScryptCost
from itembank.sealing.start import NewStart, make_start

SITE, ROOM = "第一中学", "第3考场"
PASSWORD = "right-password"
PORTRAIT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAMAAAAECAIAAADETxJQAAAAEElEQVR4nGNwaDgAQQx4WQBiNxIBylPvXQAAAABJRU5ErkJggg=="
)
"""A picture of 3 by 4 pixels."""
ITEM_TEXT = "下列哪一项不是输入设备？这句话在启封之前不得出现在任何磁盘上。"
CHEAP = ScryptCost(n=1 << 10, p=1)
ROOM_SERVER = ServerSettings(host="127.0.0.1", port=0, discovery_port=0, ballast_bytes=0)


def make_sitting(
    candidates: int = 4, spares: int = 1, *, policy: Policy | None = None, rehearsal: bool = False, minutes: int = 40
) -> Sitting:
    seats = [Seat(label=f"A{i:03d}", row=(i - 1) // 10 + 1, column=(i - 1) % 10 + 1) for i in range(1, candidates + 1)]
    last = (candidates - 1) // 10 + 2
    seats += [Seat(label=f"B{i:02d}", row=last, column=i, spare=True) for i in range(1, spares + 1)]
    people = [
        Candidate(
            number=f"{i:09d}",
            name=f"考生{i}",
            seat=f"A{i:03d}",
            form="F1" if i % 2 else "F2",
            school="一中",
            photo=digest(PORTRAIT) if i == 1 else "",
        )
        for i in range(1, candidates + 1)
    ]
    return Sitting(
        exam="IT2026",
        sitting="S01",
        title="信息技术考试",
        site=SITE,
        room=ROOM,
        planned_start="2026-06-13T09:00",
        duration_minutes=minutes,
        seats=tuple(seats),
        candidates=tuple(people),
        forms=("F1", "F2"),
        backup_form="FB",
        policy=policy or Policy(auto_admit=False),
        rules=("请独立作答。",),
        rehearsal=rehearsal,
    )


@dataclass
class Centre:
    """The exam centre's keys and shares."""

    signing: SigningKey = field(default_factory=SigningKey.generate)
    box: BoxKey = field(default_factory=BoxKey.generate)
    main: NewStart = field(default_factory=lambda: make_start("main", cost=CHEAP))
    backup: NewStart = field(init=False)

    def __post_init__(self) -> None:
        self.backup = make_start("backup", unlike=[self.main.lock], cost=CHEAP)

    def shares(self) -> list[str]:
        return [share.text() for share in self.main.shares]

    def seal(
        self,
        path: Path,
        room: BoxKey,
        sitting: Sitting,
        *,
        serial: int = 1,
        names_answers: bool = True,
        not_before: datetime | None = None,
    ) -> Path:
        path.unlink(missing_ok=True)
        paper = json.dumps({"items": [ITEM_TEXT] * 20}, ensure_ascii=False).encode("utf-8")
        forms = [
            *(FormContent(form, {"paper.json": paper + form.encode()}) for form in sitting.forms),
            FormContent(sitting.backup_form, {"paper.json": paper + b"backup"}, is_backup=True),
        ]
        seal_paper_package(
            path,
            signer=self.signing,
            claims=make_claims(
                Kind.PAPER_PACKAGE,
                exam=sitting.exam,
                sitting=sitting.sitting,
                serial=serial,
                created=datetime(2026, 6, 1, tzinfo=UTC),
                not_before=not_before,
                notes={"answers": self.box.public.raw.hex()} if names_answers else {},
            ),
            rooms=[room.public],
            room_parts={SITTING_PART: to_bytes(sitting), photo_part(digest(PORTRAIT)): PORTRAIT},
            forms=forms,
            starts=[self.main, self.backup],
        )
        return path


@dataclass
class BuiltRoom:
    """A room on disk, with the package imported."""

    store: Store
    centre: Centre
    sitting: Sitting
    package: Path
    box: BoxKey


def build_room(
    folder: Path,
    sitting: Sitting | None = None,
    *,
    clock: Clock | None = None,
    imports: bool = True,
    not_before: datetime | None = None,
) -> BuiltRoom:
    sitting = sitting or make_sitting()
    accounts = [
        NewAccount("jk1", Role.INVIGILATOR, PASSWORD),
        NewAccount("jk2", Role.INVIGILATOR, PASSWORD),
        NewAccount("zhukao", Role.SITE_HEAD, PASSWORD),
        NewAccount("admin", Role.ADMINISTRATOR, PASSWORD),
    ]
    made = make_room(folder / "room", RoomSettings(site=SITE, room=ROOM, port=0), accounts, clock or SystemClock())
    centre = Centre()
    write_public(made.store.trusted / "centre.pub", centre.signing.public)
    from itembank.sealing.keyfiles import read_box_key

    box = read_box_key(made.store.keys / "box.key")
    package = centre.seal(folder / "package.jikao", box, sitting, not_before=not_before)
    if imports:
        import_package(made.store, package, Mode.REHEARSAL if sitting.rehearsal else Mode.FORMAL)
    return BuiltRoom(made.store, centre, sitting, package, box)
