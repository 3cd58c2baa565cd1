"""What leads to a person: addresses, e-mail addresses, pages on the web."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reflekt.privacy.finding import ADDRESS, EMAIL, URL, Finding

_TAIL = r"[^\s<>\"”»]*[^\s<>\"”».,;:!?)\]}'’]"
_EMAIL = re.compile(
    r"\w[\w.+%'-]*(?:@|\uff20| ?[(\[{] ?(?:at|snabel-?a) ?[)\]}] ?)"
    r"\w[\w-]*(?:\.\w[\w-]*)*\.[^\W\d_]{2,}"
)
_URL = re.compile(
    rf"(?i)\b(?:(?:https?|ftp)://|www\.){_TAIL}"
    r"|(?<![\w@.-])[^\W_][\w-]*(?:\.[\w-]+)*\."
    rf"(?:dk|com|net|org|eu|info|nu|io|se|no|app)(?![\w-]|\.\w)(?:/{_TAIL})?"
)
_SURE_ENDS = "vej|vejen|gade|gaden|all[eé]|all[eé]en|stræde|strædet|torv|torvet|plads|boulevard"
_ENDS = (
    rf"(?:{_SURE_ENDS}|pladsen|park|parken|vænge|vænget|have|haven|bakke|bakken|toft|toften|"
    r"skov|skoven|ager|ageren|eng|engen|mark|marken|kaj|kajen|sti|stien|gård|gården|lund|lunden|"
    r"høj|højen|dal|dalen|krogen|vang|vangen|bro|broen|passage|esplanaden|ringen|hegnet|buen)"
)
_NO_HOUSE = r"(?:gange?|år|børn|timer?|uger?|dage?|km|m|meter|stk|minutter|min|måneder|personer)\b"
_HOUSE = (
    r"\d{1,3}(?:[A-Za-z](?!\w)|[ \u00a0][A-HJ-Zb-h](?!\w))?"
    rf"(?![\w%]|[.,:]\d|-\d)(?![ \u00a0]{_NO_HOUSE})"
)
_FLOOR = (
    r"(?:,? (?:st|kl|\d{1,2})\.(?: ?sal\b)?"
    r"(?:,? ?(?:t\.?[hv]\b\.?|m\.?f\b\.?|dør \d+|\d{1,3}\b))?)?"
)
_POSTAL = r"(?:DK[- ]?)?\d{4}[ \u00a0]+[A-ZÆØÅ][a-zæøå]+(?:[ \u00a0][A-ZÆØÅ][a-zæøå]*\b)?"
_BEFORE = r"(?:[A-ZÆØÅ][\w'’-]*\.?[ \u00a0]|[A-ZÆØÅ]\.(?:[A-ZÆØÅ]\. ?)?)"
_STREET = re.compile(
    rf"(?<![\w-])(?:(?:{_BEFORE}){{1,3}}(?i:[\w'’-]*{_ENDS})|[A-ZÆØÅ][\w'’-]*?{_ENDS}"
    rf"|\w[\w'’-]{{2,}}?(?:{_SURE_ENDS}))"
    rf"[ \u00a0]+(?:nr\.? ?)?{_HOUSE}{_FLOOR}(?:,?\s+{_POSTAL})?"
)
_TOWN = re.compile(rf"(?<![\w.,-]){_POSTAL}")
_YEAR = re.compile(r"(?:19|20)\d\d")
_YEAR_TOWNS = ("Frederiksberg", "København", "Kbh")
_STREET_ALONE = re.compile(
    rf"(?<=[^\W\d_][ ,] )(?<!\w)(?:{_BEFORE}){{0,2}}[A-ZÆØÅ][\w'’-]{{2,}}(?:{_SURE_ENDS})(?!\w)"
    rf"|(?<=[a-zæøå,] )(?:{_BEFORE}){{0,2}}[A-ZÆØÅ][\w'’-]{{2,}}(?:{_SURE_ENDS})(?!\w)"
)


def places(text: str) -> Iterator[Finding]:
    """E-mail addresses, web pages and addresses of streets and towns."""
    if "@" in text or "\uff20" in text or "(" in text or "[" in text:
        for found in _EMAIL.finditer(text):
            yield Finding(EMAIL, found.start(), found.end(), found[0])
    if "." in text:
        for found in _URL.finditer(text):
            yield Finding(URL, found.start(), found.end(), found[0])
    for pattern in (_STREET, _STREET_ALONE):
        for found in pattern.finditer(text):
            yield Finding(ADDRESS, found.start(), found.end(), found[0])
    for found in _TOWN.finditer(text):
        code, _, town = found[0].removeprefix("DK").lstrip("- ").partition(" ")
        if not _YEAR.fullmatch(code) or town.startswith(_YEAR_TOWNS):
            yield Finding(ADDRESS, found.start(), found.end(), found[0])
