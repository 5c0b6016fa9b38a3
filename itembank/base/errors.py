"""Errors that a person can act on, and the exit codes every command uses.

An error that is not a `JikaoError` is a bug of ours and stays loud.
"""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes of all commands; documented in the README."""

    OK = 0
    BUG = 1
    USAGE = 2
    BAD_INPUT = 3
    REFUSED = 4
    ENVIRONMENT = 5
    BUSY = 6
    INCOMPLETE = 7
    DIFFERENT = 8


class JikaoError(Exception):
    """Something a person can put right: what happened, and what to do next.

    `message` and `hint` are whole sentences in the language of the person;
    `code` is the exit code of a command that ends with this error.
    """

    def __init__(self, message: str, *, hint: str = "", code: ExitCode = ExitCode.BAD_INPUT) -> None:
        """Keep the three things a person and a script need."""
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.code = code
