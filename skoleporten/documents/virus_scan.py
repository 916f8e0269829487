"""ClamAV, where it is configured: a file is taken in when clamd has said OK, and not when it says nothing."""

from __future__ import annotations

import logging
import socket
import struct
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

log = logging.getLogger(__name__)

PIECE = 1 << 16
LONGEST_ANSWER = 4096
OF_A_SOCKET_FILE = "/"


class ScannerDownError(RuntimeError):
    """clamd is configured, and did not answer as it should."""


def check_virus(file: Any) -> None:
    """Raises ValidationError for a virus, and as well when the scanner is configured and can not be asked."""
    if not settings.CLAMAV:
        return
    file.seek(0)
    try:
        found = scan(settings.CLAMAV, iter(lambda: file.read(PIECE), b""), settings.CLAMAV_SECONDS)
    except (OSError, ScannerDownError) as error:
        log.exception("The virus scanner %s can not be asked.", settings.CLAMAV)
        raise ValidationError(
            _("The file could not be checked for viruses now, so it was not taken in. Try again later.")
        ) from error
    finally:
        file.seek(0)
    if found:
        log.warning("A file that was handed in holds %r.", found)
        raise ValidationError(_("The virus scanner has found something harmful in this file. It was not taken in."))


def scan(place: str, pieces: Iterable[bytes], seconds: float) -> str:
    """The name of what was found, empty for nothing. `place` is host:port or the path of a socket."""
    with _connected(place, seconds) as connection:
        connection.sendall(b"zINSTREAM\0")
        for piece in pieces:
            connection.sendall(struct.pack("!I", len(piece)) + piece)
        connection.sendall(struct.pack("!I", 0))
        answer = _answer(connection)
    if answer == "stream: OK":
        return ""
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        return answer.removeprefix("stream: ").removesuffix(" FOUND") or "unnamed"
    raise ScannerDownError(answer or "no answer")


def _connected(place: str, seconds: float) -> socket.socket:
    if place.startswith(OF_A_SOCKET_FILE):
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(seconds)
        try:
            connection.connect(place)
        except OSError:
            connection.close()
            raise
        return connection
    host, _colon, port = place.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=seconds)


def _answer(connection: socket.socket) -> str:
    received = b""
    while not received.endswith(b"\0") and len(received) < LONGEST_ANSWER:
        piece = connection.recv(LONGEST_ANSWER)
        if not piece:
            break
        received += piece
    return received.rstrip(b"\0\n").decode("utf-8", "replace")
