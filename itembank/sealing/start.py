"""The start secret: made once, split among people, restored at the start, stretched into the lock key.

A `StartLock` is what the manifest tells about it (no secret in it). The main
paper and the backup paper each have a lock of their own.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Annotated

import msgspec

from itembank.base.i18n import _
from itembank.sealing import gf256
from itembank.sealing.errors import ForeignShareError, MissingSharesError, RepeatedShareError, WrongSharesError
from itembank.sealing.recipes import (
    KEY_BYTES,
    SHARE_COST,
    Entropy,
    ScryptCost,
    derive,
    hash_framed,
    stretch,
)
from itembank.sealing.shares import MAX_SHARES, SECRET_BYTES, TAG_DIGITS, ReleaseShare

LOCK_ID_BYTES = 16
SALT_BYTES = 16
MIN_THRESHOLD = 2

Name = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,79}\Z")]
Hex16 = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{32}\Z")]
Hex32 = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]
ShareCount = Annotated[int, msgspec.Meta(ge=MIN_THRESHOLD, le=MAX_SHARES)]


class StartLock(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What everybody may know of a start secret: which lock, how many shares, how to stretch, what must come out.

    `name` is the word on the envelopes ("main", "backup").
    """

    name: Name
    id: Hex16
    threshold: ShareCount
    count: ShareCount
    cost: ScryptCost
    salt: Hex16
    commitment: Hex32

    def __post_init__(self) -> None:
        """Refuse a threshold above the number of shares."""
        if not MIN_THRESHOLD <= self.threshold <= self.count <= MAX_SHARES:
            raise ValueError("threshold above the number of shares")

    @property
    def tag(self) -> str:
        """The four digits that every share of this lock carries."""
        return _tag(bytes.fromhex(self.id))


@dataclass(frozen=True, slots=True)
class StartKey:
    """The stretched start secret, checked against its lock; opens nothing without the room's key."""

    lock_id: str
    raw: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class NewStart:
    """A start secret just made: the lock for the manifest, the key for sealing, the shares for the envelopes."""

    lock: StartLock
    key: StartKey
    shares: tuple[ReleaseShare, ...]


def make_start(
    name: str,
    threshold: int = 2,
    count: int = 3,
    *,
    unlike: Collection[StartLock] = (),
    cost: ScryptCost = SHARE_COST,
    entropy: Entropy = os.urandom,
) -> NewStart:
    """Make a start secret of 80 random bits and its shares; its tag differs from those of `unlike`."""
    taken = {lock.tag for lock in unlike}
    lock_id = entropy(LOCK_ID_BYTES)
    while _tag(lock_id) in taken:
        lock_id = entropy(LOCK_ID_BYTES)
    secret, salt = entropy(SECRET_BYTES), entropy(SALT_BYTES)
    raw = _stretched(secret, salt, cost)
    lock = StartLock(
        name=name,
        id=lock_id.hex(),
        threshold=threshold,
        count=count,
        cost=cost,
        salt=salt.hex(),
        commitment=_commitment(raw, lock_id.hex()),
    )
    points = gf256.split(secret, threshold, count, entropy)
    shares = tuple(ReleaseShare(index, lock.tag, value) for index, value in points.items())
    return NewStart(lock, StartKey(lock.id, raw), shares)


def accept_share(
    lock: StartLock, held: Sequence[ReleaseShare], typed: str, others: Collection[StartLock] = ()
) -> tuple[ReleaseShare, ...]:
    """Return `held` with one more share, or raise the reason why it does not count.

    `others` are the other locks of the same file, so that a share of the backup
    paper is named as one. Raises a `ShareError`.
    """
    share = ReleaseShare.parse(typed)
    if share.tag != lock.tag:
        raise ForeignShareError(_whose(share, others))
    if share.index > lock.count:
        raise ForeignShareError(_("这份试卷只有 {count} 份口令。").format(count=lock.count))
    if any(share.index == other.index for other in held):
        raise RepeatedShareError(share.index)
    return (*held, share)


def open_start(lock: StartLock, shares: Sequence[ReleaseShare]) -> StartKey:
    """Restore the start key; takes the time of one memory-hard derivation.

    Raises `MissingSharesError`, `RepeatedShareError`, `ForeignShareError` or `WrongSharesError`.
    """
    points: dict[int, bytes] = {}
    for share in shares:
        if share.tag != lock.tag:
            raise ForeignShareError(_whose(share, ()))
        if share.index in points:
            raise RepeatedShareError(share.index)
        points[share.index] = share.value
    if len(points) < lock.threshold:
        raise MissingSharesError(len(points), lock.threshold)
    raw = _stretched(_restored(points, lock.threshold), bytes.fromhex(lock.salt), lock.cost)
    if _commitment(raw, lock.id) != lock.commitment:
        raise WrongSharesError
    return StartKey(lock.id, raw)


def _restored(points: dict[int, bytes], threshold: int) -> bytes:
    """Interpolate from the first shares; further ones must lie on the same polynomial."""
    base = dict(list(points.items())[:threshold])
    for index, value in points.items():
        if gf256.interpolate(base, index) != value:
            raise WrongSharesError
    return gf256.interpolate(base)


def _whose(share: ReleaseShare, others: Collection[StartLock]) -> str:
    for other in others:
        if other.tag == share.tag:
            return _("它是“{name}”的第 {index} 份口令。").format(name=_lock_title(other.name), index=share.index)
    return _("它的试卷号是 {tag}。").format(tag=share.tag)


def _lock_title(name: str) -> str:
    titles = {"main": _("主卷"), "backup": _("备用卷")}
    return titles.get(name, name)


def _tag(lock_id: bytes) -> str:
    number = int.from_bytes(hash_framed("share tag", lock_id), "big")
    return f"{number % 10**TAG_DIGITS:0{TAG_DIGITS}d}"


def _stretched(secret: bytes, salt: bytes, cost: ScryptCost) -> bytes:
    return derive(stretch(secret, salt, cost), "start key")


def _commitment(raw: bytes, lock_id: str) -> str:
    if len(raw) != KEY_BYTES:
        raise ValueError("a start key has 32 bytes")
    return derive(raw, "start commitment", bytes.fromhex(lock_id)).hex()
