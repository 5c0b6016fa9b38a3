"""The room's certificate: self-signed, made once, believed because people compare its code. TLS 1.3 only."""

from __future__ import annotations

import hashlib
import ssl
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from itembank.base.errors import ExitCode, JikaoError
from itembank.base.files import write_whole
from itembank.base.i18n import _

# Far wider than any clock of a school may be wrong; desks pin the certificate and do not look at dates.
VALID_FROM = datetime(2000, 1, 1, tzinfo=UTC)
VALID_UNTIL = datetime(2099, 12, 31, tzinfo=UTC)
COMMON_NAME = "jikao-room"


def make_certificate(certificate: Path, key: Path) -> None:
    """Write a new certificate and its private key."""
    private = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, COMMON_NAME)])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(VALID_FROM)
        .not_valid_after(VALID_UNTIL)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(COMMON_NAME)]), critical=False)
        .sign(private, hashes.SHA256())
    )
    pem = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    write_whole(key, pem)
    key.chmod(0o600)
    write_whole(certificate, made.public_bytes(serialization.Encoding.PEM))


def read_certificate_der(certificate: Path) -> bytes:
    """Return the certificate's DER bytes, which pairing codes and fingerprints are made of."""
    return ssl.PEM_cert_to_DER_cert(certificate.read_text("ascii"))


def fingerprint(certificate_der: bytes) -> str:
    """Return the SHA-256 of a certificate in hexadecimal."""
    return hashlib.sha256(certificate_der).hexdigest()


def server_context(certificate: Path, key: Path) -> ssl.SSLContext:
    """Return a context that speaks TLS 1.3 and nothing older."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    try:
        context.load_cert_chain(certificate, key)
    except (OSError, ssl.SSLError) as error:
        raise JikaoError(
            _("考场服务器的证书无法读取：{error}").format(error=error),
            hint=_("请从备份恢复 keys 文件夹；重新生成证书后，所有考试机都要重新配对。"),
            code=ExitCode.ENVIRONMENT,
        ) from error
    return context
