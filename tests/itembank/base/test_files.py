"""Files whole or not at all; names that stay inside their folder."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itembank.base.files import UnsafeNameError, safe_relative, write_whole


def test_a_written_file_is_whole_and_leaves_no_temporary(tmp_path):
    path = tmp_path / "a.txt"
    write_whole(path, b"one")
    write_whole(path, b"two")
    assert path.read_bytes() == b"two"
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]


def test_a_failed_write_keeps_the_old_file_and_no_temporary(tmp_path):
    path = tmp_path / "a.txt"
    write_whole(path, b"one")
    with pytest.raises(TypeError):
        write_whole(path, None)  # type: ignore[arg-type]
    assert path.read_bytes() == b"one"
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]


@pytest.mark.parametrize("name", ["a.txt", "作业/通知.docx", "a/b/c", "a..b", ".hidden", "x" * 200])
def test_ordinary_names_are_kept(name):
    assert str(safe_relative(name)) == name


@pytest.mark.parametrize(
    "name",
    [
        *("", "/a", "../a", "a/../b", "a//b", "./a", "a/", "C:/x", "a\\b", "con", "NUL.txt", "lpt1"),
        *("a\x00b", "a\nb", "a.", "a ", " a", "x" * 300, "a/" * 20 + "b", "a?b", "a:b"),
    ],
)
def test_names_that_leave_the_folder_or_cannot_exist_on_windows_are_refused(name):
    with pytest.raises(UnsafeNameError):
        safe_relative(name)


@given(st.text(max_size=60))
def test_no_accepted_name_escapes(name):
    try:
        path = safe_relative(name)
    except UnsafeNameError:
        return
    assert not path.is_absolute()
    assert ".." not in path.parts
    assert str(path) == name
