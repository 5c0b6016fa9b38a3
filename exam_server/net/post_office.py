"""Holds back what is to be said until everything it rests on is durable, then sends it in order.

The room's rules work ahead of the disk; no desk hears of it before the commit.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import NamedTuple

from exam_server.ledger import Ledger
from exam_server.ledger_file import LedgerReadOnlyError
from exam_server.net.channel import Channel
from exam_server.room.hall import Hall, Post
from itembank.base.errors import JikaoError


class _Waiting(NamedTuple):
    position: int
    posts: list[Post]


class PostOffice:
    """Between one sitting's hall, its ledger, and the channels of the desks by link number."""

    def __init__(self, hall: Hall, ledger: Ledger, channels: dict[int, Channel]) -> None:
        """Nothing waits yet."""
        self._hall = hall
        self._ledger = ledger
        self._channels = channels
        self._waiting: deque[_Waiting] = deque()

    @property
    def is_halted(self) -> bool:
        """Whether nothing can become durable any more."""
        return self._ledger.read_only

    def act(self, rule: Callable[[], None]) -> bool:
        """Run a rule and post what it says; False when the ledger no longer takes anything."""
        if self._ledger.read_only:
            return False
        before = len(self._hall.posts)
        try:
            rule()
        except LedgerReadOnlyError:
            del self._hall.posts[before:]
            return False
        self.dispatch()
        return True

    def dispatch(self) -> None:
        """Send the hall's posts now, or when what was recorded so far is durable."""
        posts, self._hall.posts = self._hall.posts, []
        if not posts:
            return
        position = self._ledger.position
        if not self._waiting and self._ledger.committed >= position:
            self._deliver(posts)
        else:
            self._waiting.append(_Waiting(position, posts))

    def committed(self, position: int) -> None:
        """Send what waited for this commit."""
        while self._waiting and self._waiting[0].position <= position:
            self._deliver(self._waiting.popleft().posts)

    def halted(self, _error: JikaoError) -> None:
        """Forget what will never be true."""
        self._waiting.clear()
        self._hall.posts.clear()

    def _deliver(self, posts: list[Post]) -> None:
        for post in posts:
            channel = self._channels.get(post.link.number)
            if channel is None:
                continue
            if post.message is not None:
                channel.put(post.message)
            if post.close:
                channel.close()
