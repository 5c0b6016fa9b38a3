"""The version of the room server; packages may ask for a newer one."""

from __future__ import annotations

PROGRAM = "exam-server"
VERSION = "0.1.0"
