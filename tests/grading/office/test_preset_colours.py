"""Colours by their names, in the long spelling of the web and the short one of DrawingML."""

from __future__ import annotations

import pytest

from grading.office.drawing.preset_colours import preset_colour


@pytest.mark.parametrize(
    ("name", "expected"),
    [("red", "FF0000"), ("dodgerBlue", "1E90FF"), ("dkRed", "8B0000"), ("darkRed", "8B0000"), ("ltGray", "D3D3D3"),
     ("medSeaGreen", "3CB371"), ("mediumSeaGreen", "3CB371"), ("silver", "C0C0C0"), ("nothing", None), ("", None)],
)  # fmt: skip
def test_a_name_means_its_colour(name: str, expected: str | None) -> None:
    assert preset_colour(name) == expected
