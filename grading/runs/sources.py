"""What a run marks with and what it marks, as paths: what jobs carry to whatever machine marks them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from grading.intake.bundle import BundleFace, RoomBundle, open_bundle, open_bundle_face
from grading.intake.errors import IntakeError
from grading.intake.keys import MarkingPackage, open_keys
from grading.runs.corrections import Correction, corrected_keys
from itembank.base.errors import ExitCode, JikaoError
from itembank.base.i18n import _
from itembank.sealing.bundle import open_room_card
from itembank.sealing.keyfiles import read_box_key, read_verify_key
from itembank.sealing.keys import BoxKey, VerifyKey


@dataclass(frozen=True, slots=True)
class Sources:
    """Paths of keys and package, readable on every machine that marks; `corrections` are applied to the keys."""

    package: Path
    centres: tuple[Path, ...]
    key: Path
    passphrase_file: Path | None = None
    room_cards: tuple[Path, ...] = ()
    corrections: tuple[Correction, ...] = ()

    def open_package(self) -> MarkingPackage:
        """Open the marking package with the corrections applied."""
        package = open_keys(self.package, [read_verify_key(path) for path in self.centres], self.open_key())
        return replace(package, keys=corrected_keys(package.keys, self.corrections))

    def open_bundle(self, path: Path, *, every_signature: bool = True) -> RoomBundle:
        """Open and verify a bundle; an error names the file."""
        rooms, key = self.rooms(), self.open_key()
        with naming(path):
            return open_bundle(path, rooms, key, every_signature=every_signature)

    def open_face(self, path: Path, *, every_chunk: bool = True) -> BundleFace:
        """Open what a bundle says of itself, without its ledger; an error names the file."""
        rooms, key = self.rooms(), self.open_key()
        with naming(path):
            return open_bundle_face(path, rooms, key, every_chunk=every_chunk)

    def open_key(self) -> BoxKey:
        """Return the grader's private key."""
        return read_box_key(self.key, read_passphrase(self.passphrase_file))

    def rooms(self) -> list[VerifyKey]:
        """Return the signing keys of the rooms that are trusted."""
        return [open_room_card(path).signing for path in self.room_cards]


def read_passphrase(path: Path | None) -> str:
    """Return the first line of a passphrase file, or no passphrase without one."""
    if path is None:
        return ""
    try:
        return (path.read_text("utf-8-sig").splitlines() or [""])[0].strip()
    except (OSError, UnicodeDecodeError) as error:
        raise JikaoError(_("无法读取文件“{name}”。").format(name=path)) from error


def check_together(faces: Iterable[BundleFace]) -> None:
    """Refuse bundles that must not be marked in one run: other exams, rehearsals among real ones, a room twice."""
    faces = list(faces)
    exams = {face.summary.exam for face in faces}
    kinds = {face.summary.rehearsal for face in faces}
    if len(exams) > 1 or len(kinds) > 1:
        raise JikaoError(_("答卷包来自不同的考试，或正式与模拟混在一起，没有评分。"), code=ExitCode.REFUSED)
    seen: dict[tuple[str, ...], Path] = {}
    numbers: dict[str, Path] = {}
    for face in faces:
        place = (face.summary.exam, face.summary.sitting, face.summary.site, face.summary.room)
        if place in seen:
            raise IntakeError(
                _("同一考场同一场次的答卷包给了两份：{room}。").format(room=face.summary.room),
                hint=_("只保留导出版本号较大的一份。"),
            )
        seen[place] = face.path
        for candidate in face.sitting.candidates:
            if candidate.number in numbers:
                raise IntakeError(
                    _("准考证号 {number} 在两份答卷包的名单上：{first} 和 {second}。").format(
                        number=candidate.number, first=numbers[candidate.number].name, second=face.path.name
                    )
                )
            numbers[candidate.number] = face.path


class naming:  # noqa: N801 - a context that reads like a function
    """Let an error say which file it is about."""

    def __init__(self, path: Path) -> None:
        """Keep the file's path."""
        self._path = path

    def __enter__(self) -> None:
        """Do nothing."""

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        """Raise the error again with the file in front."""
        if isinstance(error, JikaoError):
            raise JikaoError(f"{self._path}：{error.message}", hint=error.hint, code=error.code) from error
