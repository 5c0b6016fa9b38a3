"""Codes that people type and compare."""

from __future__ import annotations

import hashlib
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from exam_server.net.tls import fingerprint, make_certificate, read_certificate_der
from exam_server.protocol.pairing import CROCKFORD, compare_code, is_pairing_code, pairing_code, plain_code


def test_the_code_is_the_first_sixty_bits_of_the_certificates_digest() -> None:
    der = b"certificate"
    bits = f"{int.from_bytes(hashlib.sha256(der).digest(), 'big'):0256b}"[:60]
    spelled = "".join(CROCKFORD[int(bits[at : at + 5], 2)] for at in range(0, 60, 5))
    assert pairing_code(der).replace("-", "") == spelled
    assert len(pairing_code(der)) == 14


@given(st.binary(max_size=60))
def test_case_hyphens_blanks_and_lookalikes_do_not_count(der: bytes) -> None:
    typed = pairing_code(der).lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert is_pairing_code(typed, der)


@given(st.binary(max_size=20), st.binary(max_size=20))
def test_another_certificate_has_another_code(one: bytes, two: bytes) -> None:
    assert is_pairing_code(pairing_code(one), two) == (one == two)


def test_half_a_code_is_no_code() -> None:
    assert not is_pairing_code(pairing_code(b"x")[:9], b"x")
    assert not is_pairing_code("", b"x")


def test_the_compare_code_depends_on_machine_and_secret() -> None:
    codes = {compare_code("a", b"1" * 32), compare_code("b", b"1" * 32), compare_code("a", b"2" * 32)}
    assert len(codes) == 3
    assert all(len(code) == 6 and plain_code(code) == code for code in codes)


def test_a_made_certificate_has_a_fingerprint_and_its_key_is_private(tmp_path: Path) -> None:
    make_certificate(tmp_path / "tls.crt", tmp_path / "tls.key")
    der = read_certificate_der(tmp_path / "tls.crt")
    assert fingerprint(der) == hashlib.sha256(der).hexdigest()
    assert (tmp_path / "tls.key").stat().st_mode & 0o077 == 0
    assert b"PRIVATE" not in (tmp_path / "tls.crt").read_bytes()
