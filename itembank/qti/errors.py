"""What can be wrong with a QTI file, in sentences, with the place."""

from __future__ import annotations

from itembank.base.errors import JikaoError
from itembank.model.codec import Value


class QtiError(JikaoError):
    """The file is not a QTI item or package that can be read at all."""


class Problem(Value, frozen=True):
    """Something in an item that is not carried over.

    `blocking` items cannot be delivered or scored; the others lose something
    that does not change the score, such as feedback. `line` is the line in the
    XML, 0 if unknown.
    """

    sentence: str
    element: str = ""
    line: int = 0
    blocking: bool = True
