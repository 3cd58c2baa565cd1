"""The kinds of entry and what they are called in Danish."""

from __future__ import annotations

from reflekt.domain.spelling import folded, spellings

DANISH_KINDS = {
    "note": "notat",
    "visit": "besøg",
    "buddy": "makker",
    "learning": "læring",
    "conference": "rådslagning",
    "feedback": "feedback",
    "review": "gennemgang",
    "themeday": "temadag",
}


def kind_named(text: str) -> str | None:
    """The kind that is called so in English or Danish; None where none is."""
    wanted = folded(text)
    for kind, danish in DANISH_KINDS.items():
        if wanted == kind or wanted in spellings(danish):
            return kind
    return None


def kind_name(kind: str, language: str) -> str:
    """What to call the kind in the language; a kind of somebody's own is called what it is."""
    return DANISH_KINDS.get(kind, kind) if language == "da" else kind
