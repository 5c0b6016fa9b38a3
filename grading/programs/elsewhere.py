"""What a program may have had on the pupil's desk and cannot have here: modules, Windows' file names, threads.

A program that ends because of these may be right, so a person looks at it. Whether the desk had them nobody knows here.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import PureWindowsPath

# What schools and editors for pupils (Mu, Thonny, IDLE with packages) install beside Python's own library.
SCHOOL_PACKAGES = frozenset(
    """
    PIL bs4 cv2 docx easygui flask jieba matplotlib microbit networkx numpy openpyxl pandas pgzero pgzrun pptx pyecharts
    pygame qrcode requests scipy seaborn serial sklearn snownlp sympy wordcloud xlrd xlwt
    """.split()
)
MODULE_MISSING, FILE_MISSING = "ModuleNotFoundError", "FileNotFoundError"
ODD_MODULE, ODD_NAMES, WALL = "module", "path", "wall of the sandbox"
# What Python says where the sandbox refuses a thread, a process, a socket: see `inside.program`.
REFUSALS = frozenset({("RuntimeError", "thread"), ("PermissionError", "call")})


def may_be_elsewhere(exception: str, missed: str, given: Iterable[str]) -> str:
    """Return a word why what a program missed may lie on a desk, nothing when it is the program's own mistake.

    `given` are the files that lay in its folder.
    """
    if exception == MODULE_MISSING:
        return ODD_MODULE if missed in sys.stdlib_module_names or missed in SCHOOL_PACKAGES else ""
    if exception == FILE_MISSING:
        return ODD_NAMES if is_windows_path(missed) or has_twin(missed, given) else ""
    return WALL if (exception, missed) in REFUSALS else ""


def is_windows_path(name: str) -> bool:
    """Tell a name with a drive or with backslashes, which Linux takes for letters of the name."""
    return bool(PureWindowsPath(name).drive) or "\\" in name


def has_twin(name: str, given: Iterable[str]) -> bool:
    """Tell whether Windows would take one of the given names for this one."""
    wanted = _as_windows_sees(name)
    return any(other != name and _as_windows_sees(other) == wanted for other in given)


def _as_windows_sees(name: str) -> str:
    return name.replace("\\", "/").removeprefix("./").casefold()
