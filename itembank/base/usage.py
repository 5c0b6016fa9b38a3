"""What argparse finds wrong with a command line, in the reader's language.

argparse speaks English only; its sentences differ little between versions of
Python. One that is not known here is shown as it is.
"""

from __future__ import annotations

import re

from itembank.base.i18n import N_, _

SENTENCES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.DOTALL), sentence)
    for pattern, sentence in (
        (r"argument (?P<name>.+?): (?P<rest>expected one argument)", N_("{name} 后面要写一个值")),
        (r"argument (?P<name>.+?): (?P<rest>expected at most one argument)", N_("{name} 后面最多写一个值")),
        (r"argument (?P<name>.+?): (?P<rest>expected at least one argument)", N_("{name} 后面至少写一个值")),
        (
            r"argument (?P<name>.+?): invalid choice: (?P<value>.+?) \((?:choose from|\D+?:) (?P<choices>.+)\)",
            N_("{name} 不能是 {value}，可以是 {choices}"),
        ),
        (r"argument (?P<name>.+?): invalid .+? value: (?P<value>.+)", N_("{name} 的值 {value} 写得不对")),
        (r"argument (?P<name>.+?): not allowed with argument (?P<other>.+)", N_("{name} 不能与 {other} 同用")),
        (r"argument (?P<name>.+?): ignored explicit argument (?P<value>.+)", N_("{name} 后面不带值，却写了 {value}")),
        (r"the following arguments are required: (?P<names>.+)", N_("缺少：{names}")),
        (r"one of the arguments (?P<names>.+) is required", N_("要写明其中一个：{names}")),
        (r"unrecognized arguments: (?P<names>.+)", N_("不认识：{names}")),
        (r"ambiguous option: (?P<name>.+?) could match (?P<names>.+)", N_("{name} 写得太短，可能是 {names}")),
    )
)


def usage_fault(message: str) -> str:
    """Return what argparse says, in the language of this process."""
    for pattern, sentence in SENTENCES:
        found = pattern.fullmatch(message)
        if found is not None:
            return _(sentence).format(**found.groupdict())
    return message
