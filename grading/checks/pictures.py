"""Tells whether a picture inside an office file is a starter picture: by its bytes, else by what it shows."""

from __future__ import annotations

from grading.checks.subject import Subject
from grading.office.model import Picture


def is_same_picture(subject: Subject, _file: str, picture: Picture | None, source: str) -> bool:
    """Tell whether a picture is the starter file `source`; raises `CannotJudgeError` when the package lacks it."""
    return picture is not None and picture.sha256 == subject.starter_digest(source)
