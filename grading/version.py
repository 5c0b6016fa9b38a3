"""The grader's version: part of every run's name, because another version may mark differently."""

from __future__ import annotations

VERSION = "0.1.0"
