"""Find a Python for candidates' programs, and what of the system it needs to see.

Not necessarily the Python that runs us: that one may lie in a home folder, which
the judge's own user may not enter.
"""

from __future__ import annotations

import errno
import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grading.programs.errors import NoSandboxError
from grading.programs.refusals import no_other_user, refusal
from itembank.base.i18n import _

LOWEST = (3, 11)
PROBE_SECONDS = 60
NO_SUCH_USER = frozenset({errno.EPERM, errno.EINVAL})  # becoming them is forbidden, or they are not mapped here
SYSTEM_PYTHON = Path("/usr/bin/python3")
QUESTION = """
import json, sys, sysconfig
print(json.dumps({
    "version": list(sys.version_info[:3]),
    "executable": sys.executable,
    "prefix": sys.base_prefix,
    "stdlib": [sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib")],
    "multiarch": sysconfig.get_config_var("MULTIARCH") or "",
}))
"""


@dataclass(frozen=True, slots=True)
class Interpreter:
    """A Python and the folders that it reads: its library and the shared libraries of the system."""

    executable: Path
    version: tuple[int, int, int]
    prefix: Path
    folders: tuple[Path, ...]
    links: tuple[tuple[str, str], ...]

    @property
    def readable(self) -> tuple[str, ...]:
        """Real folders that a program may read inside the sandbox."""
        return tuple(str(folder) for folder in self.folders)


def find_interpreter(wanted: Path | None, identity: Mapping[str, Any]) -> Interpreter:
    """Return the wanted Python, else the system's, else ours; raises `NoSandboxError` when none serves.

    `identity` are the arguments of `subprocess` that name the user of the sandbox.
    """
    candidates = [wanted] if wanted else [SYSTEM_PYTHON, Path(sys.executable).resolve()]
    tried = []
    for path in candidates:
        answer = _ask(path, identity)
        if answer is None:
            tried.append(_("{path} 无法由判题用户运行").format(path=path))
        elif tuple(answer["version"]) < LOWEST:
            tried.append(_("{path} 版本过低").format(path=path))
        else:
            return _describe(answer)
    raise NoSandboxError(
        _("没有可供判题使用的 Python（{tried}）。").format(tried=_("；").join(tried)),
        hint=_("请安装系统自带的 python3（3.11 或更高版本）。"),
    )


def _ask(path: Path, identity: Mapping[str, Any]) -> dict[str, Any] | None:
    try:
        done = subprocess.run(
            [path, "-I", "-S", "-c", QUESTION],
            capture_output=True,
            cwd="/",
            env={},
            timeout=PROBE_SECONDS,
            check=True,
            **identity,
        )
        answer: dict[str, Any] = json.loads(done.stdout)
    except OSError as error:
        if identity and error.errno in NO_SUCH_USER:
            raise no_other_user(error) from error
        if error.errno in {errno.EAGAIN, errno.ENOMEM}:
            raise refusal(str(error)) from error
        return None
    except (subprocess.SubprocessError, ValueError):
        return None
    return answer


def _describe(answer: dict[str, Any]) -> Interpreter:
    executable = Path(answer["executable"]).resolve()
    prefix = Path(answer["prefix"]).resolve()
    names = ["/usr/lib64", "/lib64", "/lib", f"/lib/{answer['multiarch']}", f"/usr/lib/{answer['multiarch']}"]
    if not answer["multiarch"]:
        names.append("/usr/lib")
    if prefix != Path("/usr"):
        names.append(str(prefix / "lib"))
    folders = {Path(name).resolve() for name in [*names[3:], *answer["stdlib"]] if Path(name).is_dir()}
    links = []
    for name in names[:3]:
        path = Path(name)
        if path.is_symlink():
            links.append((str(path.readlink()), name))
        elif path.is_dir() and name != "/lib":
            folders.add(path)
    outer = tuple(sorted(folder for folder in folders if not any(other in folder.parents for other in folders)))
    return Interpreter(executable, tuple(answer["version"]), prefix, outer, tuple(links))
