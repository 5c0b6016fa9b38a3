"""The one door by which work leaves the window's thread: a call goes out, its value or error comes back as a signal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

from itembank.base.errors import JikaoError


class Background(QObject):
    """Carries out calls one after the other in a thread; what comes back is told in the window's thread.

    `busyChanged(bool)` tells whether anything is under way.
    """

    busyChanged = Signal(bool)
    _done = Signal(object, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        """Start with nothing to do."""
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._under_way = 0
        self._done.connect(self._tell)

    def call(
        self, work: Callable[[], Any], on_done: Callable[[Any], None], on_refused: Callable[[JikaoError], None]
    ) -> None:
        """Carry out `work`; `on_done` gets its value, `on_refused` an error that a person can act on."""
        self._under_way += 1
        self.busyChanged.emit(True)
        self._pool.start(_Call(work, self._done, on_done, on_refused))

    def finish(self) -> None:
        """Wait until everything under way has ended."""
        self._pool.clear()
        self._pool.waitForDone()

    def _tell(self, on_told: Callable[[Any], None], value: object, error: object) -> None:
        self._under_way -= 1
        self.busyChanged.emit(self._under_way > 0)
        if isinstance(error, BaseException) and not isinstance(error, JikaoError):
            raise error
        on_told(error if error is not None else value)


class _Call(QRunnable):
    """One call on its way."""

    def __init__(self, work: Callable[[], Any], told: Any, on_done: Any, on_refused: Any) -> None:
        super().__init__()
        self._work, self._told, self._on_done, self._on_refused = work, told, on_done, on_refused

    def run(self) -> None:
        try:
            value = self._work()
        except Exception as error:  # noqa: BLE001 - raised again in the window's thread
            self._told.emit(self._on_refused, None, error)
        else:
            self._told.emit(self._on_done, value, None)
