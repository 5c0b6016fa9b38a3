"""Pictures of items and portraits of candidates: what is accepted, checked before it is stored. Nothing is redrawn."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from itembank.base.canonical import digest
from itembank.base.i18n import _
from itembank.formats.findings import RowError

FORMATS = ("PNG", "JPEG", "GIF")
MAX_BYTES = 8 << 20
MAX_SIDE_PIXELS = 4096
SUFFIXES = (".png", ".jpg", ".jpeg", ".gif")


def check_picture(data: bytes, name: str) -> str:
    """Return the digest of a picture that every desk can show; raises `RowError` naming it."""
    if len(data) > MAX_BYTES:
        raise RowError(_("图片“{name}”超过 {limit} MB。").format(name=name, limit=MAX_BYTES >> 20))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
                size = picture.size
                picture.load()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise RowError(_("图片“{name}”打不开，或不是 PNG、JPEG、GIF。").format(name=name)) from error
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise RowError(_("图片“{name}”的像素太多。").format(name=name)) from error
    if max(size) > MAX_SIDE_PIXELS:
        raise RowError(_("图片“{name}”的边长超过 {limit} 像素。").format(name=name, limit=MAX_SIDE_PIXELS))
    return digest(data)


@dataclass(slots=True)
class PictureFolder:
    """Finds pictures by name beside a file, and gathers all that were used by digest."""

    folder: Path | None
    media: dict[str, bytes] = field(default_factory=dict)

    def find(self, name: str) -> str:
        """Return the digest of the picture called `name` (its ending may be left out); raises `RowError`."""
        path = self._path(name)
        return self.take(path.read_bytes(), name)

    def take(self, data: bytes, name: str) -> str:
        """Check a picture, keep it, and return its digest; raises `RowError`."""
        found = check_picture(data, name)
        self.media[found] = data
        return found

    def _path(self, name: str) -> Path:
        if self.folder is None or Path(name).name != name:
            raise RowError(_("图片“{name}”应当只写文件名，并与导入的文件放在同一个文件夹。").format(name=name[:60]))
        for candidate in (name, *(name + suffix for suffix in SUFFIXES)):
            path = self.folder / candidate
            if path.is_file() and not path.is_symlink():
                return path
        raise RowError(_("找不到图片“{name}”。").format(name=name[:60]))
