"""Which command switches the input method of this machine, if there is one.

Fcitx, which UOS and Kylin bring along, has a small program for it. IBus and Windows have none that is safe to
call from outside; there the candidate uses the system's own keys, and the screen lists them.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping

REMOTES = ("fcitx5-remote", "fcitx-remote")
TOGGLE = "-t"


def find_switch(environment: Mapping[str, str]) -> tuple[str, ...]:
    """Return the command that switches between Chinese and English, empty if this machine has none in use."""
    used = f"{environment.get('QT_IM_MODULE', '')} {environment.get('XMODIFIERS', '')}"
    if "fcitx" not in used:
        return ()
    found = (shutil.which(remote, path=environment.get("PATH", "")) for remote in REMOTES)
    return next(((program, TOGGLE) for program in found if program is not None), ())
