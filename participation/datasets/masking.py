"""Takes out of texts what leads to people's doors: addresses that somebody typed into a public text."""

import re

_MAIL = re.compile(r"[A-Za-z0-9._%+\-]+@[A-Za-z0-9.\-]+\.[A-Za-z]{2,}")
_OCTET = r"(?:25[0-5]|2[0-4]\d|1?\d?\d)"
_IP = re.compile(rf"(?<![\d.]){_OCTET}(?:\.{_OCTET}){{3}}(?![\d.])")
MASK = "[…]"


def without_addresses(text: str) -> str:
    """The text with mail and network addresses masked."""
    return _IP.sub(MASK, _MAIL.sub(MASK, text)) if "@" in text or "." in text else text
