"""What goes out as a file and comes in as one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from reflekt.cli.context.together import Together
from reflekt.i18n import language

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reflekt.app.export import Coded
    from reflekt.domain.appointments import Appointment, HandedOut
    from reflekt.domain.foreign import Foreign
    from reflekt.domain.page import Page
    from reflekt.domain.themeday import ThemeDay


class Outlets(Together):
    """What goes out as a file and comes in as one."""

    def rendered(self, page: Page, kind: str) -> bytes:
        """A page as a file's bytes: `html`, `docx` or `markdown`."""
        if kind == "html":
            from reflekt.adapters.render.html import html_page

            return html_page(page)
        if kind == "docx":
            from reflekt.adapters.render.docx import docx_page

            return docx_page(page, self.clock.now())
        from reflekt.adapters.render.markdown import markdown_page

        return markdown_page(page)

    def format_of(self, file: str) -> str:
        """What a file or folder to be imported seems to hold."""
        from reflekt.adapters.foreign_files import format_of

        return format_of(Path(file))

    def foreign_entries(self, file: str, format: str) -> Iterator[Foreign]:
        """What a file or folder of another journal holds."""
        from reflekt.adapters.foreign_files import foreign_entries

        return foreign_entries(Path(file), format)

    def calendar(self, appointments: Sequence[Appointment]) -> bytes:
        """Days as a file for calendar programs."""
        from reflekt.adapters.render.ics import calendar

        return calendar(appointments, self.clock.now(), language())

    def invitation(self, day: ThemeDay, space: str, summary: str, description: str) -> bytes:
        """A theme day as a calendar file."""
        from reflekt.adapters.render.ics import invitation

        begins, ends = (datetime.combine(day.day, at) for at in (day.begins, day.ends))
        name = f"themeday-{day.day}-{space}"
        return invitation(name, begins, ends, summary, description, self.clock.now())

    def csv(self, header: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
        """A table as a file's bytes."""
        from reflekt.adapters.render.csv_table import csv_table

        return csv_table(header, rows)

    def qdpx(self, name: str, points: Coded) -> bytes:
        """Coded points as a file's bytes, for programs of qualitative research."""
        from reflekt.adapters.render.qdpx import qdpx_project

        return qdpx_project(name, points.sources, points.meanings, self.clock.now())

    def write_file(self, place: Path, data: bytes, *, folders: bool = False) -> None:
        """Write a file outside the home, whole or not at all; `folders` makes those above it.

        Raises EnvironmentProblem.
        """
        from reflekt.adapters.files import explained, make_folder, write_atomic

        with explained(place):
            if folders:
                make_folder(place.parent)
            write_atomic(place, data)

    @cached_property
    def handed_out(self) -> HandedOut:
        """Which appointments calendar files have been given."""
        from reflekt.adapters.handed_out import HandedOutFile

        return HandedOutFile(self.own_derived_folder() / "calendar.json")
