"""The calm strip that says that the network is away and the work is not lost; never more hopeful than the save mark."""

from __future__ import annotations

from exam_client.attempt.states import DeskState
from exam_client.attempt.views import SaveMark
from exam_client.face import DeskFace
from exam_client.net.views import Connection
from exam_client.ui.look import Look
from exam_client.ui.parts.note import Note, Tone
from itembank.base.i18n import _

WORKING = frozenset({DeskState.ANSWERING, DeskState.PAUSED, DeskState.LOCKED})


class OfflineStrip(Note):
    """Stands below the header of the window and of the task strip; hidden while the room is there."""

    def __init__(self, look: Look, desk: DeskFace) -> None:
        """Listen to `desk`."""
        super().__init__(look, Tone.WARN, role="strip")
        self._desk = desk
        for signal in (desk.stateChanged, desk.connectionChanged, desk.saveMarkChanged):
            signal.connect(self.refresh)

    def refresh(self, _changed: object = None) -> None:
        """Say how it is now."""
        if self._desk.connection is Connection.ONLINE or self._desk.state not in WORKING:
            self.say("")
        elif self._desk.save_mark is SaveMark.UNSAVED:
            self.say(_("网络中断，可继续作答，答案正在保存到本机"))
        else:
            self.say(_("网络中断，可继续作答，答案已存本机"))
