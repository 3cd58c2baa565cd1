"""Whether an entry of two people may go further: `consents/<entry id>.toml` in their space."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from reflekt.domain.entry import is_id
from reflekt.domain.space import is_key, is_space_name
from reflekt.errors import N_, DamagedData, why

FOLDER = "consents"
YES, NO, WITHDRAWN = "yes", "no", "withdrawn"
_ANSWERS = (YES, NO, WITHDRAWN)


class Consent(NamedTuple):
    """A proposal to take an entry further: where to, by whom, the exact text that would leave, the
    digest of the entry it was made from, who has answered what, and whether it would go without a
    name (else it goes under the name of whoever proposed it)."""

    entry: str
    to: str
    by: str
    text: str
    source: str
    when: date
    answers: Mapping[str, str] = MappingProxyType({})
    gone: bool = False
    unnamed: bool = False

    def is_agreed(self, members: Collection[str]) -> bool:
        """Whether every member has said yes, and there are two at least."""
        return len(members) > 1 and all(self.answers.get(key) == YES for key in members)

    @property
    def is_declined(self) -> bool:
        """Whether somebody has said no, or no longer says yes."""
        return bool(self.declined_by)

    @property
    def declined_by(self) -> Sequence[str]:
        """Who has said no, or no longer says yes."""
        return [key for key, answer in self.answers.items() if answer in (NO, WITHDRAWN)]

    def answered(self, key: str, answer: str) -> Consent:
        """The proposal with this member's answer."""
        return self._replace(answers={**self.answers, key: answer})

    def is_for(self, to: str, text: str, source: str, *, unnamed: bool) -> bool:
        """Whether what was asked about is exactly this."""
        asked = (self.to, digest(self.text), self.source, self.unnamed)
        return asked == (to, digest(text), source, unnamed)


def consent_path(entry: str) -> str:
    """Where the proposal for an entry lives."""
    return f"{FOLDER}/{entry}.toml"


def digest(text: str) -> str:
    """What a text is known by: another text has another one."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def consent_file(consent: Consent) -> bytes:
    """The file of a proposal."""
    import tomli_w

    about = {
        "to": consent.to,
        "by": consent.by,
        "when": consent.when,
        "digest": digest(consent.text),
        "source": consent.source,
        "gone": consent.gone,
        "unnamed": consent.unnamed,
        "text": consent.text,
        "answers": dict(consent.answers),
    }
    return tomli_w.dumps(about, multiline_strings=True).encode("utf-8")


def read_consent(entry: str, data: bytes) -> Consent:
    """The proposal for an entry. Raises DamagedData for what is none, or where its text is not the
    one that was asked about.

    Where two proposals have met in a merge, neither has an answer: what each said yes to differs.
    """
    path = consent_path(entry)
    try:
        values = tomllib.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as problem:
        raise DamagedData(
            N_("{path} in the space can't be read: {problem}."), path=path, problem=why(problem)
        ) from problem
    texts = {key: values.get(key) for key in ("to", "by", "text", "source")}
    when, answers = values.get("when"), values.get("answers", {})
    texts_fit = all(isinstance(text, str) for text in texts.values())
    texts_fit = texts_fit and is_space_name(str(texts["to"])) and is_key(str(texts["by"]))
    if not (is_id(entry) and texts_fit and isinstance(when, date) and isinstance(answers, dict)):
        raise DamagedData(N_("{path} is no proposal that can be read."), path=path)
    if values.get("digest") != digest(str(texts["text"])):
        raise DamagedData(
            N_("The text in {path} is not the one that was asked about."),
            hint=N_("`reflekt share {entry} --to …` proposes it anew."),
            path=path,
            entry=entry,
        )
    from reflekt.domain.merge_values import CHOICES  # loads difflib, for one word

    known = {str(k): str(v) for k, v in answers.items() if v in _ANSWERS}
    if values.get(CHOICES):
        known = {}
    return Consent(
        entry,
        str(texts["to"]),
        str(texts["by"]),
        str(texts["text"]),
        str(texts["source"]),
        when,
        known,
        values.get("gone") is True,
        values.get("unnamed") is True,
    )
