"""Texts made harmless for documents: only characters that every format can hold, one line each."""

from __future__ import annotations

import re

_UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2069"
    "\ufeff\ufff9-\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)


def plain(text: str) -> str:
    """The text on one line, without characters that steer what comes after them."""
    return _UNWANTED.sub("\ufffd", " ".join(text.split()))
