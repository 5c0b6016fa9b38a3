"""The command `exam-client`: run a desk, check a machine, verify a journal, preview a paper."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from exam_client.config import DeskConfig, read_config
from itembank.base.cli import Parser, add_language_option, run
from itembank.base.clock import SystemClock
from itembank.base.errors import ExitCode, JikaoError
from itembank.base.i18n import _


def main() -> None:
    """Run the command with the arguments of this process."""
    sys.exit(run(program))


def program(arguments: Sequence[str]) -> int:
    """Parse and carry out."""
    given = make_parser().parse_args(list(arguments))
    verb: str = given.verb
    if verb == "check":
        return check(given)
    if verb == "journal":
        return journal(given.file)
    if verb == "preview":
        return preview(given.paper, given.media)
    return run_desk(given)


def make_parser() -> Parser:
    """Build the parser with all verbs."""
    from exam_client.readiness.facts import program_version

    parser = Parser(prog="exam-client", description=_("考生端：登录、作答、保存、交卷。"))
    parser.add_argument("--version", action="version", version=f"exam-client {program_version()}")
    add_language_option(parser)
    verbs = parser.add_subparsers(title=_("命令"), metavar=_("命令"), required=True, dest="verb")
    desk = verbs.add_parser("run", help=_("打开考生端"))
    _add_folder_options(desk)
    desk.add_argument("--address", help=_("考场服务器地址，例如 192.168.1.10 或 192.168.1.10:8443"))
    desk.add_argument("--pairing-code", help=_("监考机上显示的配对码"))
    desk.add_argument("--seat", help=_("本机的座位号"))
    desk.add_argument("--second-folder", type=Path, help=_("另一个盘上的文件夹，存放第二份作答记录"))
    desk.add_argument("--python", help=_("运行考生程序的 Python 解释器"))
    desk.add_argument("--centre-key", help=_("考试中心的签名公钥文件"))
    desk.add_argument("--windowed", action="store_true", help=_("不全屏显示"))
    desk.add_argument("--no-discovery", action="store_true", help=_("不在网络上寻找考场服务器"))
    looked = verbs.add_parser("check", help=_("检查本机是否可以用于考试"))
    _add_folder_options(looked)
    kept = verbs.add_parser("journal", help=_("检验一份作答记录是否完整（不需要密钥，不显示内容）"))
    kept.add_argument("file", type=Path, help=_("作答记录文件 journal.jkj"))
    shown = verbs.add_parser("preview", help=_("像考生一样查看一份试卷，不连接考场，不保存"))
    shown.add_argument("paper", type=Path, help=_("试卷文件 paper.json"))
    shown.add_argument("--media", type=Path, help=_("图片和素材所在的文件夹"))
    for sub in (desk, looked, kept, shown):
        add_language_option(sub)
    return parser


def run_desk(given: argparse.Namespace) -> int:
    """Open the desk's window."""
    config = config_of(given)
    # Imported late: the other verbs need no screen.
    from exam_client.ui.app import run_desk as open_window

    return int(open_window(config))


def check(given: argparse.Namespace) -> int:
    """Print the self-check; exit code 7 if something needs a person."""
    from exam_client.practical.programs import RealMachine, detect_programs
    from exam_client.readiness.restore_card import may_have_restore_card
    from exam_client.readiness.self_check import check_desk

    config = config_of(given)
    programs = detect_programs(RealMachine(), is_windows=os.name == "nt")
    restore_card = may_have_restore_card(config.folder, config.second_folder)
    lines = check_desk(config, programs, SystemClock(), restore_card=restore_card)
    for line in lines:
        print(f"{'✓' if line.is_good else '✗'} {line.title}：{line.found}")
        if line.advice:
            print(f"    {line.advice}")
    return int(ExitCode.OK if all(line.is_good for line in lines) else ExitCode.INCOMPLETE)


def journal(path: Path) -> int:
    """Verify a journal's frames and chain; raises for a damaged one."""
    from exam_client.journal.journal import read_journal

    content = read_journal(path)
    if content is None:
        raise JikaoError(_("没有找到文件 {path}。").format(path=path), code=ExitCode.BAD_INPUT)
    print(_("作答编号：{attempt}").format(attempt=content.header.attempt))
    print(_("机位序号：{epoch}").format(epoch=content.header.epoch))
    print(_("记录条数：{count}").format(count=content.last_seq))
    head = content.head_at(content.last_seq)
    print(_("末条链值：{head}").format(head=head.hex() if head else ""))
    if content.torn:
        print(_("文件末尾有 {count} 字节没有写完（断电所致），不影响前面的记录。").format(count=len(content.torn)))
        return int(ExitCode.INCOMPLETE)
    print(_("记录完整，前后相接。"))
    return int(ExitCode.OK)


def preview(paper: Path, media: Path | None) -> int:
    """Show a paper as a candidate sees it."""
    from exam_client.ui.preview import run_preview

    return int(run_preview(paper, media))


def config_of(given: argparse.Namespace) -> DeskConfig:
    """Put the settings together: defaults, `desk.toml`, command line."""
    config = read_config((given.folder or default_folder(dict(os.environ))).expanduser().resolve())
    named = {
        name: value
        for name in ("address", "pairing_code", "seat", "second_folder", "work_folder", "python", "centre_key")
        if (value := getattr(given, name, None))
    }
    config = replace(config, **named)
    if getattr(given, "windowed", False):
        config = replace(config, windowed=True)
    if getattr(given, "no_discovery", False):
        config = replace(config, discover=False)
    return config


def default_folder(environment: dict[str, str]) -> Path:
    """Return where a desk keeps its things unless it is told: per user, per system."""
    if os.name == "nt":
        return Path(environment.get("LOCALAPPDATA", str(Path.home()))) / "Jikao" / "desk"
    return Path(environment.get("XDG_DATA_HOME", str(Path.home() / ".local" / "share"))) / "jikao" / "desk"


def _add_folder_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--folder", type=Path, help=_("本机数据文件夹"))
    parser.add_argument("--work-folder", type=Path, help=_("考生文件夹所在的位置"))


if __name__ == "__main__":
    main()
