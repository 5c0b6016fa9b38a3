"""Windows of a Windows screen, for `windows.RealWindows`: `list` prints them as JSON, `close N...` asks them to close.

Untried on a real machine so far: written from the documentation of user32, tested only as far as it can be elsewhere.
"""

from __future__ import annotations

import json
import sys

WM_CLOSE = 0x0010
GW_OWNER = 4
TITLE_CHARACTERS = 512


def windows() -> list[tuple[int, str, int, bool]]:
    """Return number, title, process and "is a dialog" of all visible windows, the topmost first."""
    found: list[tuple[int, str, int, bool]] = []
    if sys.platform == "win32":
        import ctypes
        from ctypes import wintypes

        user32 = ctypes.WinDLL("user32", use_last_error=True)

        @ctypes.WINFUNCTYPE(wintypes.BOOL, wintypes.HWND, wintypes.LPARAM)
        def take(window: int, _more: int) -> bool:
            if user32.IsWindowVisible(window):
                title = ctypes.create_unicode_buffer(TITLE_CHARACTERS)
                user32.GetWindowTextW(window, title, TITLE_CHARACTERS)
                process = wintypes.DWORD()
                user32.GetWindowThreadProcessId(window, ctypes.byref(process))
                is_owned = bool(user32.GetWindow(window, GW_OWNER))
                found.append((window, title.value, process.value, is_owned))
            return True

        user32.EnumWindows(take, 0)
    return found


def close(numbers: list[int]) -> None:
    """Post to each window what its close button posts."""
    if sys.platform == "win32":
        import ctypes

        user32 = ctypes.WinDLL("user32", use_last_error=True)
        for number in numbers:
            user32.PostMessageW(number, WM_CLOSE, 0, 0)


def main(arguments: list[str]) -> int:
    """Do what was asked."""
    if arguments[:1] == ["close"]:
        close([int(number) for number in arguments[1:]])
    else:
        sys.stdout.write(json.dumps(windows()))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
