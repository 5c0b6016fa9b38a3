"""How office programs in Chinese call what the files write in English: lines, charts, effects; for all families.

A word that is not here stays as the file has it: a sentence with a strange word still says what was found.
"""

from __future__ import annotations

from grading.checks.names import named
from itembank.base.i18n import N_, _

LINES = {
    "single": N_("单实线"), "thin": N_("细线"), "thick": N_("粗线"), "double": N_("双线"), "dotted": N_("点线"),
    "dashed": N_("虚线"), "dash": N_("虚线"), "dotDash": N_("点划线"), "dashDot": N_("点划线"),
    "dashDotDot": N_("双点划线"), "dotDotDash": N_("双点划线"), "triple": N_("三线"), "wave": N_("波浪线"),
    "doubleWave": N_("双波浪线"), "medium": N_("中粗线"), "hair": N_("极细线"), "mediumDashed": N_("中粗虚线"),
    "mediumDashDot": N_("中粗点划线"), "slantDashDot": N_("斜点划线"), "solid": N_("实线"), "sysDash": N_("短虚线"),
    "sysDot": N_("圆点线"), "lgDash": N_("长虚线"), "thinThickSmallGap": N_("上细下粗双线"),
    "thickThinSmallGap": N_("上粗下细双线"), "dashSmallGap": N_("虚线"), "dashDotStroked": N_("斜线"),
    "threeDEmboss": N_("立体凸线"), "threeDEngrave": N_("立体凹线"), "outset": N_("外凸线"), "inset": N_("内凹线"),
}  # fmt: skip
CHARTS = {
    "column": N_("柱形图"), "bar": N_("条形图"), "line": N_("折线图"), "pie": N_("饼图"), "doughnut": N_("圆环图"),
    "area": N_("面积图"), "scatter": N_("散点图"), "bubble": N_("气泡图"), "radar": N_("雷达图"),
    "stock": N_("股价图"), "surface": N_("曲面图"), "pie_of_pie": N_("复合饼图"), "bar_of_pie": N_("复合条饼图"),
    "funnel": N_("漏斗图"), "treemap": N_("树状图"), "sunburst": N_("旭日图"), "waterfall": N_("瀑布图"),
    "histogram": N_("直方图"), "box": N_("箱形图"),
}  # fmt: skip
SHAPES = {
    "rect": N_("矩形"), "roundRect": N_("圆角矩形"), "ellipse": N_("椭圆"), "triangle": N_("等腰三角形"),
    "rtTriangle": N_("直角三角形"), "diamond": N_("菱形"), "parallelogram": N_("平行四边形"), "trapezoid": N_("梯形"),
    "pentagon": N_("五边形"), "hexagon": N_("六边形"), "octagon": N_("八边形"), "star4": N_("四角星"),
    "star5": N_("五角星"), "star6": N_("六角星"), "star8": N_("八角星"), "rightArrow": N_("右箭头"),
    "leftArrow": N_("左箭头"), "upArrow": N_("上箭头"), "downArrow": N_("下箭头"), "leftRightArrow": N_("左右箭头"),
    "heart": N_("心形"), "smileyFace": N_("笑脸"), "sun": N_("太阳形"), "moon": N_("新月形"), "cloud": N_("云形"),
    "cloudCallout": N_("云形标注"), "wedgeRectCallout": N_("矩形标注"), "wedgeRoundRectCallout": N_("圆角矩形标注"),
    "wedgeEllipseCallout": N_("椭圆形标注"), "horizontalScroll": N_("横卷形"), "verticalScroll": N_("竖卷形"),
    "flowChartProcess": N_("流程图：过程"), "flowChartDecision": N_("流程图：决策"),
    "flowChartTerminator": N_("流程图：终止"), "flowChartInputOutput": N_("流程图：数据"), "line": N_("直线"),
    "straightConnector1": N_("直线连接符"), "bentConnector3": N_("肘形连接符"), "plus": N_("十字形"),
    "lightningBolt": N_("闪电形"), "ribbon2": N_("上凸带形"), "ribbon": N_("前凸带形"), "can": N_("圆柱形"),
    "cube": N_("立方体"), "donut": N_("同心圆"), "text_box": N_("文本框"), "shape": N_("图形"), "group": N_("组合"),
    "picture": N_("图片"), "word_art": N_("艺术字"), "actionButtonHome": N_("动作按钮：第一张"),
    "actionButtonForwardNext": N_("动作按钮：下一张"), "actionButtonBackPrevious": N_("动作按钮：上一张"),
    "actionButtonReturn": N_("动作按钮：上一张"), "actionButtonBeginning": N_("动作按钮：开始"),
    "actionButtonEnd": N_("动作按钮：结束"), "actionButtonBlank": N_("动作按钮：自定义"),
}  # fmt: skip
FILLS = {
    "none": N_("没有填充"), "solid": N_("纯色"), "gradient": N_("渐变"), "pattern": N_("图案"), "picture": N_("图片"),
}  # fmt: skip
EFFECTS = {
    "shadow": N_("阴影"), "outerShdw": N_("阴影"), "innerShdw": N_("内部阴影"), "prstShdw": N_("阴影"),
    "glow": N_("发光"), "reflection": N_("映像"), "softEdge": N_("柔化边缘"), "outline": N_("轮廓"),
    "emboss": N_("阳文"), "imprint": N_("阴文"), "gradFill": N_("渐变填充"), "scene3d": N_("三维旋转"),
    "sp3d": N_("棱台"), "blur": N_("模糊"), "textOutline": N_("轮廓"), "ln": N_("轮廓"),
}  # fmt: skip
TRANSITIONS = {
    "fade": N_("淡出"), "push": N_("推进"), "wipe": N_("擦除"), "split": N_("分割"), "cover": N_("覆盖"),
    "pull": N_("揭开"), "cut": N_("切出"), "dissolve": N_("溶解"), "blinds": N_("百叶窗"), "checker": N_("棋盘"),
    "comb": N_("梳理"), "random": N_("随机"), "randomBar": N_("随机线条"), "wedge": N_("楔入"), "wheel": N_("轮辐"),
    "zoom": N_("缩放"), "circle": N_("圆形"), "diamond": N_("菱形"), "plus": N_("加号"), "newsflash": N_("新闻快报"),
    "strips": N_("阶梯状"), "morph": N_("平滑"), "vortex": N_("涡流"), "switch": N_("切换"), "flip": N_("翻转"),
    "ripple": N_("涟漪"), "honeycomb": N_("蜂巢"), "prism": N_("立方体"), "doors": N_("门"), "window": N_("窗口"),
    "ferris": N_("摩天轮"), "gallery": N_("库"), "conveyor": N_("传送带"), "pan": N_("平移"), "glitter": N_("闪耀"),
    "warp": N_("缩放"), "flythrough": N_("飞过"), "flash": N_("闪光"), "shred": N_("碎片"), "reveal": N_("显示"),
}  # fmt: skip
ANIMATIONS = {
    "entr": N_("进入"), "emph": N_("强调"), "exit": N_("退出效果"), "path": N_("动作路径"), "mediacall": N_("媒体"),
}  # fmt: skip
ENTRANCES = {
    1: N_("出现"), 2: N_("飞入"), 3: N_("百叶窗"), 4: N_("盒状"), 5: N_("棋盘"), 6: N_("圆形扩展"), 7: N_("缓慢进入"),
    8: N_("菱形"), 9: N_("溶解"), 10: N_("淡出"), 12: N_("切入"), 13: N_("十字形扩展"), 14: N_("随机线条"),
    16: N_("劈裂"), 17: N_("伸展"), 18: N_("阶梯状"), 19: N_("回旋"), 20: N_("扇形展开"), 21: N_("轮子"),
    22: N_("擦除"), 23: N_("缩放"), 26: N_("弹跳"), 28: N_("字幕式"), 30: N_("浮动"), 31: N_("放大"),
    37: N_("上升"), 42: N_("浮入"), 47: N_("下降"), 49: N_("旋转"), 53: N_("基本缩放"), 55: N_("展开"),
}  # fmt: skip
"""The gallery of entrances by the numbers files keep; exits have the same ones."""

COMPARISONS = {
    "greaterThan": N_("大于"), "greaterThanOrEqual": N_("大于或等于"), "lessThan": N_("小于"),
    "lessThanOrEqual": N_("小于或等于"), "equal": N_("等于"), "notEqual": N_("不等于"), "between": N_("介于"),
    "notBetween": N_("未介于"), ">": N_("大于"), ">=": N_("大于或等于"), "<": N_("小于"), "<=": N_("小于或等于"),
    "=": N_("等于"), "<>": N_("不等于"),
}  # fmt: skip
RULES = {
    "cellIs": N_("单元格值"), "expression": N_("公式"), "containsText": N_("文本包含"),
    "notContainsText": N_("文本不包含"), "beginsWith": N_("文本开头是"), "endsWith": N_("文本结尾是"),
    "top10": N_("最前的项目"), "bottom10": N_("最后的项目"), "aboveAverage": N_("高于平均值"),
    "belowAverage": N_("低于平均值"), "duplicateValues": N_("重复值"),
    "uniqueValues": N_("唯一值"), "dataBar": N_("数据条"), "colorScale": N_("色阶"), "iconSet": N_("图标集"),
    "timePeriod": N_("发生日期"), "containsBlanks": N_("空值"), "notContainsBlanks": N_("无空值"),
    "containsErrors": N_("错误"), "notContainsErrors": N_("无错误"),
}  # fmt: skip
VALIDATIONS = {
    "list": N_("序列（列表）"), "whole": N_("整数"), "decimal": N_("小数"), "date": N_("日期"), "time": N_("时间"),
    "textLength": N_("文本长度"), "custom": N_("自定义"), "none": N_("任何值"),
}  # fmt: skip
FUNCTIONS = {
    "sum": N_("求和"), "average": N_("平均值"), "count": N_("计数"), "countNums": N_("数值计数"), "max": N_("最大值"),
    "min": N_("最小值"), "product": N_("乘积"), "stdDev": N_("标准偏差"), "var": N_("方差"),
}  # fmt: skip
SPARKLINES = {"line": N_("折线图"), "column": N_("柱形图"), "winLoss": N_("盈亏图"), "stacked": N_("盈亏图")}
TABS = {
    "left": N_("左对齐"), "center": N_("居中"), "right": N_("右对齐"), "decimal": N_("小数点对齐"), "bar": N_("竖线"),
    "start": N_("左对齐"), "end": N_("右对齐"), "num": N_("列表"),
}  # fmt: skip
LEADERS = {
    "dot": N_("点前导符"), "hyphen": N_("短线前导符"), "underscore": N_("下划线前导符"), "heavy": N_("粗线前导符"),
    "middleDot": N_("间隔点前导符"), "none": "", "": "",
}  # fmt: skip
STANDING = {
    "top": N_("顶端对齐"), "center": N_("居中"), "both": N_("两端对齐"), "bottom": N_("底端对齐"), "left": N_("靠左"),
    "right": N_("靠右"), "justify": N_("两端对齐"), "inside": N_("内侧"), "outside": N_("外侧"),
}  # fmt: skip
DIRECTIONS = {"l": N_("自右侧"), "r": N_("自左侧"), "u": N_("自底部"), "d": N_("自顶部")}
PROTECTIONS = {
    "readOnly": N_("只读"), "comments": N_("只允许批注"), "trackedChanges": N_("只允许修订"),
    "forms": N_("只允许填写窗体"),
}  # fmt: skip
FIELDS = {
    "PAGE": N_("页码"), "NUMPAGES": N_("总页数"), "DATE": N_("日期"), "TIME": N_("时间"), "TOC": N_("目录"),
    "REF": N_("交叉引用"), "SEQ": N_("题注编号"), "HYPERLINK": N_("超链接"), "PAGEREF": N_("页码引用"),
    "CREATEDATE": N_("创建日期"), "SAVEDATE": N_("保存日期"), "AUTHOR": N_("作者"), "FILENAME": N_("文件名"),
    "TITLE": N_("标题"), "FORMULA": N_("公式"), "=": N_("公式"), "INDEX": N_("索引"), "MERGEFIELD": N_("合并域"),
    "SECTION": N_("节号"), "STYLEREF": N_("样式引用"),
}  # fmt: skip
LISTS = {
    "decimal": "1, 2, 3", "upperRoman": "I, II, III", "lowerRoman": "i, ii, iii",
    "upperLetter": "A, B, C", "lowerLetter": "a, b, c", "chineseCounting": "一, 二, 三",
    "chineseCountingThousand": "一, 二, 三", "japaneseCounting": "一, 二, 三",
    "ideographDigital": "一, 二, 三", "decimalEnclosedCircle": "①, ②, ③",
    "decimalEnclosedCircleChinese": "①, ②, ③", "ideographTraditional": "甲, 乙, 丙",
    "decimalZero": "01, 02, 03",
}  # fmt: skip
_GROUPS = (CHARTS, SHAPES, EFFECTS, FILLS, LINES)


def animation_name(category: str, preset: int | None, fallback: str) -> str:
    """Return what the program's gallery calls an effect, with its kind: "进入：飞入"."""
    kind = named(ANIMATIONS, category)
    known = ENTRANCES.get(preset) if category in {"entr", "exit"} and preset is not None else None
    name = _(known) if known else named(TRANSITIONS, fallback.partition("(")[0])
    return _("{kind}：{name}").format(kind=kind, name=name) if name else kind


def shown_word(word: str) -> str:
    """Return what people call a chart, shape, effect, fill or line; a rare word stays as it is."""
    found = next((group[word] for group in _GROUPS if word in group), "")
    return _(found) if found else word


def shown_line(style: str, colour: str = "") -> str:
    """Return a line for people; `colour` is in their words already."""
    return f"{named(LINES, style)} {colour}".strip()
