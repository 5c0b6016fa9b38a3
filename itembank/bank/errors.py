"""What the bank refuses, in sentences a person can act on."""

from __future__ import annotations

from itembank.base.errors import ExitCode, JikaoError
from itembank.base.i18n import _


class BankError(JikaoError):
    """The root of all refusals of the bank."""


class NoSuchItemError(BankError):
    """An item or a version is not in the bank."""

    def __init__(self, name: str) -> None:
        """`name` is the identifier or version that was asked for."""
        super().__init__(
            _("题库中没有试题“{name}”。").format(name=name[:80]), hint=_("运行 itembank list 查看题库中的试题。")
        )


class StepRefusedError(BankError):
    """A step of the review is not in the table, or its guard says no."""

    def __init__(self, sentence: str, hint: str = "") -> None:
        """`sentence` names the item and the reason."""
        super().__init__(sentence, hint=hint, code=ExitCode.REFUSED)


class DamagedBankError(BankError):
    """What is stored does not agree with its digest or its chain."""

    def __init__(self, what: str) -> None:
        """`what` is a sentence about the place."""
        super().__init__(
            _("题库的内容与校验值不符：{what}").format(what=what),
            hint=_("请停止使用这个题库，改用最近的备份，并查明原因。"),
            code=ExitCode.REFUSED,
        )
