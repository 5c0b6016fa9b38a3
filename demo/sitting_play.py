"""One sitting in the room: the server by its command, robot desks in processes, robot staff at a real console link."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from plans import CAST, SLOW_MS, STOP_AFTER, Expected, Fate, Role, expect, read_answers, read_paper
from staff import Staff, photograph_console
from stage import DemoError, Stage, wait_until

from exam_server.net.console_link import ConsoleLogin
from exam_server.protocol.console import SeatState, SecondPerson, StaffCommandKind

if TYPE_CHECKING:
    from centre import Centre

K = StaffCommandKind
ROBOT = Path(__file__).with_name("desk_robot.py")
WRITING = (SeatState.ANSWERING, SeatState.OFFLINE)


class Seated:
    """A candidate of the roster with a role, a desk folder, and what is expected."""

    def __init__(self, role: Role, candidate: dict[str, object], expected: Expected, folder: Path) -> None:
        self.role = role
        self.number = str(candidate["number"])
        self.seat = str(candidate["seat"])
        self.expected = expected
        self.folder = folder
        self.report = folder / "report.json"
        self.process: subprocess.Popen[bytes] | None = None


class SittingPlay:
    """Opens the room, lets the robots sit the exam, closes the room."""

    def __init__(self, stage: Stage, centre: Centre) -> None:
        self.stage = stage
        self.centre = centre
        self.out = stage.out
        self.bundles: list[Path] = []
        self.documents: list[Path] = []
        self.seated: list[Seated] = []
        self.spare = ""
        self.pictures = stage.out / "pictures"
        self.pictures.mkdir()
        self._server: subprocess.Popen[bytes] | None = None
        self._staff: Staff | None = None
        self._ready: dict[str, object] = {}

    # ---- the room

    def open_room(self) -> None:
        """Import the package, verify it unread, start the server."""
        package, room = self.centre.paper_package(), self.centre.room
        self.stage.command("exam-server", "verify", package, "--folder", room)
        self.stage.command("exam-server", "import", package, "--folder", room)
        ready = self.out / "ready.json"
        words = [*self.stage.spelled("exam-server"), "run", str(room), "--host", "127.0.0.1", "--port", "0"]
        self._server = self.stage.begin(self.out / "server.log", [*words, "--no-discovery", "--ready-file", str(ready)])
        wait_until("考场服务器启动", lambda: ready.exists() or self._server_ended(), 30)
        if self._server_ended():
            raise DemoError("考场服务器没有启动：\n" + (self.out / "server.log").read_text("utf-8"))
        self._ready = json.loads(ready.read_text("utf-8"))
        self._cast()
        self.stage.tell(f"考场服务器已启动（TLS 1.3），配对码 {self._ready['pairing_code']}。")

    def stop(self) -> None:
        """End everything that was started."""
        if self._staff is not None:
            self._staff.close()
        for one in self.seated:
            if one.process is not None and one.process.poll() is None:
                one.process.kill()
        if self._server is not None and self._server.poll() is None:
            self._server.send_signal(signal.SIGTERM)
            self._server.wait(20)

    def play(self) -> None:
        """Let the robots sit the exam."""
        staff = self._staff = self._log_in()
        staff.do(K.OPEN_ADMISSION)
        for one in self.seated:
            if one.role.fate is not Fate.ABSENT:
                self._begin_desk(one, one.seat)
        desks = [one for one in self.seated if one.role.fate is not Fate.ABSENT]
        self._admit(staff, len(desks))
        self.stage.tell(f"{len(desks)} 台考试机登记、核对身份、入场完成。")
        self._unlock(staff)
        staff.do(K.START)
        self.stage.tell("两人启封，全场开考。")
        self._accidents(staff)
        self._wait_for_hand_ins(staff)
        self._close(staff)

    def play_live(self) -> None:
        """Open the console and a desk window for a person; ends when both are closed."""
        address = f"127.0.0.1:{self._ready['port']}"
        password = self.out / "console-password.txt"
        password.write_text("demo-pass-1", "utf-8")
        code = str(self._ready["pairing_code"])
        console = [*self.stage.spelled("exam-server"), "console", "--address", address, "--pairing-code", code]
        desk = [*self.stage.spelled("exam-client"), "run", "--address", address, "--pairing-code", code]
        first = self.seated[0]
        self.stage.environment.pop("QT_QPA_PLATFORM", None)
        windows = [
            self.stage.begin(
                self.out / "console.log", [*console, "--account", "jiankao1", "--password-file", str(password)]
            ),
            self.stage.begin(
                self.out / "desk.log",
                [*desk, "--seat", first.seat, "--folder", str(self.out / "desk-live"), "--windowed"],
            ),
        ]
        shares = self._shares()
        self.stage.tell(f"监考账号 jiankao1 密码 demo-pass-1；第二人 jiankao2 密码 demo-pass-2；配对码 {code}")
        self.stage.tell(f"第一台考试机座位 {first.seat}，准考证号 {first.number}")
        self.stage.tell(f"启封口令：{shares[0]}　和　{shares[1]}")
        for window in windows:
            window.wait()

    # ---- steps

    def _cast(self) -> None:
        sitting = self.centre.read_sitting()
        candidates = sitting["candidates"]
        seats = sitting["seats"]
        assert isinstance(candidates, list)
        assert isinstance(seats, list)
        answers = read_answers(self.centre.content / "robots.toml")
        tasks = self.centre.content / "tasks"
        self.spare = next(str(seat["label"]) for seat in seats if seat.get("spare"))
        papers = {form: read_paper(self._paper_file(form)) for form in {str(one["form"]) for one in candidates}}
        for role, candidate in zip(CAST, sorted(candidates, key=lambda one: str(one["seat"])), strict=False):
            expected = expect(role, papers[str(candidate["form"])], answers, tasks)
            folder = self.out / "desks" / str(candidate["seat"])
            folder.mkdir(parents=True)
            self.seated.append(Seated(role, candidate, expected, folder))

    def _paper_file(self, form: str) -> Path:
        return next(path for path in self.centre.papers.iterdir() if path.stem.endswith(form))

    def _log_in(self) -> Staff:
        login = ConsoleLogin(
            host="127.0.0.1",
            port=int(str(self._ready["port"])),
            pairing_code=str(self._ready["pairing_code"]),
            account="jiankao1",
            password="demo-pass-1",
        )
        return Staff(login, SecondPerson(account="jiankao2", password="demo-pass-2"))

    def _begin_desk(self, one: Seated, seat: str, *, resuming: bool = False) -> None:
        name = "resumed" if resuming else "first"
        folder = self.out / "desks" / seat
        folder.mkdir(parents=True, exist_ok=True)
        plan = {
            "folder": str(folder),
            "address": f"127.0.0.1:{self._ready['port']}",
            "pairing_code": self._ready["pairing_code"],
            "seat": seat,
            "number": one.number,
            "acts": one.expected.acts,
            "pace_ms": SLOW_MS if one.role.fate is Fate.SLOW else 0,
            "changes_mind": one.role.fate is Fate.CHANGES_MIND,
            "stop_after": STOP_AFTER if one.role.fate in {Fate.KILLED, Fate.MOVED} else -1,
            "hand_in": one.role.fate is not Fate.NEVER_HANDS_IN,
            "resuming": resuming,
            "report": str(one.report),
            "pictures": str(self.pictures) if one.role.fate is Fate.SLOW else "",
        }
        path = folder / f"plan-{name}.json"
        path.write_text(json.dumps(plan, ensure_ascii=False), "utf-8")
        one.process = self.stage.begin(folder / "robot.log", [sys.executable, str(ROBOT), str(path)])

    def _admit(self, staff: Staff, count: int) -> None:
        """Enrol and admit until all desks hold their attempts."""

        def all_in() -> bool:
            staff.enrol_waiting()
            staff.admit_waiting()
            return len(staff.in_state(SeatState.ADMITTED, SeatState.ANSWERING)) >= count

        wait_until("全部考生入场", all_in, 90)

    def _unlock(self, staff: Staff) -> None:
        for share in self._shares()[:2]:
            staff.do(K.ENTER_SHARE, values={"share": share})

    def _shares(self) -> list[str]:
        sheets = [path for path in sorted(self.centre.sealed.rglob("*.txt")) if "main" in path.name]
        found = [_digits(path.read_text("utf-8")) for path in sheets]
        if len(found) < 2:
            raise DemoError("没有找到启封口令文件。")
        return found

    def _accidents(self, staff: Staff) -> None:
        """Cut the power of one desk and move another candidate to the spare machine."""
        killed = next(one for one in self.seated if one.role.fate is Fate.KILLED)
        moved = next(one for one in self.seated if one.role.fate is Fate.MOVED)
        wait_until("两名考生作答到一半", lambda: killed.report.exists() and moved.report.exists(), 60)
        assert killed.process is not None
        killed.process.kill()
        killed.process.wait()
        self.stage.tell(f"{killed.seat} 号机断电（kill -9），重新启动后续考。")
        self._begin_desk(killed, killed.seat, resuming=True)
        staff.do(K.MOVE, values={"candidate": moved.number, "to_seat": self.spare}, reason="键盘失灵")
        assert moved.process is not None
        moved.process.kill()
        moved.process.wait()
        self.stage.tell(f"{moved.seat} 号考生换到备用机 {self.spare}。")
        self._begin_desk(moved, self.spare, resuming=True)

    def _wait_for_hand_ins(self, staff: Staff) -> None:
        idle = next(one for one in self.seated if one.role.fate is Fate.NEVER_HANDS_IN)
        staff.do(K.EXTEND, seats=(idle.seat,), values={"minutes": "5"}, reason="演示延时")
        staff.do(K.MESSAGE, values={"text": "请注意检查操作题的文件是否已经保存。"})
        others = [one for one in self.seated if one.role.fate not in {Fate.ABSENT, Fate.NEVER_HANDS_IN}]

        def all_done() -> bool:
            staff.enrol_waiting()
            staff.admit_waiting()
            return len(staff.in_state(SeatState.HANDED_IN, SeatState.LEFT)) >= len(others)

        wait_until("考生交卷", all_done, 100)
        staff.do(K.FORCE_HAND_IN, seats=(idle.seat,), reason="考试时间到，考生没有交卷")
        wait_until("强制交卷", lambda: idle.seat in staff.in_state(SeatState.HANDED_IN), 30)
        self.stage.tell("全部交卷，回执已显示。")
        photograph_console(staff, self.pictures / "监考端.png")

    def _close(self, staff: Staff) -> None:
        absent = next(one for one in self.seated if one.role.fate is Fate.ABSENT)
        values = {"candidate": absent.number, "mark": "absent", "note": "开考 15 分钟后仍未到场"}
        staff.do(K.MARK_CANDIDATE, values=values, reason="缺考")
        staff.do(K.LET_LEAVE, seats=tuple(staff.in_state(SeatState.HANDED_IN)))
        staff.do(K.END_SITTING)
        staff.do(K.COLLECT)
        lines = staff.do(K.VERIFY).lines
        self.stage.tell(f"核对：{sum(line.exception for line in lines)} 条需要注意。")
        folders = [self.out / "usb-1", self.out / "usb-2"]
        for folder in folders:
            folder.mkdir()
        result = staff.do(K.EXPORT, values={"folder": str(folders[0]), "folder2": str(folders[1])})
        self.bundles = [Path(name) for name in result.files]
        for kind, name in ((K.ROOM_RECORD, "考场情况记录表"), (K.SEATING_CHART, "座位表")):
            path = self.out / f"{name}.pdf"
            path.write_bytes(staff.do(kind).document)
            self.documents.append(path)
        self.stage.tell("导出两份答卷包，打印考场记录表和座位表。")

    def _server_ended(self) -> bool:
        return self._server is not None and self._server.poll() is not None


def _digits(text: str) -> str:
    """Return the line of digit groups of a share's sheet."""
    lines = [line.strip() for line in text.splitlines()]
    best = max(lines, key=lambda line: sum(c.isdigit() for c in line))
    return " ".join(part for part in best.split() if part.isdigit())
