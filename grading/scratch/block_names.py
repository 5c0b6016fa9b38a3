"""What Scratch 3 writes on its blocks, in Chinese and English: the words a pupil saw, for people who read evidence.

Two columns instead of the catalogue: they are another program's labels, one word stands on different blocks
("显示" is "show" here and elsewhere "display"), and they change with Scratch, not with us. Names of holes in braces
are those of project.json. The labels are those of Scratch's own zh-cn and en since 3.0; a block that is not here
keeps its opcode. Pictures on blocks (the flag, the turning arrows) are said in words: no font is sure to have them.
"""

from __future__ import annotations

from dataclasses import dataclass

from itembank.base.i18n import SOURCE_LANGUAGE, language


@dataclass(frozen=True, slots=True)
class Label:
    """A label in both languages."""

    chinese: str
    english: str

    @property
    def text(self) -> str:
        """The label in the language of this process."""
        return self.chinese if language() == SOURCE_LANGUAGE else self.english


_TABLE = """
motion_movesteps | 移动 {STEPS} 步 | move {STEPS} steps
motion_turnright | 右转 {DEGREES} 度 | turn right {DEGREES} degrees
motion_turnleft | 左转 {DEGREES} 度 | turn left {DEGREES} degrees
motion_goto | 移到 {TO} | go to {TO}
motion_gotoxy | 移到 x: {X} y: {Y} | go to x: {X} y: {Y}
motion_glideto | 在 {SECS} 秒内滑行到 {TO} | glide {SECS} secs to {TO}
motion_glidesecstoxy | 在 {SECS} 秒内滑行到 x: {X} y: {Y} | glide {SECS} secs to x: {X} y: {Y}
motion_pointindirection | 面向 {DIRECTION} 方向 | point in direction {DIRECTION}
motion_pointtowards | 面向 {TOWARDS} | point towards {TOWARDS}
motion_changexby | 将x坐标增加 {DX} | change x by {DX}
motion_setx | 将x坐标设为 {X} | set x to {X}
motion_changeyby | 将y坐标增加 {DY} | change y by {DY}
motion_sety | 将y坐标设为 {Y} | set y to {Y}
motion_ifonedgebounce | 碰到边缘就反弹 | if on edge, bounce
motion_setrotationstyle | 将旋转方式设为 {STYLE} | set rotation style {STYLE}
motion_xposition | x 坐标 | x position
motion_yposition | y 坐标 | y position
motion_direction | 方向 | direction
looks_sayforsecs | 说 {MESSAGE} {SECS} 秒 | say {MESSAGE} for {SECS} seconds
looks_say | 说 {MESSAGE} | say {MESSAGE}
looks_thinkforsecs | 思考 {MESSAGE} {SECS} 秒 | think {MESSAGE} for {SECS} seconds
looks_think | 思考 {MESSAGE} | think {MESSAGE}
looks_switchcostumeto | 换成 {COSTUME} 造型 | switch costume to {COSTUME}
looks_nextcostume | 下一个造型 | next costume
looks_switchbackdropto | 换成 {BACKDROP} 背景 | switch backdrop to {BACKDROP}
looks_switchbackdroptoandwait | 换成 {BACKDROP} 背景并等待 | switch backdrop to {BACKDROP} and wait
looks_nextbackdrop | 下一个背景 | next backdrop
looks_changesizeby | 将大小增加 {CHANGE} | change size by {CHANGE}
looks_setsizeto | 将大小设为 {SIZE} | set size to {SIZE} %
looks_changeeffectby | 将 {EFFECT} 特效增加 {CHANGE} | change {EFFECT} effect by {CHANGE}
looks_seteffectto | 将 {EFFECT} 特效设定为 {VALUE} | set {EFFECT} effect to {VALUE}
looks_cleargraphiceffects | 清除图形特效 | clear graphic effects
looks_show | 显示 | show
looks_hide | 隐藏 | hide
looks_hideallsprites | 隐藏所有角色 | hide all sprites
looks_gotofrontback | 移到最 {FRONT_BACK} | go to {FRONT_BACK} layer
looks_goforwardbackwardlayers | {FORWARD_BACKWARD} {NUM} 层 | go {FORWARD_BACKWARD} {NUM} layers
looks_costumenumbername | 造型 {NUMBER_NAME} | costume {NUMBER_NAME}
looks_backdropnumbername | 背景 {NUMBER_NAME} | backdrop {NUMBER_NAME}
looks_size | 大小 | size
looks_changestretchby | 伸缩 {CHANGE} | change stretch by {CHANGE}
looks_setstretchto | 设置伸缩为 {STRETCH} % | set stretch to {STRETCH} %
sound_play | 播放声音 {SOUND_MENU} | start sound {SOUND_MENU}
sound_playuntildone | 播放声音 {SOUND_MENU} 等待播完 | play sound {SOUND_MENU} until done
sound_stopallsounds | 停止所有声音 | stop all sounds
sound_changeeffectby | 将 {EFFECT} 音效增加 {VALUE} | change {EFFECT} effect by {VALUE}
sound_seteffectto | 将 {EFFECT} 音效设为 {VALUE} | set {EFFECT} effect to {VALUE}
sound_cleareffects | 清除音效 | clear sound effects
sound_changevolumeby | 将音量增加 {VOLUME} | change volume by {VOLUME}
sound_setvolumeto | 将音量设为 {VOLUME} % | set volume to {VOLUME} %
sound_volume | 音量 | volume
event_whenflagclicked | 当绿旗被点击 | when green flag clicked
event_whenkeypressed | 当按下 {KEY_OPTION} 键 | when {KEY_OPTION} key pressed
event_whenthisspriteclicked | 当角色被点击 | when this sprite clicked
event_whenstageclicked | 当舞台被点击 | when stage clicked
event_whenbackdropswitchesto | 当背景换成 {BACKDROP} | when backdrop switches to {BACKDROP}
event_whengreaterthan | 当 {WHENGREATERTHANMENU} > {VALUE} | when {WHENGREATERTHANMENU} > {VALUE}
event_whenbroadcastreceived | 当接收到 {BROADCAST_OPTION} | when I receive {BROADCAST_OPTION}
event_whentouchingobject | 当该角色碰到 {TOUCHINGOBJECTMENU} | when this sprite touches {TOUCHINGOBJECTMENU}
event_broadcast | 广播 {BROADCAST_INPUT} | broadcast {BROADCAST_INPUT}
event_broadcastandwait | 广播 {BROADCAST_INPUT} 并等待 | broadcast {BROADCAST_INPUT} and wait
control_wait | 等待 {DURATION} 秒 | wait {DURATION} seconds
control_repeat | 重复执行 {TIMES} 次 | repeat {TIMES}
control_forever | 重复执行 | forever
control_if | 如果 {CONDITION} 那么 | if {CONDITION} then
control_if_else | 如果 {CONDITION} 那么 | if {CONDITION} then
control_wait_until | 等待 {CONDITION} | wait until {CONDITION}
control_repeat_until | 重复执行直到 {CONDITION} | repeat until {CONDITION}
control_while | 当 {CONDITION} 重复执行 | while {CONDITION}
control_for_each | 对于 {VALUE} 中的每个 {VARIABLE} | for each {VARIABLE} in {VALUE}
control_stop | 停止 {STOP_OPTION} | stop {STOP_OPTION}
control_start_as_clone | 当作为克隆体启动时 | when I start as a clone
control_create_clone_of | 克隆 {CLONE_OPTION} | create clone of {CLONE_OPTION}
control_delete_this_clone | 删除此克隆体 | delete this clone
control_get_counter | 计数器 | counter
control_incr_counter | 计数器加一 | increment counter
control_clear_counter | 计数器归零 | clear counter
control_all_at_once | 所有脚本 | all at once
sensing_touchingobject | 碰到 {TOUCHINGOBJECTMENU} ? | touching {TOUCHINGOBJECTMENU} ?
sensing_touchingcolor | 碰到颜色 {COLOR} ? | touching color {COLOR} ?
sensing_coloristouchingcolor | 颜色 {COLOR} 碰到 {COLOR2} ? | color {COLOR} is touching {COLOR2} ?
sensing_distanceto | 到 {DISTANCETOMENU} 的距离 | distance to {DISTANCETOMENU}
sensing_askandwait | 询问 {QUESTION} 并等待 | ask {QUESTION} and wait
sensing_answer | 回答 | answer
sensing_keypressed | 按下 {KEY_OPTION} 键? | key {KEY_OPTION} pressed?
sensing_mousedown | 按下鼠标? | mouse down?
sensing_mousex | 鼠标的x坐标 | mouse x
sensing_mousey | 鼠标的y坐标 | mouse y
sensing_setdragmode | 将拖动模式设为 {DRAG_MODE} | set drag mode {DRAG_MODE}
sensing_loudness | 响度 | loudness
sensing_loud | 响声? | loud?
sensing_timer | 计时器 | timer
sensing_resettimer | 计时器归零 | reset timer
sensing_of | {OBJECT} 的 {PROPERTY} | {PROPERTY} of {OBJECT}
sensing_current | 当前时间的 {CURRENTMENU} | current {CURRENTMENU}
sensing_dayssince2000 | 2000年至今的天数 | days since 2000
sensing_online | 在线? | online?
sensing_username | 用户名 | username
sensing_userid | 用户id | user id
operator_add | {NUM1} + {NUM2} | {NUM1} + {NUM2}
operator_subtract | {NUM1} - {NUM2} | {NUM1} - {NUM2}
operator_multiply | {NUM1} * {NUM2} | {NUM1} * {NUM2}
operator_divide | {NUM1} / {NUM2} | {NUM1} / {NUM2}
operator_random | 在 {FROM} 和 {TO} 之间取随机数 | pick random {FROM} to {TO}
operator_gt | {OPERAND1} > {OPERAND2} | {OPERAND1} > {OPERAND2}
operator_lt | {OPERAND1} < {OPERAND2} | {OPERAND1} < {OPERAND2}
operator_equals | {OPERAND1} = {OPERAND2} | {OPERAND1} = {OPERAND2}
operator_and | {OPERAND1} 与 {OPERAND2} | {OPERAND1} and {OPERAND2}
operator_or | {OPERAND1} 或 {OPERAND2} | {OPERAND1} or {OPERAND2}
operator_not | {OPERAND} 不成立 | not {OPERAND}
operator_join | 连接 {STRING1} 和 {STRING2} | join {STRING1} {STRING2}
operator_letter_of | {STRING} 的第 {LETTER} 个字符 | letter {LETTER} of {STRING}
operator_length | {STRING} 的字符数 | length of {STRING}
operator_contains | {STRING1} 包含 {STRING2} ? | {STRING1} contains {STRING2} ?
operator_mod | {NUM1} 除以 {NUM2} 的余数 | {NUM1} mod {NUM2}
operator_round | 四舍五入 {NUM} | round {NUM}
operator_mathop | {OPERATOR} {NUM} | {OPERATOR} of {NUM}
data_variable | {VARIABLE} | {VARIABLE}
data_setvariableto | 将 {VARIABLE} 设为 {VALUE} | set {VARIABLE} to {VALUE}
data_changevariableby | 将 {VARIABLE} 增加 {VALUE} | change {VARIABLE} by {VALUE}
data_showvariable | 显示变量 {VARIABLE} | show variable {VARIABLE}
data_hidevariable | 隐藏变量 {VARIABLE} | hide variable {VARIABLE}
data_listcontents | {LIST} | {LIST}
data_addtolist | 将 {ITEM} 加入 {LIST} | add {ITEM} to {LIST}
data_deleteoflist | 删除 {LIST} 的第 {INDEX} 项 | delete {INDEX} of {LIST}
data_deletealloflist | 删除 {LIST} 的全部项目 | delete all of {LIST}
data_insertatlist | 在 {LIST} 的第 {INDEX} 项前插入 {ITEM} | insert {ITEM} at {INDEX} of {LIST}
data_replaceitemoflist | 将 {LIST} 的第 {INDEX} 项替换为 {ITEM} | replace item {INDEX} of {LIST} with {ITEM}
data_itemoflist | {LIST} 的第 {INDEX} 项 | item {INDEX} of {LIST}
data_itemnumoflist | {LIST} 中第一个 {ITEM} 的编号 | item # of {ITEM} in {LIST}
data_lengthoflist | {LIST} 的项目数 | length of {LIST}
data_listcontainsitem | {LIST} 包含 {ITEM} ? | {LIST} contains {ITEM} ?
data_showlist | 显示列表 {LIST} | show list {LIST}
data_hidelist | 隐藏列表 {LIST} | hide list {LIST}
argument_reporter_string_number | {VALUE} | {VALUE}
argument_reporter_boolean | {VALUE} | {VALUE}
pen_clear | 全部擦除 | erase all
pen_stamp | 图章 | stamp
pen_penDown | 落笔 | pen down
pen_penUp | 抬笔 | pen up
pen_setPenColorToColor | 将笔的颜色设为 {COLOR} | set pen color to {COLOR}
pen_changePenColorParamBy | 将笔的 {COLOR_PARAM} 增加 {VALUE} | change pen {COLOR_PARAM} by {VALUE}
pen_setPenColorParamTo | 将笔的 {COLOR_PARAM} 设为 {VALUE} | set pen {COLOR_PARAM} to {VALUE}
pen_changePenSizeBy | 将笔的粗细增加 {SIZE} | change pen size by {SIZE}
pen_setPenSizeTo | 将笔的粗细设为 {SIZE} | set pen size to {SIZE}
pen_setPenShadeToNumber | 将笔的亮度设为 {SHADE} | set pen shade to {SHADE}
pen_changePenShadeBy | 将笔的亮度增加 {SHADE} | change pen shade by {SHADE}
pen_setPenHueToNumber | 将笔的颜色设为 {HUE} | set pen color to {HUE}
pen_changePenHueBy | 将笔的颜色增加 {HUE} | change pen color by {HUE}
music_playDrumForBeats | 击打 {DRUM} {BEATS} 拍 | play drum {DRUM} for {BEATS} beats
music_midiPlayDrumForBeats | 击打 {DRUM} {BEATS} 拍 | play drum {DRUM} for {BEATS} beats
music_restForBeats | 休止 {BEATS} 拍 | rest for {BEATS} beats
music_playNoteForBeats | 演奏音符 {NOTE} {BEATS} 拍 | play note {NOTE} for {BEATS} beats
music_setInstrument | 将乐器设为 {INSTRUMENT} | set instrument to {INSTRUMENT}
music_midiSetInstrument | 将乐器设为 {INSTRUMENT} | set instrument to {INSTRUMENT}
music_setTempo | 将演奏速度设定为 {TEMPO} | set tempo to {TEMPO}
music_changeTempo | 将演奏速度增加 {TEMPO} | change tempo by {TEMPO}
music_getTempo | 演奏速度 | tempo
text2speech_speakAndWait | 朗读 {WORDS} | speak {WORDS}
text2speech_setVoice | 使用 {VOICE} 嗓音 | set voice to {VOICE}
text2speech_setLanguage | 将朗读语言设置为 {LANGUAGE} | set language to {LANGUAGE}
translate_getTranslate | 将 {WORDS} 译为 {LANGUAGE} | translate {WORDS} to {LANGUAGE}
translate_getViewerLanguage | 访客语言 | language
videoSensing_whenMotionGreaterThan | 当视频运动 > {REFERENCE} | when video motion > {REFERENCE}
videoSensing_videoOn | 相对于 {SUBJECT} 的视频 {ATTRIBUTE} | video {ATTRIBUTE} on {SUBJECT}
videoSensing_videoToggle | {VIDEO_STATE} 摄像头 | turn video {VIDEO_STATE}
videoSensing_setVideoTransparency | 将视频透明度设为 {TRANSPARENCY} | set video transparency to {TRANSPARENCY}
makeymakey_whenMakeyKeyPressed | 当按下 {KEY} 键 | when {KEY} key pressed
makeymakey_whenCodePressed | 当依次按下 {SEQUENCE} 键时 | when {SEQUENCE} pressed in order
microbit_whenButtonPressed | 当按下 {BTN} 按钮 | when {BTN} button pressed
microbit_isButtonPressed | 按下 {BTN} 按钮? | {BTN} button pressed?
microbit_whenGesture | 当被 {GESTURE} | when {GESTURE}
microbit_displaySymbol | 显示 {MATRIX} | display {MATRIX}
microbit_displayText | 显示文本 {TEXT} | display text {TEXT}
microbit_displayClear | 清空屏幕 | clear display
microbit_whenTilted | 当向 {DIRECTION} 倾斜 | when tilted {DIRECTION}
microbit_isTilted | 向 {DIRECTION} 倾斜? | tilted {DIRECTION} ?
microbit_getTiltAngle | 向 {DIRECTION} 倾角 | tilt angle {DIRECTION}
microbit_whenPinConnected | 当引脚 {PIN} 接地 | when pin {PIN} connected
"""

ELSE = Label("否则", "else")
DEFINE = Label("定义 {BLOCK}", "define {BLOCK}")


def _labels(table: str) -> dict[str, Label]:
    rows = (line.split(" | ") for line in table.strip().splitlines())
    return {name: Label(chinese, english) for name, chinese, english in rows}


LABELS = _labels(_TABLE)
"""Every block by its opcode."""
