"""What each verb of `exam-server` does, and what it prints."""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from pathlib import Path

from exam_server.accounts import Accounts
from exam_server.app import RoomServer
from exam_server.cli_run import serve_until_stopped
from exam_server.exporting import export
from exam_server.importing import import_package, open_package, room_key, wipe
from exam_server.making import NewAccount, make_room, seal_answers_to, trust_centre
from exam_server.net.tls import read_certificate_der
from exam_server.protocol.common import DISCOVERY_PORT
from exam_server.protocol.console import Role, StaffCommandKind
from exam_server.protocol.pairing import pairing_code
from exam_server.readiness import Finding, inspect_machine
from exam_server.recovering import recover
from exam_server.room.closing import find_clear_refusal, verify_lines
from exam_server.room.commands import RULES
from exam_server.room.facts import BundleExported
from exam_server.running import ServerSettings
from exam_server.session import Session, SessionSettings
from exam_server.store import Mode, RoomSettings, Store
from itembank.base.clock import SystemClock
from itembank.base.errors import ExitCode, JikaoError
from itembank.base.files import write_whole
from itembank.base.i18n import _
from itembank.model.record import Phase, PhaseSet

FORMS = {
    "record": StaffCommandKind.ROOM_RECORD,
    "chart": StaffCommandKind.SEATING_CHART,
    "sign-in": StaffCommandKind.SIGN_IN_SHEET,
    "roll-call": StaffCommandKind.ROLL_CALL,
    "cards": StaffCommandKind.SEAT_CARDS,
    "door": StaffCommandKind.DOOR_LIST,
}
DEFAULT_ACCOUNTS = (
    NewAccount("jk1", Role.INVIGILATOR),
    NewAccount("jk2", Role.INVIGILATOR),
    NewAccount("zhukao", Role.SITE_HEAD),
    NewAccount("admin", Role.ADMINISTRATOR),
)


def init(given: argparse.Namespace) -> int:
    """Make a room."""
    accounts = [_new_account(text) for text in given.account] or list(DEFAULT_ACCOUNTS)
    settings = RoomSettings(site=given.site, room=given.room, port=given.port)
    made = make_room(given.folder, settings, accounts, SystemClock())
    _say(_("已建立考场：{folder}").format(folder=given.folder))
    _say(_("考场卡（交给考试中心）：{path}").format(path=made.store.card))
    _say(_("考场卡指纹（电话核对）：{print}").format(print=made.card.fingerprint()))
    _say(_("配对码（考试机和监考机输入）：{code}").format(code=_pairing_code(made.store)))
    for path in given.centre:
        key = trust_centre(made.store, path)
        _say(_("已登记考试中心公钥，指纹：{print}").format(print=key.fingerprint()))
    if given.answers:
        _say(_("已登记收卷公钥，指纹：{print}").format(print=seal_answers_to(made.store, given.answers)))
    _say(_("账号："))
    for name, password in made.passwords.items():
        _say(f"  {name}  {password}")
    return ExitCode.OK


def trust(given: argparse.Namespace) -> int:
    """Believe a centre's key."""
    store = Store.open(given.folder)
    if given.answers:
        _say(_("已登记收卷公钥，指纹：{print}").format(print=seal_answers_to(store, given.key)))
    else:
        key = trust_centre(store, given.key)
        _say(_("已登记考试中心公钥，指纹：{print}").format(print=key.fingerprint()))
    return ExitCode.OK


def account(given: argparse.Namespace) -> int:
    """Add an account or give it a new password."""
    store = Store.open(given.folder)
    password = Accounts(store.accounts, SystemClock()).add(given.name, Role(given.role), given.password)
    _say(f"{given.name}  {password}")
    return ExitCode.OK


def verify(given: argparse.Namespace) -> int:
    """Verify a package without taking it in."""
    store = Store.open(given.folder)
    package = open_package(store, _existing(given.package), room_key(store))
    sitting = package.sitting
    _say(_("试卷包完好，签名可信（指纹 {print}）。").format(print=package.sealed.signer.fingerprint()))
    _say(
        _("{title}，场次 {sitting}，{site} {room}，考生 {count} 人，计划开考 {start}，时长 {minutes} 分钟。").format(
            title=sitting.title,
            sitting=sitting.sitting,
            site=sitting.site,
            room=sitting.room,
            count=len(sitting.candidates),
            start=sitting.planned_start,
            minutes=sitting.duration_minutes,
        )
    )
    return ExitCode.OK


def take(given: argparse.Namespace) -> int:
    """Import a package."""
    store = Store.open(given.folder)
    with store.locked():
        package = import_package(store, _existing(given.package), Mode(given.mode))
    _say(_("已导入：{title}，场次 {sitting}。").format(title=package.sitting.title, sitting=package.sitting.sitting))
    return ExitCode.OK


def serve(given: argparse.Namespace) -> int:
    """Run the server until it is told to stop."""
    store = Store.open(given.folder)
    settings = ServerSettings(
        mode=Mode(given.mode),
        host=given.host,
        port=given.port,
        auto_enrol=given.auto_enrol or Mode(given.mode) is Mode.REHEARSAL,
        discovery_port=0 if given.no_discovery else DISCOVERY_PORT,
        inspects=True,
    )

    def ready(server: RoomServer) -> None:
        if given.ready_file:
            facts = {"port": server.port, "pairing_code": server.pairing_code}
            write_whole(given.ready_file, json.dumps(facts).encode("utf-8"))
        _say(_("考场服务器已就绪，端口 {port}。").format(port=server.port))
        _say(_("配对码：{code}").format(code=server.pairing_code))

    with store.locked():
        serve_until_stopped(lambda: RoomServer(store, settings), ready)
    return ExitCode.OK


def status(given: argparse.Namespace) -> int:
    """Show where the sitting stands, without disturbing a running server."""
    store = Store.open(given.folder)
    facts: dict[str, object] = {"pairing_code": _pairing_code(store), **_sitting_facts(store, Mode(given.mode))}
    if given.json:
        _say(json.dumps(facts, ensure_ascii=False))
    else:
        for name, value in facts.items():
            _say(f"{name}: {value}")
    return ExitCode.OK


def send(given: argparse.Namespace) -> int:
    """Export the bundle of a stopped room."""
    clock = SystemClock()
    store = Store.open(given.folder)
    Accounts(store.accounts, clock).role_of(given.by)
    with store.locked():
        session = _open_session(store, Mode(given.mode))
        try:
            if session.hall.state.phase not in {Phase.COLLECTED, Phase.EXPORTED}:
                raise JikaoError(
                    _("本场还没有结束并回收，不能导出。"),
                    hint=_("请先在监考机上结束考试并回收。"),
                    code=ExitCode.REFUSED,
                )
            session.ledger.sign_now().result()
            done = export(session, [given.first, given.second], clock)
            files = tuple(str(path) for path in done.files)
            session.hall.record(
                BundleExported(version=done.version, entries=done.entries, files=files, by=given.by),
                PhaseSet(phase=Phase.EXPORTED, by=given.by),
            )
            session.wipe_released()
            exceptions = [line for line in verify_lines(session.hall.state) if line.exception]
        finally:
            session.close()
    for path in done.files:
        _say(path)
    for line in exceptions:
        _say(
            _("需要核对：{seat} {candidate} {sentence}").format(
                seat=line.seat, candidate=line.candidate, sentence=line.sentence
            )
        )
    return ExitCode.INCOMPLETE if exceptions else ExitCode.OK


def bring(given: argparse.Namespace) -> int:
    """Take in a desk's hand-in file or journal while the server is stopped."""
    clock = SystemClock()
    store = Store.open(given.folder)
    Accounts(store.accounts, clock).role_of(given.by)
    with store.locked():
        session = _open_session(store, Mode(given.mode))
        try:
            if RULES[StaffCommandKind.RECOVER].phases.isdisjoint({session.hall.state.phase}):
                raise JikaoError(_("现在这个阶段不能执行这项操作。"), code=ExitCode.REFUSED)
            _say(recover(session, _existing(given.file), given.by))
        finally:
            session.close()
    return ExitCode.OK


def clear(given: argparse.Namespace) -> int:
    """Destroy the data of an exported sitting."""
    store = Store.open(given.folder)
    mode = Mode(given.mode)
    with store.locked():
        session = _open_session(store, mode)
        session.close()
        phase = session.hall.state.phase
        if given.confirm != session.sitting.sitting:
            raise JikaoError(_("场次编号不对，没有清场。"), code=ExitCode.USAGE)
        if phase not in {Phase.IMPORTED, Phase.EXPORTED}:
            raise JikaoError(_("本场还没有导出，不能清场。"), hint=_("请先导出两份答卷包。"), code=ExitCode.REFUSED)
        if refusal := find_clear_refusal(session.hall.state):
            raise JikaoError(refusal, code=ExitCode.REFUSED)
        session.remember_desks()
        digest = session.package.sealed.manifest_digest
        wipe(store, mode, is_unused=phase is Phase.IMPORTED, manifest_sha256=digest)
    _say(_("本场数据已清除。"))
    return ExitCode.OK


def print_form(given: argparse.Namespace) -> int:
    """Write a printed form."""
    from exam_server import documents

    clock = SystemClock()
    store = Store.open(given.folder)
    with store.locked():
        session = _open_session(store, Mode(given.mode))
        try:
            data = documents.make_document(session, FORMS[given.form], Accounts(store.accounts, clock), clock)
        finally:
            session.close()
    write_whole(given.file, data)
    _say(given.file)
    return ExitCode.OK


def check(given: argparse.Namespace) -> int:
    """Look at the machine."""
    findings = inspect_machine(given.folder, SystemClock())
    for finding in findings:
        _say(f"{_mark(finding)} {finding.sentence}")
    return ExitCode.OK if all(finding.is_good for finding in findings) else ExitCode.INCOMPLETE


def console(given: argparse.Namespace) -> int:
    """Open the invigilator's console."""
    try:
        open_console = importlib.import_module("exam_server.console.app").open_console
    except ImportError as error:
        raise JikaoError(
            _("本机没有安装监考机界面。"), hint=_("请安装带界面的版本。"), code=ExitCode.ENVIRONMENT
        ) from error
    return int(open_console(given.address, given.pairing_code, given.account, given.password_file))


def _say(line: object) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _new_account(text: str) -> NewAccount:
    name, _colon, rest = text.partition(":")
    role, _colon, password = rest.partition(":")
    try:
        return NewAccount(name, Role(role), password)
    except ValueError as error:
        raise JikaoError(_("“{text}”不是 姓名:角色[:密码]。").format(text=text[:60]), code=ExitCode.USAGE) from error


def _pairing_code(store: Store) -> str:
    return pairing_code(read_certificate_der(store.keys / "tls.crt"))


def _existing(path: Path) -> Path:
    if not path.is_file():
        raise JikaoError(_("找不到文件“{path}”。").format(path=path), code=ExitCode.BAD_INPUT)
    return path


def _open_session(store: Store, mode: Mode) -> Session:
    session = Session.find(store, SessionSettings(mode, ballast_bytes=0), SystemClock())
    if session is None:
        raise JikaoError(_("还没有导入试卷包。"), code=ExitCode.REFUSED)
    return session


def _sitting_facts(store: Store, mode: Mode) -> dict[str, object]:
    from exam_server.glance import glance

    return glance(store, mode)


def _mark(finding: Finding) -> str:
    return _("[好]") if finding.is_good else _("[注意]")
