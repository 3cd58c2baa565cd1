"""The template of an entry: which sections it has, their headings, and what is asked for each.

Templates are data that practitioners may edit; see `templates/entries/`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from reflekt.domain.contents import ROLES, Headings
from reflekt.errors import N_, DamagedData


class Part(NamedTuple):
    """One section of an entry: the role it plays, its heading, its prompt, a line of help."""

    role: str
    heading: str
    prompt: str = ""
    guidance: str = ""


class EntryTemplate(NamedTuple):
    """How entries of one kind are written in one language."""

    kind: str
    language: str
    sections: tuple[Part, ...]
    family_prompt: str = ""
    concern_prompt: str = ""
    date_prompt: str = ""

    def part(self, role: str) -> Part:
        """The section that plays the role; without a heading where the template has none."""
        for part in self.sections:
            if part.role == role:
                return part
        return Part(role, "")


def read_template(values: Mapping[str, object], file: str) -> EntryTemplate:
    """A template from its TOML. Raises DamagedData, naming the file and what is wrong."""

    def text(table: Mapping[str, object], key: str) -> str:
        value = table.get(key, "")
        if not isinstance(value, str):
            raise DamagedData(N_("{file}: {key} must be text in quotes."), file=file, key=key)
        return value

    tables = values.get("section", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise DamagedData(N_("{file}: sections are written as [[section]]."), file=file)
    parts = []
    for table in tables:
        part = Part(
            text(table, "role"),
            " ".join(text(table, "heading").split()),
            text(table, "prompt"),
            text(table, "guidance"),
        )
        if part.role not in ROLES:
            raise DamagedData(
                N_("{file}: “{role}” is not a role; there are: {roles}."),
                file=file,
                role=part.role,
                roles=", ".join(ROLES),
            )
        parts.append(part)
    return EntryTemplate(
        text(values, "kind"),
        text(values, "language"),
        tuple(parts),
        text(values, "family_prompt"),
        text(values, "concern_prompt"),
        text(values, "date_prompt"),
    )


def headings_of(templates: Iterable[EntryTemplate]) -> Headings:
    """Which heading plays which role, over all templates and languages."""
    roles = {
        part.heading.casefold(): part.role
        for template in templates
        for part in template.sections
        if part.heading
    }
    return Headings(MappingProxyType(roles))
