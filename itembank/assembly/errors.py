"""What assembly refuses, in a teacher's words."""

from __future__ import annotations

from collections.abc import Sequence

from itembank.base.errors import ExitCode, JikaoError
from itembank.base.i18n import _


class BlueprintError(JikaoError):
    """A blueprint is written wrongly or contradicts itself."""


class ShortageError(JikaoError):
    """The pool cannot fill the blueprint; `reasons` are sentences, the most telling first."""

    def __init__(self, reasons: Sequence[str]) -> None:
        """Join the reasons into one message."""
        super().__init__(
            _("题库满足不了蓝图：{reasons}").format(reasons="；".join(reasons)),
            hint=_("请补充这些类别的可用试题，减少份数或题数，或放宽重复和互斥的要求。"),
            code=ExitCode.INCOMPLETE,
        )
        self.reasons = tuple(reasons)
