"""The screen of a session: one phase at a time, a soft clock, room to write.

Nothing here ends by itself. What is written goes to the draft at every line, and within a second
or so while somebody writes; the clock goes with it every few seconds.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence

from prompt_toolkit.application import Application
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.document import Document
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.layout import (
    AnyContainer,
    BufferControl,
    ConditionalContainer,
    DynamicContainer,
    FormattedTextControl,
    HSplit,
    Layout,
    VSplit,
    Window,
)
from prompt_toolkit.layout.dimension import Dimension
from prompt_toolkit.styles import Style

from reflekt.cli import output
from reflekt.cli.session_words import (
    Outside,
    Ticker,
    bar_line,
    day_hint,
    earlier_lines,
    floor_line,
    in_rows,
    kept_or_why,
    label_of,
    people_line,
    place_line,
    shown_fields,
)
from reflekt.cli.word_wrap import WordWrap, wrapped_lines
from reflekt.domain.asking import Chosen
from reflekt.domain.session import Session, note_key
from reflekt.domain.shape import BOTH, ONE_LINE, SECOND, Phase
from reflekt.i18n import _

_SAVE_CLOCK_EVERY = 5.0
_LONGEST_TICK = 5.0
_MARGIN = "  "


class ScreenHolder:
    """Holds a session on a page that fills the terminal."""

    def __init__(self, outside: Outside) -> None:
        self._outside = outside
        self._ticker = Ticker(_LONGEST_TICK)
        self._buffers: dict[str, Buffer] = {}
        self._saved_at = time.monotonic()
        self._unsaved = False
        self._said = ""
        self._choice: Sequence[Chosen] = ()
        self._shows_prepared = False

    def hold(self, session: Session) -> Session:
        """See Holder.hold."""
        self._session = session
        self._panel = Window(
            FormattedTextControl(self._panel_text, focusable=True, key_bindings=self._panel_keys()),
            dont_extend_height=True,
        )
        self._fields: list[Window] = []
        self._page = self._make_page()
        self._app: Application[None] = Application(
            layout=Layout(DynamicContainer(lambda: self._page), self._fields[0]),
            key_bindings=self._keys(),
            full_screen=True,
            style=Style.from_dict({"dim": "fg:ansibrightblack", "name": "bold"}),
        )
        self._app.ttimeoutlen = 0.1
        self._app.run(pre_run=self._begin_ticking)
        return self._session

    # -- time and drafts --------------------------------------------------------------------

    def _begin_ticking(self) -> None:
        self._app.create_background_task(self._tick())

    async def _tick(self) -> None:
        shown = ""
        while True:
            await asyncio.sleep(self._ticker.interval)
            self._session = self._session.ticked(self._ticker.passed())
            if self._unsaved or time.monotonic() - self._saved_at > _SAVE_CLOCK_EVERY:
                self._keep()
            now = self._clock()
            if now != shown:
                shown = now
                self._app.invalidate()

    def _keep(self) -> None:
        self._saved_at = time.monotonic()
        self._unsaved = False
        trouble = kept_or_why(self._outside, self._session)
        if trouble:
            self._said = trouble
            self._app.invalidate()

    def _go(self, session: Session) -> None:
        """Take in an event; a new phase turns the page."""
        before, self._session = self._session, session
        self._said = ""
        self._keep()
        if session.is_over:
            self._app.exit()
        elif session.place != before.place:
            self._choice = ()
            self._turn_page()

    def _turn_page(self) -> None:
        self._page = self._make_page()
        self._app.layout.focus(self._fields[0])

    # -- what is on the page ----------------------------------------------------------------

    def _make_page(self) -> AnyContainer:
        self._fields = []
        rows: list[AnyContainer] = [
            Window(FormattedTextControl(self._head), height=1),
            Window(height=1),
            Window(FormattedTextControl(self._about), dont_extend_height=True),
            Window(FormattedTextControl(self._clock), height=1),
            Window(height=1, char="─", style="class:dim"),
        ]
        phase = self._session.phase
        for number in shown_fields(self._session, phase):
            rows += self._field(phase, number)
        if not self._fields:
            nothing = Window(FormattedTextControl("", focusable=True))
            self._fields.append(nothing)
            rows.append(nothing)
        elif all(phase.fields[n].role in ONE_LINE for n in shown_fields(self._session, phase)):
            rows.append(Window())
        has_panel = Condition(lambda: bool(self._choice) or self._shows_prepared)
        rows += [
            ConditionalContainer(
                HSplit([Window(height=1, char="─", style="class:dim"), self._panel]), has_panel
            ),
            ConditionalContainer(
                Window(FormattedTextControl(self._message), dont_extend_height=True),
                Condition(lambda: bool(self._said)),
            ),
            Window(height=1, char="─", style="class:dim"),
            Window(FormattedTextControl(self._help), dont_extend_height=True),
        ]
        return HSplit(rows)

    def _field(self, phase: Phase, number: int) -> list[AnyContainer]:
        """A field's label and the room to write in it."""
        field = phase.fields[number]
        one_line = field.role in ONE_LINE
        buffer = self._buffer(phase, number)
        control = BufferControl(
            buffer,
            input_processors=[] if one_line else [WordWrap()],
            key_bindings=self._field_keys(one_line),
        )
        window = Window(
            control,
            height=1 if one_line else Dimension(min=1, weight=1),
            wrap_lines=not one_line,
        )
        self._fields.append(window)
        label = label_of(self._session, phase, number)
        if not one_line:
            room: AnyContainer = VSplit([Window(width=2, char=" "), window])
            return [self._line(f"{_MARGIN}{label}:", "class:name"), room]
        head = f"{_MARGIN}{label}: "
        hint = Window(
            FormattedTextControl(lambda: self._hint(field.role, buffer.text)),
            dont_extend_width=True,
            style="class:dim",
        )
        named = Window(
            FormattedTextControl([("class:name", head)]), width=len(head), dont_extend_width=True
        )
        return [VSplit([named, window, hint], height=1)]

    def _line(self, text: str, style: str) -> Window:
        return Window(FormattedTextControl([(style, output.safe(text))]), height=1)

    def _hint(self, role: str, text: str) -> str:
        hint = day_hint(self._outside, role, text)
        return f" {hint} " if hint else ""

    def _buffer(self, phase: Phase, number: int) -> Buffer:
        key = note_key(phase, number)
        if key not in self._buffers:
            text = self._session.note(phase, number)

            def changed(buffer: Buffer) -> None:
                new_line = buffer.text.count("\n") != self._session.note(phase, number).count("\n")
                self._session = self._session.wrote(phase, number, buffer.text)
                self._unsaved = True
                self._said = ""
                if new_line:
                    self._keep()

            self._buffers[key] = Buffer(
                document=Document(text, len(text)),
                multiline=phase.fields[number].role not in ONE_LINE,
                on_text_changed=changed,
            )
        return self._buffers[key]

    def _columns(self) -> int:
        return self._app.output.get_size().columns

    def _head(self) -> StyleAndTextTuples:
        session = self._session
        left = f"{_MARGIN}{session.name} · {people_line(session, session.phase)}"
        right = f"{place_line(session)}{_MARGIN}"
        room = self._columns() - len(right) - 1
        return [("class:name", output.safe(left)[:room].ljust(room + 1)), ("class:dim", right)]

    def _about(self) -> StyleAndTextTuples:
        """The phase, who has the floor, its guidance, and last time's thing to try first."""
        session, phase = self._session, self._session.phase
        text: StyleAndTextTuples = [
            ("class:name", output.safe(f"{_MARGIN}{phase.name}")),
            ("", output.safe(f" – {floor_line(session, phase)}")),
        ]
        for line in earlier_lines(session, phase):
            text.append(("", "\n" + self._wrapped(line)))
        if phase.guidance:
            text.append(("", "\n" + self._wrapped(session.named(phase.guidance, phase.turn))))
        return text

    def _wrapped(self, text: str, margin: str = _MARGIN) -> str:
        lines = wrapped_lines(output.safe(text), self._columns() - len(margin) - 2)
        return "\n".join(margin + line for line in lines)

    def _clock(self) -> str:
        return bar_line(self._session, self._columns(), _MARGIN)

    def _message(self) -> str:
        return self._wrapped(self._said)

    def _panel_text(self) -> StyleAndTextTuples:
        if self._shows_prepared:
            return [("", "\n".join(map(self._wrapped, self._outside.prepared.split("\n"))))]
        phase = self._session.phase
        told = (
            _("To choose from: 1–{last}.   Ctrl-F: others   Esc: none")
            if phase.floor == BOTH
            else _("For {name} to choose from: 1–{last}.   Ctrl-F: others   Esc: none")
        )
        listener = self._session.person(SECOND, phase.turn)
        head = told.format(name=listener.name, last=len(self._choice))
        text: StyleAndTextTuples = [("class:dim", self._wrapped(head))]
        for number, one in enumerate(self._choice, 1):
            lines = self._wrapped(one.question, "     ")
            text.append(("class:name", f"\n{_MARGIN}{number}"))
            text.append(("", lines[len(_MARGIN) + 1 :]))
        return text

    def _help(self) -> StyleAndTextTuples:
        keys = [
            _("Ctrl-N on"),
            _("Ctrl-B back"),
            _("Ctrl-P go on") if self._session.is_paused else _("Ctrl-P pause"),
            _("Ctrl-T 2 min. more"),
        ]
        if self._session.phase.questions:
            keys.append(_("Ctrl-F questions"))
        if self._outside.prepared:
            keys.append(_("Ctrl-O what I prepared"))
        if len(self._fields) > 1:
            keys.append(_("Tab next field"))
        keys.append(_("Ctrl-C keep and stop"))
        return [("class:dim", in_rows(keys, self._columns(), _MARGIN))]

    # -- keys -------------------------------------------------------------------------------

    def _keys(self) -> KeyBindings:
        keys = KeyBindings()
        moves: dict[str, Callable[[Session], Session]] = {
            "c-n": Session.onward,
            "c-b": Session.back,
            "c-p": Session.paused,
            "c-t": Session.extended,
        }
        for key, move in moves.items():
            keys.add(key)(self._mover(move))

        @keys.add("c-f")
        def _questions(_event: KeyPressEvent) -> None:
            self._draw()

        @keys.add("c-o")
        def _prepared(_event: KeyPressEvent) -> None:
            self._shows_prepared = bool(self._outside.prepared) and not self._shows_prepared
            self._choice = ()

        @keys.add("tab")
        def _next(_event: KeyPressEvent) -> None:
            self._focus_beside(1)

        @keys.add("s-tab")
        def _previous(_event: KeyPressEvent) -> None:
            self._focus_beside(-1)

        @keys.add("c-z")
        def _suspend(event: KeyPressEvent) -> None:
            self._keep()
            event.app.suspend_to_background()

        @keys.add("c-c")
        @keys.add("<sigint>")
        def _stop(event: KeyPressEvent) -> None:
            self._keep()
            event.app.exit(exception=KeyboardInterrupt())

        return keys

    def _mover(self, move: Callable[[Session], Session]) -> Callable[[KeyPressEvent], None]:
        def moved(_event: KeyPressEvent) -> None:
            self._go(move(self._session))

        return moved

    def _field_keys(self, one_line: bool) -> KeyBindings:
        keys = KeyBindings()
        if one_line:

            @keys.add("enter")
            def _next(_event: KeyPressEvent) -> None:
                self._keep()
                self._focus_beside(1)

        return keys

    def _panel_keys(self) -> KeyBindings:
        keys = KeyBindings()

        @keys.add("<any>")
        def _pick(event: KeyPressEvent) -> None:
            typed = event.data
            if typed.isdecimal() and 0 < int(typed) <= len(self._choice):
                chosen = self._choice[int(typed) - 1]
                self._go(self._session.drew(chosen.item.id, chosen.item.name, chosen.question))
                self._show_notes()
            if typed.isdecimal() or not typed.isprintable():
                self._close_panel()

        @keys.add("escape", eager=True)
        @keys.add("enter")
        def _none(_event: KeyPressEvent) -> None:
            self._close_panel()

        return keys

    def _focus_beside(self, step: int) -> None:
        current = self._app.layout.current_window
        place = self._fields.index(current) if current in self._fields else 0
        self._app.layout.focus(self._fields[(place + step) % len(self._fields)])

    def _close_panel(self) -> None:
        self._choice = ()
        self._app.layout.focus(self._fields[0])

    def _draw(self) -> None:
        """Show a few questions for what has been written."""
        self._shows_prepared = False
        if not self._session.phase.questions:
            open_phases = [phase.name for phase in self._session.phases if phase.questions]
            told = _("Questions wait in the phase “{name}”.")
            self._said = told.format(name=open_phases[0]) if open_phases else ""
            return
        self._choice = self._outside.draw(self._session)
        if not self._choice:
            self._said = _("There are no more questions just now.")
            return
        self._session = self._session.shown([one.item.id for one in self._choice])
        self._unsaved = True
        self._app.layout.focus(self._panel)

    def _show_notes(self) -> None:
        """Let the fields show what the session holds: a question has been put there."""
        phase = self._session.phase
        for number in shown_fields(self._session, phase):
            text = self._session.note(phase, number)
            buffer = self._buffer(phase, number)
            if buffer.text != text:
                buffer.set_document(Document(text, len(text)), bypass_readonly=True)
