"""Why a bundle or package is not taken in."""

from __future__ import annotations

from itembank.base.errors import ExitCode, JikaoError


class IntakeError(JikaoError):
    """A sealed file holds together but its content contradicts itself; nothing of it is used."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        """Refusals of intake always end with the code for refused integrity."""
        super().__init__(message, hint=hint, code=ExitCode.REFUSED)
