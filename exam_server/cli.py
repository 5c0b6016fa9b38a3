"""The command `exam-server`: its verbs and their options; what they do lies in `cli_verbs` and `cli_run`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from exam_server.protocol.common import DEFAULT_PORT
from exam_server.protocol.console import Role
from exam_server.version import PROGRAM, VERSION
from itembank.base.cli import Parser, add_language_option, run
from itembank.base.i18n import _

Verb = Callable[[argparse.Namespace], int]


def main() -> None:
    """Run the command with the arguments of this process."""
    sys.exit(run(program))


def program(arguments: Sequence[str]) -> int:
    """Parse and carry out."""
    given = make_parser().parse_args(list(arguments))
    verb: Verb = given.verb
    return verb(given)


def make_parser() -> Parser:
    """Build the parser with all verbs."""
    parser = Parser(prog=PROGRAM, description=_("考场服务器：建立考场、导入试卷包、运行考试、导出答卷包。"))
    parser.add_argument("--version", action="version", version=f"{PROGRAM} {VERSION}")
    add_language_option(parser)
    verbs = parser.add_subparsers(title=_("命令"), metavar=_("命令"), required=True)
    _add_room_verbs(verbs)
    _add_sitting_verbs(verbs, "formal")
    rehearsal = verbs.add_parser("rehearsal", help=_("模拟考试：同样的命令，数据单独存放"))
    inner = rehearsal.add_subparsers(title=_("命令"), metavar=_("命令"), required=True)
    _add_sitting_verbs(inner, "rehearsal")
    return parser


def _add_room_verbs(verbs: argparse._SubParsersAction[Parser]) -> None:
    init = verbs.add_parser("init", help=_("建立考场：生成密钥、证书、考场卡和首批账号"))
    init.add_argument("folder", type=Path, help=_("考场数据文件夹（新建）"))
    init.add_argument("--site", required=True, help=_("考点名称"))
    init.add_argument("--room", required=True, help=_("考场名称"))
    init.add_argument("--port", type=int, default=DEFAULT_PORT, help=_("端口，默认 {port}").format(port=DEFAULT_PORT))
    init.add_argument("--centre", type=Path, action="append", default=[], help=_("考试中心的签名公钥文件，可多次"))
    init.add_argument("--answers", type=Path, help=_("考试中心的收卷公钥文件（试卷包未指明时使用）"))
    init.add_argument(
        "--account",
        action="append",
        default=[],
        metavar=_("姓名:角色[:密码]"),
        help=_("账号，角色为 invigilator、site_head 或 administrator，可多次；不给密码时随机生成"),
    )
    init.set_defaults(verb=_late("init"))

    trust = verbs.add_parser("trust", help=_("登记考试中心的公钥"))
    trust.add_argument("key", type=Path, help=_("公钥文件"))
    trust.add_argument("--answers", action="store_true", help=_("这是收卷公钥"))
    _add_folder(trust)
    trust.set_defaults(verb=_late("trust"))

    account = verbs.add_parser("account", help=_("增加账号，或重设角色和密码"))
    account.add_argument("name", help=_("账号名"))
    account.add_argument("--role", choices=[role.value for role in Role], required=True, help=_("角色"))
    account.add_argument("--password", default="", help=_("密码；不给时随机生成"))
    _add_folder(account)
    account.set_defaults(verb=_late("account"))

    verify = verbs.add_parser("verify", help=_("检验试卷包，不导入、不读题"))
    verify.add_argument("package", type=Path, help=_("试卷包"))
    _add_folder(verify)
    verify.set_defaults(verb=_late("verify"))

    check = verbs.add_parser("check", help=_("检查本机：硬盘、时钟、端口"))
    _add_folder(check)
    _add_bare_folder(check)
    check.set_defaults(verb=_late("check"))

    console = verbs.add_parser("console", help=_("打开监考机"))
    console.add_argument("--address", default="", help=_("服务器地址，如 192.168.1.10:8443"))
    console.add_argument("--pairing-code", default="", help=_("配对码"))
    console.add_argument("--account", default="", help=_("账号"))
    console.add_argument("--password-file", type=Path, help=_("存放密码的文件；不给则在登录时输入"))
    console.set_defaults(verb=_late("console"))


def _add_sitting_verbs(verbs: argparse._SubParsersAction[Parser], mode: str) -> None:
    take = verbs.add_parser("import", help=_("导入试卷包"))
    take.add_argument("package", type=Path, help=_("试卷包"))
    _add_folder(take)
    take.set_defaults(verb=_late("take"), mode=mode)

    serve = verbs.add_parser("run", help=_("运行考场服务器"))
    _add_folder(serve)
    _add_bare_folder(serve)
    serve.add_argument("--host", default="0.0.0.0", help=_("监听地址，默认所有网卡"))  # noqa: S104 - desks are on the LAN
    serve.add_argument("--port", type=int, help=_("端口；0 为任意空闲端口"))
    serve.add_argument("--auto-enrol", action="store_true", help=_("座位号有效的考试机自动登记"))
    serve.add_argument("--no-discovery", action="store_true", help=_("不响应局域网查找"))
    serve.add_argument("--ready-file", type=Path, help=_("就绪后把端口和配对码写入此文件（JSON）"))
    serve.set_defaults(verb=_late("serve"), mode=mode)

    status = verbs.add_parser("status", help=_("查看考场状态"))
    status.add_argument("--json", action="store_true", help=_("输出 JSON"))
    _add_folder(status)
    status.set_defaults(verb=_late("status"), mode=mode)

    out = verbs.add_parser("export", help=_("导出答卷包，写到两个文件夹（服务器停止时使用）"))
    out.add_argument("first", type=Path, help=_("第一个文件夹"))
    out.add_argument("second", type=Path, help=_("第二个文件夹"))
    out.add_argument("--by", required=True, help=_("操作人账号"))
    _add_folder(out)
    out.set_defaults(verb=_late("send"), mode=mode)

    bring = verbs.add_parser("recover", help=_("导入考试机的交卷文件或作答日志（服务器停止时使用）"))
    bring.add_argument("file", type=Path, help=_("交卷文件或作答日志"))
    bring.add_argument("--by", required=True, help=_("操作人账号"))
    _add_folder(bring)
    bring.set_defaults(verb=_late("bring"), mode=mode)

    clear = verbs.add_parser("clear", help=_("清场：销毁本场数据（服务器停止时使用）"))
    clear.add_argument("--confirm", required=True, metavar=_("场次编号"), help=_("输入本场的场次编号以确认"))
    _add_folder(clear)
    clear.set_defaults(verb=_late("clear"), mode=mode)

    paper = verbs.add_parser("print", help=_("生成考场用表（PDF）"))
    paper.add_argument(
        "form",
        choices=["record", "chart", "sign-in", "roll-call", "cards", "door"],
        help=_("record 记录表，chart 座位图，sign-in 签到表，roll-call 点名册，cards 桌贴，door 门贴"),
    )
    paper.add_argument("file", type=Path, help=_("写到哪个文件"))
    _add_folder(paper)
    paper.set_defaults(verb=_late("print_form"), mode=mode)


def _add_bare_folder(parser: argparse.ArgumentParser) -> None:
    """Take the folder as a bare word too, where no other one is expected."""
    parser.add_argument("bare", metavar="folder", type=Path, nargs="?", action=_IntoFolder, help=_("考场数据文件夹"))


class _IntoFolder(argparse.Action):
    """Stores a bare word as `folder`; no word leaves what `--folder` said."""

    def __call__(self, _parser: object, given: argparse.Namespace, values: object, _option: object = None) -> None:
        if values is not None:
            given.folder = values


def _add_folder(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--folder", type=Path, default=Path(), help=_("考场数据文件夹，默认当前文件夹"))


def _late(name: str) -> Verb:
    """Load the verbs only when one is carried out, so that `--help` is quick."""

    def verb(given: argparse.Namespace) -> int:
        from exam_server import cli_verbs

        found: Verb = getattr(cli_verbs, name)
        return found(given)

    return verb
