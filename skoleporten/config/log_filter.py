"""What never stands in a line of the log: the part of an address that is a key itself."""

from __future__ import annotations

import logging
import re

# The private calendar, the form of a service without log-in, and an invitation: whoever has the address is let in.
KEYS = re.compile(r"(/week/feed/|/intake/form/|/invitation/)[^/\s]+")


class WithoutKeys(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = KEYS.sub(r"\1…", record.getMessage()), ()
        return True
