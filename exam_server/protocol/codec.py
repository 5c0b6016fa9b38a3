"""Messages to bytes and back: MessagePack, typed, with limits; a bad message is refused and changes nothing."""

from __future__ import annotations

from typing import Any

import msgspec

from exam_server.protocol.common import MAX_MESSAGE_BYTES, Message
from exam_server.protocol.console import FromConsole, ToConsole
from exam_server.protocol.desk import FromDesk, ToDesk
from itembank.base.errors import JikaoError
from itembank.base.i18n import _


class MessageError(JikaoError):
    """The peer sent something that is not a message of this protocol."""


class _Codec:
    """Encodes any message and decodes one family of messages."""

    def __init__(self, family: Any, limit_bytes: int) -> None:
        self._decoder = msgspec.msgpack.Decoder(family)
        self._limit_bytes = limit_bytes

    def decode(self, data: bytes) -> Any:
        """Read one message; raises `MessageError` for anything else."""
        if len(data) > self._limit_bytes:
            raise MessageError(_("消息过大：{size} 字节。").format(size=len(data)))
        try:
            return self._decoder.decode(data)
        except (msgspec.DecodeError, RecursionError, ValueError, JikaoError) as error:
            raise MessageError(_("收到无法识别的消息。")) from error


# Server to client messages may carry documents and lists; clients trust the pinned server more.
SERVER_MESSAGE_BYTES = 16 * 1024 * 1024

from_desk = _Codec(FromDesk, MAX_MESSAGE_BYTES)
to_desk = _Codec(ToDesk, SERVER_MESSAGE_BYTES)
from_console = _Codec(FromConsole, MAX_MESSAGE_BYTES)
to_console = _Codec(ToConsole, SERVER_MESSAGE_BYTES)

_encoder = msgspec.msgpack.Encoder()


def encode(message: Message) -> bytes:
    """Write one message."""
    return _encoder.encode(message)
