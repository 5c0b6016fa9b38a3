"""The one error of the results database."""

from __future__ import annotations

from itembank.base.errors import JikaoError


class ResultsError(JikaoError):
    """The results cannot be opened, or what is asked of them is not there."""
