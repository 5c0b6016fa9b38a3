"""Where the files that travel with the programs lie: fonts, and pictures of the screens.

Only finds them; reading is the caller's business.
"""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from itembank.base.errors import ExitCode, JikaoError
from itembank.base.i18n import _

ASSETS_FOLDER = Path(__file__).with_name("assets")

SANS = PurePosixPath("fonts/JikaoSans-Regular.ttf")
SANS_BOLD = PurePosixPath("fonts/JikaoSans-Bold.ttf")
MONO = PurePosixPath("fonts/JikaoMono-Regular.ttf")
SANS_FAMILY = "Jikao Sans"
MONO_FAMILY = "Jikao Mono"
"""Family names as Qt knows them. The mono has the Han of GB 2312; let the sans stand behind it."""


def asset_path(name: str | PurePosixPath) -> Path:
    """Return the path of a file under `itembank/base/assets`, for example "fonts/JikaoSans-Regular.ttf"."""
    path = ASSETS_FOLDER.joinpath(*PurePosixPath(name).parts)
    if not path.is_file():
        raise JikaoError(
            _("程序文件不完整：缺少 {name}。").format(name=name),
            hint=_("请重新安装本程序。"),
            code=ExitCode.ENVIRONMENT,
        )
    return path
