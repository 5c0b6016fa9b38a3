"""What seating refuses."""

from __future__ import annotations

from itembank.base.errors import JikaoError


class SeatingError(JikaoError):
    """A room plan, a sitting file or a roster does not fit."""
