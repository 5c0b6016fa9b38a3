"""The keys a sitting needs while it runs: attempt keys, released content keys, the centre's key to wrap to.

In the default tier attempt keys are kept sealed to the sitting's key, which is
wiped with the sitting; in the strict tier they live in memory only.
"""

from __future__ import annotations

from pathlib import Path

from exam_server.room.hall import AttemptSecrets
from itembank.base.files import write_whole
from itembank.model.codec import Value, from_bytes, to_bytes
from itembank.model.package import form_compartment
from itembank.model.sitting import Tier
from itembank.sealing.attempt import AttemptKey
from itembank.sealing.content import ContentKey
from itembank.sealing.errors import WrongKeyError
from itembank.sealing.keys import BoxKey, BoxPublicKey


class _Released(Value, frozen=True):
    keys: dict[str, bytes] = {}


class KeyRing:
    """Keys of one sitting. `released_path` keeps released content keys for a restarted server."""

    def __init__(
        self, *, sitting_key: BoxKey, centre: BoxPublicKey, tier: Tier, manifest_digest: str, released_path: Path
    ) -> None:
        """Take up what was released before a restart."""
        self._sitting_key = sitting_key
        self._centre = centre
        self._tier = tier
        self._manifest_digest = manifest_digest
        self._released_path = released_path
        self._attempts: dict[str, bytes] = {}
        self._content = self._read_released()

    def make_attempt(self, attempt: str) -> AttemptSecrets:
        """Make the key of a new attempt and remember it."""
        key = AttemptKey.generate()
        self._attempts[attempt] = key.private_bytes()
        kept = key.wrap_to(self._sitting_key.public, attempt) if self._tier is Tier.DEFAULT else b""
        return AttemptSecrets(key.private_bytes(), key.wrap_to(self._centre, attempt), kept)

    def find_attempt(self, attempt: str, kept: bytes) -> bytes | None:
        """Return an attempt's key from memory or from its kept form."""
        if attempt not in self._attempts and kept:
            self._attempts[attempt] = AttemptKey.unwrap(self._sitting_key, attempt, kept).private_bytes()
        return self._attempts.get(attempt)

    def find_content(self, form: str) -> bytes | None:
        """Return the released key of a form."""
        key = self._content.get(form)
        return key.raw if key is not None else None

    def release(self, keys: dict[str, ContentKey]) -> None:
        """Keep released content keys, on disk first."""
        self._content |= keys
        wrapped = {
            form: key.wrap_to(self._sitting_key.public, self._manifest_digest, form_compartment(form))
            for form, key in self._content.items()
        }
        write_whole(self._released_path, to_bytes(_Released(keys=wrapped)))

    def _read_released(self) -> dict[str, ContentKey]:
        if not self._released_path.is_file():
            return {}
        kept = from_bytes(_Released, self._released_path.read_bytes())
        found = {}
        for form, wrapped in kept.keys.items():
            try:
                found[form] = ContentKey.unwrap(
                    self._sitting_key, self._manifest_digest, form_compartment(form), wrapped
                )
            except WrongKeyError:
                # Of another package or damaged: the shares must be entered again.
                continue
        return found
