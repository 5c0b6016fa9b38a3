"""How one desk is set up: a TOML file in its folder, and what the command line says instead.

The pairing with a room and the machine's own identity are no settings; they lie beside this file, written by
the desk itself (see `exam_client.net.identity`).
"""

from __future__ import annotations

import sys
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path

from itembank.base.errors import ExitCode, JikaoError
from itembank.base.i18n import _

CONFIG_NAME = "desk.toml"
TEXTS = ("address", "pairing_code", "seat", "python", "centre_key")
FOLDERS = ("work_folder", "second_folder")
SWITCHES = ("discover", "windowed")


class ConfigError(JikaoError):
    """The settings of this desk cannot be used."""


class DeskBusyError(JikaoError):
    """Another desk already works in this folder."""

    def __init__(self, folder: Path) -> None:
        """Name the folder."""
        super().__init__(
            _("考试程序已在运行（{folder}）。").format(folder=folder),
            hint=_("请切换到已打开的窗口。"),
            code=ExitCode.BUSY,
        )


@dataclass(frozen=True, slots=True)
class DeskConfig:
    """Settings of one desk.

    `folder` is the desk's own (identity, journals, sealed papers, logs), `work_folder` holds the candidates'
    working folders, `second_folder` on another volume gets a second copy of each journal. `address` and
    `pairing_code` name the room; without an address the desk looks for it on the network, if `discover`.
    `python` is the interpreter for candidates' programs, `centre_key` the file with the centre's public
    signing key; without one the desk trusts the room it is paired with for the paper's manifest.
    """

    folder: Path
    work_folder: Path
    second_folder: Path | None = None
    address: str = ""
    pairing_code: str = ""
    seat: str = ""
    python: str = sys.executable
    centre_key: str = ""
    discover: bool = True
    windowed: bool = False


def default_config(folder: Path) -> DeskConfig:
    """Make the settings of a desk that nobody configured."""
    return DeskConfig(folder=folder, work_folder=folder / "work")


def read_config(folder: Path) -> DeskConfig:
    """Read `desk.toml` of a desk's folder; a missing file means the defaults. Raises `ConfigError`."""
    config = default_config(folder)
    path = folder / CONFIG_NAME
    if not path.is_file():
        return config
    try:
        given = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise ConfigError(
            _("设置文件 {path} 无法读取：{error}").format(path=path, error=error), hint=_("请改正或删除这个文件。")
        ) from error
    return with_settings(config, given)


def with_settings(config: DeskConfig, given: dict[str, object]) -> DeskConfig:
    """Return the settings with the `given` ones in their places; raises `ConfigError` for unknown ones."""
    for name, value in given.items():
        if name in TEXTS and isinstance(value, str):
            config = replace(config, **{name: value})  # type: ignore[arg-type]
        elif name in FOLDERS and isinstance(value, str) and value:
            config = replace(config, **{name: Path(value).expanduser()})  # type: ignore[arg-type]
        elif name in SWITCHES and isinstance(value, bool):
            config = replace(config, **{name: value})  # type: ignore[arg-type]
        else:
            raise ConfigError(
                _("设置项“{name}”不存在或取值不对。").format(name=name),
                hint=_("可用的设置项：{names}。").format(names="、".join((*TEXTS, *FOLDERS, *SWITCHES))),
            )
    return config
