"""Text that must not be readable in the database or a backup of it: AES-GCM, bound to its place in the database.

A stored value is `<key id>:<base64 of nonce and ciphertext>`. The place (table, column, public_id of the row) is
authenticated with it, so a value that was moved to another row does not open. Searching is by a keyed hash only.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

NONCE_BYTES = 12  # of AES-GCM; random, and far fewer values are written than would make two alike


KEY_ID_BYTES = 4


class DecryptionError(RuntimeError):
    """The value was made with another key, was changed, or stands in another place than it was written to."""


def encrypt(text: str, *, place: str) -> str:
    nonce = os.urandom(NONCE_BYTES)
    sealed = nonce + AESGCM(_derived(settings.FIELD_KEY, b"field")).encrypt(nonce, text.encode(), place.encode())
    return f"{key_id(settings.FIELD_KEY)}:{base64.b64encode(sealed).decode()}"


def decrypt(stored: str, *, place: str) -> str:
    named, _colon, encoded = stored.partition(":")
    if named != key_id(settings.FIELD_KEY):
        raise DecryptionError(f"The value at {place} was written with the key {named[:16]!r}, which is not in use.")
    try:
        sealed = base64.b64decode(encoded, validate=True)
        key = AESGCM(_derived(settings.FIELD_KEY, b"field"))
        return key.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place.encode()).decode()
    except (InvalidTag, ValueError) as error:
        raise DecryptionError(f"The value at {place} can not be read: it was changed or moved.") from error


def seal(content: bytes, *, place: str) -> bytes:
    """The same for a whole file."""
    nonce = os.urandom(NONCE_BYTES)
    sealed = AESGCM(_derived(settings.FIELD_KEY, b"file")).encrypt(nonce, content, place.encode())
    return bytes.fromhex(key_id(settings.FIELD_KEY)) + nonce + sealed


def unseal(stored: bytes, *, place: str) -> bytes:
    if stored[:KEY_ID_BYTES].hex() != key_id(settings.FIELD_KEY):
        raise DecryptionError(f"The file at {place} was written with another key than the one in use.")
    nonce, sealed = stored[KEY_ID_BYTES : KEY_ID_BYTES + NONCE_BYTES], stored[KEY_ID_BYTES + NONCE_BYTES :]
    try:
        return AESGCM(_derived(settings.FIELD_KEY, b"file")).decrypt(nonce, sealed, place.encode())
    except (InvalidTag, ValueError) as error:
        raise DecryptionError(f"The file at {place} can not be read: it was changed or moved.") from error


def keyed_hash(text: str, *, purpose: str) -> str:
    """Equal for equal texts of one purpose, and tells nothing without the key."""
    return hmac.new(_derived(settings.FIELD_KEY, f"hash {purpose}".encode()), text.encode(), hashlib.sha256).hexdigest()


def key_id(key: str) -> str:
    """Names a key without telling anything of it."""
    return _derived(key, b"key id")[:4].hex()


@lru_cache(maxsize=32)
def _derived(key: str, use: bytes) -> bytes:
    """A key of its own for each use, so that none can stand in for another."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"skoleporten " + use).derive(key.encode())
