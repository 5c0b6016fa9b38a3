"""What marks: the version of the program, what it is made of, and what it stands on, as one digest.

A version says what a program should be. On a cluster other machines may have the same version with a changed file, an
other Python or an other library, and none of that may give other points unnoticed. A program that was frozen into one
file has no source files: there the versions speak alone.
"""

from __future__ import annotations

import hashlib
import platform
import sys
from functools import cache
from importlib import metadata
from pathlib import Path

import grading
import itembank

PROGRAMS = (grading, itembank)
LIBRARIES = ("cryptography", "lxml", "msgspec", "numpy", "pillow", "regex")
"""What readers, checks and scorers call; one that is not there counts as such."""


@cache
def build_of_this() -> str:
    """Return the digest of this program, its Python and its libraries: 64 hexadecimal characters."""
    total = hashlib.sha256(python_of_this().encode())
    for name in LIBRARIES:
        total.update(f"{name} {_version_of(name)}\n".encode())
    for program in PROGRAMS:
        folder = Path(str(program.__file__)).parent
        for path in sorted(folder.rglob("*.py")):
            total.update(f"{path.relative_to(folder.parent).as_posix()} ".encode())
            total.update(hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).digest())
    return total.hexdigest()


def python_of_this() -> str:
    """Return what Python this is, as people say it."""
    return f"{platform.python_implementation()} {'.'.join(map(str, sys.version_info[:3]))}"


def _version_of(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "-"
