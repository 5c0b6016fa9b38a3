"""`grading markers`: the people who may decide what no machine could, and what is asked of them."""

from __future__ import annotations

import argparse
from contextlib import closing
from pathlib import Path

import msgspec

from grading.commands.inputs import add_results_option, now, open_results
from grading.results.chain_check import restore
from grading.results.decision_store import DecisionStore
from grading.results.decisions import DecisionPolicy
from grading.results.receipts import ReceiptBook
from grading.runs.sources import read_passphrase
from itembank.base.cli import Parser
from itembank.base.i18n import _
from itembank.model.codec import parse_fraction
from itembank.sealing.keyfiles import read_verify_key, write_private, write_public
from itembank.sealing.keys import SigningKey


def add_parser(verbs: argparse._SubParsersAction[Parser]) -> None:
    """Add the verb with its own verbs."""
    parser = verbs.add_parser("markers", help=_("阅卷人：建立密钥、登记、规定双评"))
    acts = parser.add_subparsers(required=True, metavar=_("操作"), parser_class=Parser)
    key = acts.add_parser("key", help=_("为一位阅卷人建立签名密钥"))
    key.add_argument("--passphrase-file", type=Path, help=_("存放私钥口令的文本文件"))
    key.add_argument("stem", type=Path, help=_("文件名（不带扩展名），写出 .key 和 .pub"))
    key.set_defaults(run=make_key)
    add = acts.add_parser("add", help=_("登记一位阅卷人"))
    add_results_option(add)
    add.add_argument("--by", metavar=_("姓名"), required=True, help=_("登记人"))
    add.add_argument("name", metavar=_("姓名"), help=_("阅卷人姓名"))
    add.add_argument("key", type=Path, help=_("阅卷人的公钥文件"))
    add.set_defaults(run=add_marker)
    policy = acts.add_parser("policy", help=_("查看或规定哪些题双评、允许的差距"))
    add_results_option(policy)
    policy.add_argument("--double", choices=("free-text", "all", "none"), help=_("哪些题双评"))
    policy.add_argument("--tolerance", metavar=_("数值"), help=_("两次评分允许的差距，占该题的比例，如 1/5"))
    policy.add_argument("--by", metavar=_("姓名"), default="", help=_("规定人"))
    policy.set_defaults(run=set_policy)
    back = acts.add_parser("restore", help=_("用回执补回成绩库末尾丢失的人工评定"))
    add_results_option(back)
    back.add_argument("receipts", metavar=_("回执文件"), type=Path, nargs="+", help=_("各位阅卷人的回执文件"))
    back.set_defaults(run=put_back)
    listed = acts.add_parser("list", help=_("列出阅卷人"))
    add_results_option(listed)
    listed.set_defaults(run=show)


def make_key(arguments: argparse.Namespace) -> int:
    """Write a key pair and print the fingerprint that people compare."""
    key = SigningKey.generate()
    arguments.stem.parent.mkdir(parents=True, exist_ok=True)
    write_private(arguments.stem.with_suffix(".key"), key, read_passphrase(arguments.passphrase_file))
    write_public(arguments.stem.with_suffix(".pub"), key.public)
    print(_("公钥指纹 {fingerprint}").format(fingerprint=key.public.fingerprint()))
    return 0


def add_marker(arguments: argparse.Namespace) -> int:
    """Register a person."""
    key = read_verify_key(arguments.key)
    with closing(open_results(arguments.results)) as store:
        DecisionStore(store.engine).add_marker(arguments.name, key, by=arguments.by, made=now())
    print(_("已登记阅卷人 {name}，公钥指纹 {fingerprint}。").format(name=arguments.name, fingerprint=key.fingerprint()))
    return 0


def set_policy(arguments: argparse.Namespace) -> int:
    """Print the policy, after changing what is given."""
    with closing(open_results(arguments.results)) as store:
        decisions = DecisionStore(store.engine)
        policy = decisions.policy()
        changed = _changed(policy, arguments)
        if changed != policy:
            decisions.set_policy(changed, by=arguments.by, made=now())
    yes, no = _("双评"), _("单评")
    print(_("简答等人工题：{what}").format(what=yes if changed.double_free_text else no))
    print(_("机器无法判断的得分点：{what}").format(what=yes if changed.double_unjudged else no))
    print(_("允许的差距：{share}").format(share=changed.tolerance))
    return 0


def put_back(arguments: argparse.Namespace) -> int:
    """Put back what was cut off the end, and say where the chain ends now."""
    with closing(open_results(arguments.results, must_exist=True)) as store:
        receipts = [receipt for path in arguments.receipts for receipt in ReceiptBook(path).receipts()]
        count = restore(store, receipts)
        head = DecisionStore(store.engine).head()
    print(
        _("补回人工评定 {count} 条，现在共 {all} 条，校验码 {code}。").format(
            count=count, all=head.number, code=head.code()
        )
    )
    return 0


def show(arguments: argparse.Namespace) -> int:
    """Print one line a person."""
    with closing(open_results(arguments.results)) as store:
        for name, key in DecisionStore(store.engine).markers().items():
            print(f"{name} {key.fingerprint()}")
    return 0


def _changed(policy: DecisionPolicy, arguments: argparse.Namespace) -> DecisionPolicy:
    changes: dict[str, object] = {}
    if arguments.double:
        changes = {
            "double_free_text": arguments.double in {"free-text", "all"},
            "double_unjudged": arguments.double == "all",
        }
    if arguments.tolerance:
        changes["tolerance"] = parse_fraction(arguments.tolerance)
    return msgspec.structs.replace(policy, **changes)
