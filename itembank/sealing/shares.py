"""A release share as people hold it: 42 digits in seven groups of six, made to be typed on a keypad.

Each group ends with a check digit (H. M. Damm's totally anti-symmetric
quasigroup, started with the number of the group), so the screen can say at
once which group is wrong or in the wrong place. The last group checks all
others modulo the prime 99991, whose powers of ten differ over more places than
a share has. Together they find every single wrong digit and every two digits
that changed places; any other mistake passes once in a hundred thousand.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import Self

from itembank.base.i18n import _
from itembank.sealing.errors import MistypedShareError

SECRET_BYTES = 10
MAX_SHARES = 9
GROUP_DIGITS = 6
GROUPS = 7
TAG_DIGITS = 4
SECRET_DIGITS = 25
CHECK_DIGITS = 5
CHECK_PRIME = 99991
MAX_TYPED_CHARACTERS = 200

# Order 10, zero diagonal: H. M. Damm, "Total anti-symmetrische Quasigruppen", Marburg 2004.
DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)


@dataclass(frozen=True, slots=True)
class ReleaseShare:
    """One person's part of a start secret.

    `index` is the share's number (1-9), `tag` the four digits of the lock it
    belongs to. The value never shows itself in `repr`.
    """

    index: int
    tag: str
    value: bytes = field(repr=False)

    def __post_init__(self) -> None:
        """Refuse a share that could not be printed."""
        fits = 1 <= self.index <= MAX_SHARES and len(self.value) == SECRET_BYTES
        if not fits or len(self.tag) != TAG_DIGITS or not (self.tag.isascii() and self.tag.isdecimal()):
            raise ValueError("not a release share")

    def groups(self) -> tuple[str, ...]:
        """The seven groups to print."""
        body = f"{self.index}{self.tag}{int.from_bytes(self.value, 'big'):0{SECRET_DIGITS}d}"
        digits = f"{body}{_overall_check(body):0{CHECK_DIGITS}d}"
        size = GROUP_DIGITS - 1
        pieces = (digits[at * size : (at + 1) * size] for at in range(GROUPS))
        return tuple(f"{piece}{_damm(piece, number)}" for number, piece in enumerate(pieces, start=1))

    def text(self) -> str:
        """The share as one line, groups separated by blanks."""
        return " ".join(self.groups())

    @classmethod
    def parse(cls, typed: str) -> Self:
        """Read what a person typed: blanks, hyphens and full-width digits are fine, a wrong digit is not.

        Raises `MistypedShareError` that names the wrong groups.
        """
        digits = clean_digits(typed)
        if len(digits) != GROUPS * GROUP_DIGITS:
            raise MistypedShareError(
                _("应为 {wanted} 位数字，现在是 {found} 位。").format(wanted=GROUPS * GROUP_DIGITS, found=len(digits))
            )
        groups = [digits[at : at + GROUP_DIGITS] for at in range(0, len(digits), GROUP_DIGITS)]
        wrong = tuple(number for number, group in enumerate(groups, start=1) if not is_group(number, group))
        if wrong:
            named = "、".join(str(number) for number in wrong)
            raise MistypedShareError(_("第 {groups} 组数字有误。").format(groups=named), wrong)
        return cls._from_payload("".join(group[:-1] for group in groups))

    @classmethod
    def _from_payload(cls, payload: str) -> Self:
        number = int(payload[1 + TAG_DIGITS : -CHECK_DIGITS])
        index = int(payload[0])
        if int(payload) % CHECK_PRIME or number >> (8 * SECRET_BYTES) or not 1 <= index <= MAX_SHARES:
            raise MistypedShareError(_("数字之间对不上，可能有两处以上的错误。"))
        if int(payload[-CHECK_DIGITS:]) >= CHECK_PRIME:
            raise MistypedShareError(_("数字之间对不上，可能有两处以上的错误。"))
        return cls(index, payload[1 : 1 + TAG_DIGITS], number.to_bytes(SECRET_BYTES, "big"))


def is_group(number: int, digits: str) -> bool:
    """Say whether `digits` can be group `number` (from 1) of a share; for checking while a person types."""
    if len(digits) != GROUP_DIGITS or not (digits.isascii() and digits.isdecimal()):
        return False
    return 1 <= number <= GROUPS and _damm(digits, number) == 0


def clean_digits(typed: str) -> str:
    """Return the digits of what a person typed; raises `MistypedShareError` for anything that is no digit."""
    plain = unicodedata.normalize("NFKC", typed[:MAX_TYPED_CHARACTERS])
    digits = "".join(c for c in plain if not (c.isspace() or c in "-‐–—·.,"))
    if digits and not (digits.isascii() and digits.isdecimal()):
        raise MistypedShareError(_("口令只由数字组成。"))
    return digits


def _damm(digits: str, start: int) -> int:
    """Run the quasigroup; over a group with its check digit the result is 0."""
    state = start
    for digit in digits:
        state = DAMM[state][int(digit)]
    return state


def _overall_check(body: str) -> int:
    shifted: int = int(body) * 10**CHECK_DIGITS
    return -shifted % CHECK_PRIME
