"""The version of `itembank`."""

from __future__ import annotations

PROGRAM = "itembank"
VERSION = "0.1.0"
