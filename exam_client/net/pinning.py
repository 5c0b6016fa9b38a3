"""Believing one certificate: learn which one a server shows, compare its code, pin its fingerprint from then on."""

from __future__ import annotations

import asyncio
import hashlib
import ssl
from dataclasses import dataclass

import aiohttp

from exam_server.protocol.common import DEFAULT_PORT
from exam_server.protocol.pairing import is_pairing_code
from itembank.base.errors import ExitCode, JikaoError
from itembank.base.i18n import _

LOOK_SECONDS = 10


class OtherCertificateError(JikaoError):
    """The server is not the room of this pairing code."""

    def __init__(self, address: str) -> None:
        """Name the address."""
        super().__init__(
            _("地址 {address} 的服务器不是配对码所指的考场。").format(address=address),
            hint=_("请核对配对码；核对无误仍不能连接时，请告知监考老师。"),
            code=ExitCode.REFUSED,
        )


@dataclass(frozen=True, slots=True)
class Address:
    """Host and port."""

    host: str
    port: int

    @classmethod
    def parse(cls, text: str) -> Address:
        """Read "10.0.0.2", "10.0.0.2:8443" or "[fe80::1]:8443"; raises `JikaoError`."""
        host, colon, port = text.strip().rpartition(":")
        if not colon or (":" in host and not host.startswith("[")) or host.endswith(":"):
            host, port = text.strip(), str(DEFAULT_PORT)
        if not host or not port.isascii() or not port.isdigit() or not 0 < int(port) < 1 << 16:
            raise JikaoError(
                _("“{text}”不是服务器地址。").format(text=text[:80]), hint=_("请输入例如 192.168.1.10 的地址。")
            )
        return cls(host.strip("[]"), int(port))

    def url(self, path: str, scheme: str = "https") -> str:
        """Spell a URL."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{scheme}://{host}:{self.port}{path}"

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


async def learn_certificate(address: Address) -> bytes:
    """Return the certificate (DER) that a server shows; nothing is said to it. Raises `OSError`."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE  # the code that people compare is the trust, not a list of authorities
    async with asyncio.timeout(LOOK_SECONDS):
        _reader, writer = await asyncio.open_connection(address.host, address.port, ssl=context)
    try:
        shown: bytes | None = writer.get_extra_info("ssl_object").getpeercert(binary_form=True)
    finally:
        writer.transport.abort()
    return shown or b""


async def fingerprint_by_code(address: Address, pairing_code: str) -> str:
    """Return the certificate's SHA-256 if the code names it; raises `OtherCertificateError` or `OSError`."""
    shown = await learn_certificate(address)
    if not is_pairing_code(pairing_code, shown):
        raise OtherCertificateError(str(address))
    return hashlib.sha256(shown).hexdigest()


def pin(certificate_sha256: str) -> aiohttp.Fingerprint:
    """Return what makes aiohttp refuse every other certificate."""
    return aiohttp.Fingerprint(bytes.fromhex(certificate_sha256))
