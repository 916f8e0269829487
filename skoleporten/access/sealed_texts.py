from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from skoleporten.access import encryption


class SealedTexts:
    """Of a row with fields `<name>_encrypted`: each text is bound to its table, its name and its row."""

    if TYPE_CHECKING:
        public_id: uuid.UUID
        _meta: Any

    def opened(self, name: str) -> str:
        """Empty where nothing is kept; raises DecryptionError where it can not be trusted."""
        stored = getattr(self, f"{name}_encrypted")
        return encryption.decrypt(stored, place=self._place(name)) if stored else ""

    def write(self, **texts: str) -> None:
        """Does not save."""
        for name, text in texts.items():
            sealed = encryption.encrypt(text, place=self._place(name)) if text else ""
            setattr(self, f"{name}_encrypted", sealed)

    def _place(self, name: str) -> str:
        return f"{self._meta.db_table}/{name}/{self.public_id}"
