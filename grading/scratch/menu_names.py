"""What stands in the menus of Scratch 3's blocks, in Chinese and English, by the hole and the word of project.json.

Names that pupils give (sprites, costumes, messages, variables) stay as they are.
"""

from __future__ import annotations

from grading.scratch.block_names import Label

_TABLE = """
KEY_OPTION | space | 空格 | space
KEY_OPTION | left arrow | ← | left arrow
KEY_OPTION | right arrow | → | right arrow
KEY_OPTION | up arrow | ↑ | up arrow
KEY_OPTION | down arrow | ↓ | down arrow
KEY_OPTION | any | 任意 | any
KEY_OPTION | enter | 回车 | enter
KEY_OPTION | LEFT | ← | left arrow
KEY_OPTION | RIGHT | → | right arrow
KEY_OPTION | UP | ↑ | up arrow
KEY_OPTION | DOWN | ↓ | down arrow
KEY_OPTION | SPACE | 空格 | space
TO | _mouse_ | 鼠标指针 | mouse-pointer
TO | _random_ | 随机位置 | random position
TOWARDS | _mouse_ | 鼠标指针 | mouse-pointer
TOWARDS | _random_ | 随机方向 | random direction
TOUCHINGOBJECTMENU | _mouse_ | 鼠标指针 | mouse-pointer
TOUCHINGOBJECTMENU | _edge_ | 舞台边缘 | edge
TOUCHINGOBJECTMENU | _stage_ | 舞台 | Stage
DISTANCETOMENU | _mouse_ | 鼠标指针 | mouse-pointer
DISTANCETOMENU | _edge_ | 舞台边缘 | edge
DISTANCETOMENU | _stage_ | 舞台 | Stage
OBJECT | _mouse_ | 鼠标指针 | mouse-pointer
OBJECT | _edge_ | 舞台边缘 | edge
OBJECT | _stage_ | 舞台 | Stage
CLONE_OPTION | _myself_ | 自己 | myself
EFFECT | COLOR | 颜色 | color
EFFECT | FISHEYE | 鱼眼 | fisheye
EFFECT | WHIRL | 漩涡 | whirl
EFFECT | PIXELATE | 像素化 | pixelate
EFFECT | MOSAIC | 马赛克 | mosaic
EFFECT | BRIGHTNESS | 亮度 | brightness
EFFECT | GHOST | 虚像 | ghost
EFFECT | PITCH | 音调 | pitch
EFFECT | PAN | 左右平衡 | pan left/right
STOP_OPTION | all | 全部脚本 | all
STOP_OPTION | this script | 这个脚本 | this script
STOP_OPTION | other scripts in sprite | 该角色的其他脚本 | other scripts in sprite
STOP_OPTION | other scripts in stage | 舞台的其他脚本 | other scripts in stage
STYLE | left-right | 左右翻转 | left-right
STYLE | don't rotate | 不可旋转 | don't rotate
STYLE | all around | 任意旋转 | all around
FRONT_BACK | front | 前面 | front
FRONT_BACK | back | 后面 | back
FORWARD_BACKWARD | forward | 前移 | forward
FORWARD_BACKWARD | backward | 后移 | backward
NUMBER_NAME | number | 编号 | number
NUMBER_NAME | name | 名称 | name
BACKDROP | next backdrop | 下一个背景 | next backdrop
BACKDROP | previous backdrop | 上一个背景 | previous backdrop
BACKDROP | random backdrop | 随机背景 | random backdrop
WHENGREATERTHANMENU | LOUDNESS | 响度 | loudness
WHENGREATERTHANMENU | TIMER | 计时器 | timer
DRAG_MODE | draggable | 可拖动 | draggable
DRAG_MODE | not draggable | 不可拖动 | not draggable
CURRENTMENU | YEAR | 年 | year
CURRENTMENU | MONTH | 月 | month
CURRENTMENU | DATE | 日 | date
CURRENTMENU | DAYOFWEEK | 星期 | day of week
CURRENTMENU | HOUR | 时 | hour
CURRENTMENU | MINUTE | 分 | minute
CURRENTMENU | SECOND | 秒 | second
PROPERTY | x position | x 坐标 | x position
PROPERTY | y position | y 坐标 | y position
PROPERTY | direction | 方向 | direction
PROPERTY | size | 大小 | size
PROPERTY | costume name | 造型名称 | costume name
PROPERTY | volume | 音量 | volume
PROPERTY | backdrop name | 背景名称 | backdrop name
PROPERTY | costume # | 造型编号 | costume #
PROPERTY | backdrop # | 背景编号 | backdrop #
OPERATOR | abs | 绝对值 | abs
OPERATOR | floor | 向下取整 | floor
OPERATOR | ceiling | 向上取整 | ceiling
OPERATOR | sqrt | 平方根 | sqrt
INDEX | all | 全部 | all
INDEX | last | 末尾 | last
INDEX | random | 随机 | random
COLOR_PARAM | color | 颜色 | color
COLOR_PARAM | saturation | 饱和度 | saturation
COLOR_PARAM | brightness | 亮度 | brightness
COLOR_PARAM | transparency | 透明度 | transparency
VOICE | ALTO | 中音 | alto
VOICE | TENOR | 男高音 | tenor
VOICE | SQUEAK | 尖细 | squeak
VOICE | GIANT | 巨人 | giant
VOICE | KITTEN | 小猫 | kitten
ATTRIBUTE | motion | 运动 | motion
ATTRIBUTE | direction | 方向 | direction
SUBJECT | Stage | 舞台 | Stage
SUBJECT | this sprite | 角色 | sprite
VIDEO_STATE | off | 关闭 | off
VIDEO_STATE | on | 开启 | on
VIDEO_STATE | on-flipped | 镜像开启 | on flipped
BTN | any | 任意 | any
GESTURE | moved | 移动 | moved
GESTURE | shaken | 晃动 | shaken
GESTURE | jumped | 抛起 | jumped
DIRECTION | front | 前 | front
DIRECTION | back | 后 | back
DIRECTION | left | 左 | left
DIRECTION | right | 右 | right
DIRECTION | any | 任意 | any
LANGUAGE | zh-cn | 中文（简体） | Chinese (Simplified)
LANGUAGE | zh-tw | 中文（繁体） | Chinese (Traditional)
LANGUAGE | en | 英语 | English
LANGUAGE | ja | 日语 | Japanese
LANGUAGE | ko | 韩语 | Korean
LANGUAGE | fr | 法语 | French
LANGUAGE | de | 德语 | German
LANGUAGE | ru | 俄语 | Russian
LANGUAGE | es | 西班牙语 | Spanish
"""
_DRUMS = """
小军鼓 | Snare Drum
低音鼓 | Bass Drum
敲鼓边 | Side Stick
碎音钹 | Crash Cymbal
开击踩镲 | Open Hi-Hat
闭击踩镲 | Closed Hi-Hat
铃鼓 | Tambourine
手掌 | Hand Clap
音棒 | Claves
木鱼 | Wood Block
牛铃 | Cowbell
三角铁 | Triangle
邦戈鼓 | Bongo
康加鼓 | Conga
卡巴萨 | Cabasa
刮瓜 | Guiro
颤音器 | Vibraslap
锯加鼓 | Cuica
"""
_INSTRUMENTS = """
钢琴 | Piano
电钢琴 | Electric Piano
风琴 | Organ
吉他 | Guitar
电吉他 | Electric Guitar
贝斯 | Bass
拨弦 | Pizzicato
大提琴 | Cello
长号 | Trombone
单簧管 | Clarinet
萨克斯管 | Saxophone
长笛 | Flute
木长笛 | Wooden Flute
巴松管 | Bassoon
唱诗班 | Choir
颤音琴 | Vibraphone
八音盒 | Music Box
钢鼓 | Steel Drum
马林巴琴 | Marimba
合成主音 | Synth Lead
合成柔音 | Synth Pad
"""
_EXTENSIONS = """
pen | 画笔 | Pen
music | 音乐 | Music
text2speech | 文字朗读 | Text to Speech
translate | 翻译 | Translate
videoSensing | 视频侦测 | Video Sensing
makeymakey | Makey Makey | Makey Makey
microbit | micro:bit | micro:bit
ev3 | LEGO EV3 | LEGO EV3
boost | LEGO BOOST | LEGO BOOST
wedo2 | LEGO WeDo 2.0 | LEGO WeDo 2.0
gdxfor | Go Direct 力与加速度 | Go Direct Force & Acceleration
speech2text | 语音识别 | Speech to Text
"""
_SAME = {"KEY": "KEY_OPTION"}
"""Holes with the menu of another."""


def _menus(table: str) -> dict[str, dict[str, Label]]:
    menus: dict[str, dict[str, Label]] = {}
    for line in table.strip().splitlines():
        hole, word, chinese, english = line.split(" | ")
        menus.setdefault(hole, {})[word] = Label(chinese, english)
    return menus


def _numbered(table: str) -> dict[str, Label]:
    """Return a menu whose words are numbers, as the music extension keeps them."""
    rows = (line.split(" | ") for line in table.strip().splitlines())
    return {
        str(number): Label(f"({number}) {chinese}", f"({number}) {english}")
        for number, (chinese, english) in enumerate(rows, start=1)
    }


MENUS = {**_menus(_TABLE), "DRUM": _numbered(_DRUMS), "INSTRUMENT": _numbered(_INSTRUMENTS)}
"""Every menu by its hole."""

EXTENSIONS = {
    name: Label(chinese, english)
    for name, chinese, english in (line.split(" | ") for line in _EXTENSIONS.strip().splitlines())
}


def menu_word(hole: str, word: str) -> str:
    """Return what the menu of a hole shows for a word of project.json; names stay as they are."""
    menu = MENUS.get(_SAME.get(hole, hole), {})
    label = menu.get(word) or menu.get(word.upper())
    return label.text if label else word


def extension_name(name: str) -> str:
    """Return what Scratch calls an extension; one that is not its own keeps its name."""
    return EXTENSIONS[name].text if name in EXTENSIONS else name
