"""What sealing refuses: one class and one style of sentence for each thing a person can do about it.

Every refusal carries exit code REFUSED. A refusal never says more about a
wrong key than that it does not fit.
"""

from __future__ import annotations

from itembank.base.errors import ExitCode, JikaoError
from itembank.base.i18n import _


class SealingError(JikaoError):
    """The root of all refusals of this package."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        """Refuse with a whole sentence and a hint."""
        super().__init__(message, hint=hint, code=ExitCode.REFUSED)


# ---- keys


class KeyFileError(SealingError):
    """A key or a key file is not what it should be."""

    def __init__(self, what: str) -> None:
        """`what` is a sentence about the file."""
        super().__init__(
            _("钥匙文件不能使用：{what}").format(what=what),
            hint=_("请换用正确的钥匙文件；如果文件已损坏，请使用备份。"),
        )


class WrongPassphraseError(SealingError):
    """The passphrase does not open the key file."""

    def __init__(self) -> None:
        """Say it in one sentence, whatever the cause."""
        super().__init__(
            _("口令打不开这个钥匙文件。"), hint=_("请检查大小写和输入法后重新输入；口令无法找回，只能使用备份的钥匙。")
        )


# ---- release shares


class ShareError(SealingError):
    """A release share cannot be used."""


class MistypedShareError(ShareError):
    """The digits of a share do not agree with their check digits; `groups` counts from 1."""

    def __init__(self, what: str, groups: tuple[int, ...] = ()) -> None:
        """Keep the numbers of the groups that are wrong, for the screen."""
        super().__init__(
            _("启封口令输入有误：{what}").format(what=what), hint=_("请对照纸面逐组核对后重新输入这一份口令。")
        )
        self.groups = groups


class RepeatedShareError(ShareError):
    """The same share was entered before."""

    def __init__(self, index: int) -> None:
        """`index` is the number of the share."""
        super().__init__(
            _("第 {index} 份口令已经输入过了。").format(index=index), hint=_("请由另一位持有人输入另一份口令。")
        )


class ForeignShareError(ShareError):
    """A well-typed share that belongs to another paper."""

    def __init__(self, what: str) -> None:
        """`what` names where the share belongs, as far as it is known."""
        super().__init__(
            _("这份口令不属于要启封的试卷：{what}").format(what=what),
            hint=_("请核对信封上的考试、场次和“主卷”“备用卷”字样，取正确的口令。"),
        )


class MissingSharesError(ShareError):
    """Fewer shares than the threshold."""

    def __init__(self, held: int, needed: int) -> None:
        """Say how many are there and how many it takes."""
        super().__init__(
            _("启封需要 {needed} 份口令，现在只有 {held} 份。").format(held=held, needed=needed),
            hint=_("请继续输入其他持有人的口令。"),
        )


class WrongSharesError(ShareError):
    """Shares that are well typed and together open nothing."""

    def __init__(self) -> None:
        """Nobody can say which of them is wrong."""
        super().__init__(
            _("这几份口令合在一起打不开试卷，其中至少有一份不是这份试卷的。"),
            hint=_("请从头重新输入；仍然不行时，换另一位持有人的口令，或向考试中心索取备用口令。"),
        )


# ---- sealed files


class TargetExistsError(JikaoError):
    """A sealed file is never written over an existing one."""

    def __init__(self, name: str) -> None:
        """`name` is the file's name without its folder."""
        super().__init__(
            _("“{name}”已经存在，不会被覆盖。").format(name=name), hint=_("请换一个文件名，或先把旧文件移走。")
        )


class SealedFileError(SealingError):
    """A sealed file or a key for it is refused."""


class DamagedFileError(SealedFileError):
    """Structure, sizes, digests or authentication do not hold."""

    def __init__(self, what: str) -> None:
        """`what` is a sentence about the place."""
        super().__init__(
            _("密封文件已损坏或被改动：{what}").format(what=what),
            hint=_("请不要使用这个文件，从原来的介质重新复制一份再检验。"),
        )


class UnknownFormatError(SealedFileError):
    """Not a sealed file, or one of a version, kind or suite this program does not know."""

    def __init__(self, what: str) -> None:
        """`what` is a sentence about the first line or the suite."""
        super().__init__(
            _("不认识这个密封文件：{what}").format(what=what),
            hint=_("请确认选对了文件；如果文件来自新版本，请先升级本程序。"),
        )


class UntrustedSignatureError(SealedFileError):
    """The signature is not one of the trusted keys, or it is wrong."""

    def __init__(self, what: str) -> None:
        """`what` is a sentence about the signer."""
        super().__init__(
            _("密封文件的签名不可信：{what}").format(what=what),
            hint=_("请核对签名单位的指纹；没有导入对方的公钥时，请先导入并当面核对。"),
        )


class LimitExceededError(SealedFileError):
    """Something is larger than the format allows."""

    def __init__(self, what: str) -> None:
        """`what` is a sentence with the size and the limit."""
        super().__init__(
            _("密封文件超出允许的大小：{what}").format(what=what), hint=_("请把内容分成几个文件，或减少附件。")
        )


class UnsafePartError(SealedFileError):
    """A name inside a sealed file cannot be used on every system."""

    def __init__(self, name: str) -> None:
        """`name` is shown shortened."""
        super().__init__(
            _("密封文件中的名称“{name}”不能使用。").format(name=name[:80]),
            hint=_("请在制作密封文件之前改正这个文件名。"),
        )


class WrongKeyError(SealedFileError):
    """The key does not open what it was tried on."""

    def __init__(self, what: str) -> None:
        """`what` is a sentence about the key and the thing, never about the cause."""
        super().__init__(
            _("这把钥匙打不开密封内容：{what}").format(what=what), hint=_("请确认使用的是本考场或本单位的钥匙。")
        )


class VersionTooOldError(SealedFileError):
    """The file needs a newer program."""

    def __init__(self, program: str, needed: str, present: str) -> None:
        """All three are shown."""
        super().__init__(
            _("这个文件需要 {program} {needed} 或更新的版本，现在是 {present}。").format(
                program=program, needed=needed, present=present
            ),
            hint=_("请先升级本程序，再导入这个文件。"),
        )


# ---- answers and logs


class AnswerProtectionError(SealingError):
    """An event, a file or a key of an attempt does not hold."""

    def __init__(self, what: str) -> None:
        """`what` is a sentence about the place, never about the content."""
        super().__init__(
            _("作答记录未通过检查：{what}").format(what=what),
            hint=_("请保留原文件，登记为异常，并由考试中心核查；不要删除或重做。"),
        )


class LedgerSignatureError(SealingError):
    """A signed head of a room's ledger does not hold."""

    def __init__(self, what: str) -> None:
        """`what` is a sentence about the head."""
        super().__init__(
            _("考场日志的签名未通过检查：{what}").format(what=what), hint=_("请保留考场的全部数据，并由考试中心核查。")
        )
