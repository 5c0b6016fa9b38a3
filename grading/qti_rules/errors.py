"""What stops the rules of an item."""

from __future__ import annotations

from itembank.base.errors import JikaoError


class RuleError(JikaoError):
    """The rules of an item cannot be carried out; the item goes to a person."""
