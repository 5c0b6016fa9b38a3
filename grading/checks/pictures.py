"""Tells whether a picture inside an office file is a starter picture: by its bytes, else by what it shows."""

from __future__ import annotations

from fractions import Fraction

from grading.checks.subject import Subject
from grading.images.compare import picture_of, similarity
from grading.office.model import Picture

ENOUGH = Fraction(9, 10)
"""Programs save pictures anew, smaller and as JPEG; another picture is far below this."""


def is_same_picture(subject: Subject, file: str, picture: Picture | None, source: str) -> bool:
    """Tell whether a picture is the starter file `source`; raises `CannotJudgeError` when the package lacks it."""
    digest = subject.starter_digest(source)
    if picture is None:
        return False
    if picture.sha256 == digest:
        return True
    seen = subject.image_inside(file, picture.part) if picture.part else None
    if seen is None:
        return False
    return similarity(picture_of(subject.starter_image(source).raster), picture_of(seen.raster)) >= ENOUGH
