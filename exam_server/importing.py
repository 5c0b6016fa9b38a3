"""Taking in a paper package: verified to the last byte without reading a question, then made the room's sitting."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from exam_server.store import Mode, SittingFolder, Store
from exam_server.version import PROGRAM, VERSION
from itembank.base.errors import ExitCode, JikaoError
from itembank.base.files import write_whole
from itembank.base.i18n import _
from itembank.model.codec import Value, from_bytes, to_bytes
from itembank.model.package import ROOM_COMPARTMENT, SITTING_PART, form_compartment, photo_part
from itembank.model.sitting import Sitting
from itembank.sealing.envelope import SealedFile
from itembank.sealing.keyfiles import read_box_key, read_box_public_key, read_verify_key, write_private
from itembank.sealing.keys import BoxKey, BoxPublicKey, VerifyKey
from itembank.sealing.packages import open_paper_package
from itembank.sealing.parts import Parts

ANSWERS_NOTE = "answers"
ANSWERS_FILE = "answers.pub"
MAX_SITTING_BYTES = 32 << 20
MAX_PHOTO_BYTES = 2 << 20


class ImportRefusedError(JikaoError):
    """A package is genuine but not for this room, this mode or this time."""

    def __init__(self, message: str, hint: str = "") -> None:
        """Refuse with a sentence."""
        super().__init__(message, hint=hint, code=ExitCode.REFUSED)


class Taken(Value, frozen=True):
    """A package that was taken in at some time."""

    exam: str
    sitting: str
    serial: int
    manifest_sha256: str


class _TakenFile(Value, frozen=True):
    taken: tuple[Taken, ...] = ()


@dataclass(frozen=True, slots=True)
class Package:
    """A verified package, opened as far as the room may: roster, schedule, portraits."""

    sealed: SealedFile
    sitting: Sitting
    room_parts: Parts
    centre: BoxPublicKey

    def photo(self, sha256: str) -> bytes:
        """Return a portrait, or nothing."""
        name = photo_part(sha256)
        return self.room_parts.read(name, at_most=MAX_PHOTO_BYTES) if name in self.room_parts else b""


def trusted_keys(store: Store) -> list[VerifyKey]:
    """Return the centres this room believes."""
    keys = [read_verify_key(path) for path in sorted(store.trusted.glob("*.pub")) if path.name != ANSWERS_FILE]
    if not keys:
        raise ImportRefusedError(
            _("本考场还没有登记考试中心的公钥。"), _("请用 exam-server trust 登记，并当面核对指纹。")
        )
    return keys


def open_package(store: Store, path: Path, room_key: BoxKey) -> Package:
    """Verify a package and read what is meant for the room; raises a sealing error or `ImportRefusedError`."""
    sealed = open_paper_package(path, trusted_keys(store))
    sealed.claims.require_version(PROGRAM, VERSION)
    parts = sealed.open_with_box(ROOM_COMPARTMENT, room_key)
    sitting = from_bytes(Sitting, parts.read(SITTING_PART, at_most=MAX_SITTING_BYTES))
    _check(store, sealed, sitting)
    return Package(sealed, sitting, parts, _answers_key(store, sealed))


def import_package(store: Store, path: Path, mode: Mode) -> Package:
    """Verify a package and make it the room's sitting; the ledger begins when the server opens it."""
    store.require_free(mode)
    package = open_package(store, path, room_key(store))
    _check_mode(package.sitting, mode)
    _check_new(store, package, mode)
    folder = store.new_sitting(mode, f"{package.sitting.exam}-{package.sitting.sitting}")
    shutil.copyfile(path, folder.package)
    copied = open_package(store, folder.package, room_key(store))
    write_private(folder.sitting_key, BoxKey.generate())
    store.set_current(mode, folder, copied.sealed.manifest_digest)
    _remember(store, copied, mode)
    return copied


def wipe(store: Store, mode: Mode, *, is_unused: bool, manifest_sha256: str) -> None:
    """Destroy the current sitting's data; a package that was never used may be taken in again."""
    store.wipe_current(mode)
    if is_unused:
        kept = tuple(t for t in _read_taken(store, mode).taken if t.manifest_sha256 != manifest_sha256)
        write_whole(_taken_path(store, mode), to_bytes(_TakenFile(taken=kept)))


def room_key(store: Store) -> BoxKey:
    """Read the key that packages for this room are sealed to."""
    return read_box_key(store.keys / "box.key")


def open_current(store: Store, folder: SittingFolder, manifest_sha256: str, mode: Mode) -> Package:
    """Open the package of the current sitting again, after a restart."""
    package = open_package(store, folder.package, room_key(store))
    _check_mode(package.sitting, mode)
    if package.sealed.manifest_digest != manifest_sha256:
        raise ImportRefusedError(_("考场文件夹里的试卷包不是导入时的那一个。"))
    return package


def _check(store: Store, sealed: SealedFile, sitting: Sitting) -> None:
    settings = store.settings()
    claims = sealed.claims
    if (claims.exam, claims.sitting) != (sitting.exam, sitting.sitting):
        raise ImportRefusedError(_("试卷包的清单与名单不是同一场考试。"))
    if (sitting.site, sitting.room) != (settings.site, settings.room):
        raise ImportRefusedError(
            _("试卷包属于 {site} {room}，本考场是 {own_site} {own_room}。").format(
                site=sitting.site, room=sitting.room, own_site=settings.site, own_room=settings.room
            ),
            _("请换用本考场的试卷包。"),
        )
    names = set(sealed.compartment_names)
    forms = [*sitting.forms, *([sitting.backup_form] if sitting.backup_form else [])]
    missing = [form for form in forms if form_compartment(form) not in names]
    if missing:
        raise ImportRefusedError(_("试卷包缺少试卷 {forms}。").format(forms="、".join(missing)))


def _check_mode(sitting: Sitting, mode: Mode) -> None:
    if sitting.rehearsal and mode is Mode.FORMAL:
        raise ImportRefusedError(
            _("这是模拟考试的试卷包，正式考试不能使用。"), _("请用 exam-server rehearsal import 导入。")
        )
    if not sitting.rehearsal and mode is Mode.REHEARSAL:
        raise ImportRefusedError(_("这是正式考试的试卷包，模拟考试不能使用。"))


def _check_new(store: Store, package: Package, mode: Mode) -> None:
    """Refuse a package of an earlier time; rehearsals may be repeated."""
    if mode is Mode.REHEARSAL:
        return
    claims = package.sealed.claims
    for taken in _read_taken(store, mode).taken:
        if (taken.exam, taken.sitting) != (claims.exam, claims.sitting):
            continue
        if taken.manifest_sha256 == package.sealed.manifest_digest or taken.serial >= claims.serial:
            raise ImportRefusedError(
                _("这个试卷包（或更新的一版）已经在本考场用过。"),
                _("如需重考，请考试中心另发一个新的试卷包。"),
            )


def _answers_key(store: Store, sealed: SealedFile) -> BoxPublicKey:
    """The centre's key that answers are sealed to: named in the signed manifest, else registered at the room."""
    named = sealed.claims.notes.get(ANSWERS_NOTE, "")
    if named:
        try:
            return BoxPublicKey(bytes.fromhex(named))
        except ValueError as error:
            raise ImportRefusedError(_("试卷包里的收卷公钥无法识别。")) from error
    path = store.trusted / ANSWERS_FILE
    if not path.is_file():
        raise ImportRefusedError(
            _("试卷包没有指明答卷封给谁，本考场也没有登记收卷公钥。"),
            _("请用 exam-server trust --answers 登记考试中心的收卷公钥。"),
        )
    return read_box_public_key(path)


def _taken_path(store: Store, mode: Mode) -> Path:
    return store.folder / mode.value / "taken.json"


def _read_taken(store: Store, mode: Mode) -> _TakenFile:
    path = _taken_path(store, mode)
    return from_bytes(_TakenFile, path.read_bytes()) if path.is_file() else _TakenFile()


def _remember(store: Store, package: Package, mode: Mode) -> None:
    claims = package.sealed.claims
    taken = Taken(
        exam=claims.exam,
        sitting=claims.sitting,
        serial=claims.serial,
        manifest_sha256=package.sealed.manifest_digest,
    )
    before = _read_taken(store, mode).taken
    write_whole(_taken_path(store, mode), to_bytes(_TakenFile(taken=(*before, taken))))
