"""What can go wrong around the judge and be put right by a person."""

from __future__ import annotations

from itembank.base.errors import ExitCode, JikaoError


class ProgramError(JikaoError):
    """A run, a test or a checker was described in a way that makes no sense."""


class NoSandboxError(JikaoError):
    """This machine cannot lock a foreign program in, so programs are not judged on it."""

    def __init__(self, message: str, *, hint: str) -> None:
        """Always ends a command with the code for a missing condition of the machine."""
        super().__init__(message, hint=hint, code=ExitCode.ENVIRONMENT)
