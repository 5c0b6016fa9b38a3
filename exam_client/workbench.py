"""Work that may take its time (disk, hashing) leaves the GUI thread by this door and comes back as a call.

A bench does one thing after the other in its own thread; what came of it is called on the thread that made the
bench, in the order of the work.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from itembank.base.errors import JikaoError

T = TypeVar("T")


class Workbench(QObject):
    """One worker thread. Errors that people can act on go to `failed`; any other is a fault of ours and loud."""

    _finished = Signal(object)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        """`name` shows in the list of threads."""
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        self._is_closed = False
        self._finished.connect(self._call, Qt.ConnectionType.QueuedConnection)

    def run(
        self, work: Callable[[], T], then: Callable[[T], None], failed: Callable[[JikaoError | OSError], None]
    ) -> None:
        """Do `work` there, then call `then` or `failed` here."""
        if not self._is_closed:
            self._pool.submit(self._work, work, then, failed)

    def close(self) -> None:
        """Finish what was begun; calls that are still to come are dropped."""
        self._is_closed = True
        self._pool.shutdown(wait=True)

    def _work(
        self, work: Callable[[], T], then: Callable[[T], None], failed: Callable[[JikaoError | OSError], None]
    ) -> None:
        try:
            result = work()
        except (JikaoError, OSError) as error:
            self._finished.emit(partial(failed, error))
        except BaseException as error:  # noqa: BLE001 - the outermost frame of a thread: raised again on the other side
            self._finished.emit(partial(_raise, error))
        else:
            self._finished.emit(partial(then, result))

    @Slot(object)
    def _call(self, call: Callable[[], None]) -> None:
        if not self._is_closed:
            call()


def _raise(error: BaseException) -> None:
    raise error
