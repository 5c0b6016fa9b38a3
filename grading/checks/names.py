"""What people call the same thing by: font names, 字号, lengths with units, colours. One table for all families."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from grading.checks.finding import CannotJudgeError
from grading.office.units import points
from itembank.base.i18n import N_, _

COLOUR_TOLERANCE = 8
"""How far a channel (0-255) may be from the wanted colour."""

FONT_ALIASES: tuple[frozenset[str], ...] = tuple(
    frozenset(name.casefold() for name in names)
    for names in (
        ("宋体", "SimSun", "NSimSun", "新宋体"),
        ("黑体", "SimHei"),
        ("楷体", "KaiTi", "楷体_GB2312", "KaiTi_GB2312"),
        ("仿宋", "FangSong", "仿宋_GB2312", "FangSong_GB2312"),
        # The fonts that begin with 华文 look different and stand beside the others in the list: each is its own.
        ("华文宋体", "STSong"),
        ("华文黑体", "STHeiti"),
        ("华文楷体", "STKaiti"),
        ("华文仿宋", "STFangsong"),
        ("华文隶书", "STLiti"),
        ("微软雅黑", "Microsoft YaHei", "Microsoft YaHei UI"),
        ("等线", "DengXian", "等线 Regular", "DengXian Regular"),
        ("等线 Light", "DengXian Light"),
        ("隶书", "LiSu"),
        ("幼圆", "YouYuan"),
        ("华文行楷", "STXingkai"),
        ("华文新魏", "STXinwei"),
        ("华文中宋", "STZhongsong"),
        ("华文彩云", "STCaiyun"),
        ("华文琥珀", "STHupo"),
        ("华文细黑", "STXihei"),
        ("方正舒体", "FZShuTi"),
        ("方正姚体", "FZYaoTi"),
        ("Times New Roman", "TimesNewRoman"),
    )
)

SIZE_NAMES: dict[str, Decimal] = {
    "初号": Decimal(42), "小初": Decimal(36), "一号": Decimal(26), "小一": Decimal(24), "二号": Decimal(22),
    "小二": Decimal(18), "三号": Decimal(16), "小三": Decimal(15), "四号": Decimal(14), "小四": Decimal(12),
    "五号": Decimal("10.5"), "小五": Decimal(9), "六号": Decimal("7.5"), "小六": Decimal("6.5"),
    "七号": Decimal("5.5"), "八号": Decimal(5),
}  # fmt: skip

COLOUR_NAMES: dict[str, str] = {
    N_("黑色"): "000000", N_("白色"): "FFFFFF", N_("红色"): "FF0000", N_("深红"): "C00000", N_("橙色"): "FFC000",
    N_("黄色"): "FFFF00",
    N_("浅绿"): "92D050", N_("绿色"): "00B050", N_("浅蓝"): "00B0F0", N_("蓝色"): "0070C0", N_("深蓝"): "002060",
    N_("紫色"): "7030A0",
}  # fmt: skip
"""The standard colours of the palette, as office programs name them."""


def named(names: Mapping[str, str], word: str) -> str:
    """Return what people call a word of the file formats, in the language of this process; a rare one stays."""
    text = names.get(word, word)
    return _(text) if word in names and text else text  # gettext answers an empty text with its own header


def is_same_font(one: str, other: str) -> bool:
    """Tell whether two names mean the same font."""
    left, right = one.strip().lstrip("@").casefold(), other.strip().lstrip("@").casefold()
    return left == right or any(left in names and right in names for names in FONT_ALIASES)


def size_points(text: str) -> Decimal:
    """Read a font size: 字号 such as "三号", "16pt" or "16"; raises `CannotJudgeError`."""
    name = text.strip().removesuffix("字") if text.strip().endswith("号字") else text.strip()
    if name in SIZE_NAMES:
        return SIZE_NAMES[name]
    return length_points(name.removesuffix("磅") if name.endswith("磅") else name)


def length_points(text: str) -> Decimal:
    """Read a length with its unit ("0.75cm", "18pt", "20磅"; bare numbers are points); raises `CannotJudgeError`."""
    bare = text.strip().lower().replace("厘米", "cm").replace("毫米", "mm").replace("磅", "pt").replace("英寸", "in")
    found = points(bare)
    if found is None:
        raise CannotJudgeError(_("评分标准中的长度“{text}”无法理解。").format(text=text))
    return found


def colour_code(text: str) -> str:
    """Read "RRGGBB", "#rrggbb" or the name of a standard colour; raises `CannotJudgeError`."""
    name = text.strip()
    code = COLOUR_NAMES.get(name, name.lstrip("#").upper())
    if len(code) != 6 or any(letter not in "0123456789ABCDEF" for letter in code):
        raise CannotJudgeError(_("评分标准中的颜色“{text}”无法理解。").format(text=text))
    return code


def is_near_colour(seen: str, wanted: str, tolerance: int = COLOUR_TOLERANCE) -> bool:
    """Tell whether two "RRGGBB" colours differ by at most `tolerance` in every channel; "" is near nothing."""
    if len(seen) != 6 or len(wanted) != 6:
        return False
    return all(abs(one - other) <= tolerance for one, other in zip(_channels(seen), _channels(wanted), strict=True))


def _channels(code: str) -> tuple[int, int, int]:
    return int(code[0:2], 16), int(code[2:4], 16), int(code[4:6], 16)
