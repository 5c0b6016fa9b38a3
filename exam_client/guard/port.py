"""The port behind which everything stands that watches (or one day confines) a desk: apply, verify, revert."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from exam_client.guard.incidents import IncidentCode
from itembank.model.sitting import GuardLevel

Notice = Callable[[IncidentCode, str], None]
"""Called with what was noticed and a short fact about it, never with anything a candidate wrote."""


class Guard(Protocol):
    """One way of guarding. Nothing persistent is changed without `revert` being able to undo it."""

    level: GuardLevel

    def apply(self) -> None:
        """Begin."""

    def verify(self) -> None:
        """Look whether all is as it should be; tells what is not. Called every few seconds."""

    def revert(self) -> None:
        """End and leave the machine as it was."""

    def focus(self, *, has_focus: bool) -> None:
        """The exam window gained or lost the focus."""
