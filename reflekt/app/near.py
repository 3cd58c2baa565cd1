"""Entries that mean something like a text, whatever their words: `search --near`."""

from __future__ import annotations

from collections.abc import Sequence

from reflekt.app.find import Answer
from reflekt.app.journal import Journal
from reflekt.domain.entry import Entry
from reflekt.domain.meaning import centred, dot
from reflekt.domain.ports import Filter, Hit, Meaning
from reflekt.domain.sentences import sentences
from reflekt.errors import ReflektError

NEWEST = 2000
"""Entries of a space that are looked at: an entry takes 50 ms the first time."""

LETTERS = 600
"""So much of an entry tells what it is about."""


def near(
    journals: Sequence[tuple[Journal, Meaning]], text: str, mean: Sequence[float], limit: int
) -> Answer:
    """The entries nearest in meaning, best first, each with the sentence it begins with."""
    found = []
    for journal, meaning in journals:
        rows, texts = [], []
        for row in journal.index.newest(NEWEST, Filter()):
            try:
                words = _words(journal.document(row).entry)
            except ReflektError:
                continue  # told of when the index was brought up to date
            if words:
                rows.append(row)
                texts.append(words)
        wanted = centred(meaning.vectors([text])[0], mean)
        for row, words, vector in zip(rows, texts, meaning.vectors(texts), strict=True):
            score = round(dot(wanted, centred(vector, mean)), 6)
            found.append((-score, row.id, journal, Hit(row, sentences(words)[0], ())))
    found.sort(key=lambda one: one[:2])
    return Answer([(journal, hit) for _score, _id, journal, hit in found[:limit]], widened=False)


def _words(entry: Entry) -> str:
    return " ".join(" ".join(s.text for s in entry.sections).split())[:LETTERS]
