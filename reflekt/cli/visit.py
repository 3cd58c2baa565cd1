"""`reflekt visit`: reflect after a visit, guided, in an editor, or from options."""

from __future__ import annotations

import sys

import click

from reflekt.app.capture import Written
from reflekt.app.converse import concern_from
from reflekt.cli import output, saving
from reflekt.cli.context import Context
from reflekt.cli.days import day_named
from reflekt.cli.near_twins import tell_near_twins
from reflekt.cli.parts import fresh_journals, json_option, tell_catalogue_problems, yes_option
from reflekt.domain.contents import learning_points
from reflekt.domain.entry import Asked, Concern, LearningPoint
from reflekt.errors import N_, UsageProblem
from reflekt.i18n import _


@click.command(
    help=_(
        "Reflect after a visit.\n\nOn a terminal you are asked one thing at a time; Enter skips. "
        "With --editor you write in your own editor. With options, or with text on standard "
        "input, nothing is asked:\n\n\b\n"
        'reflekt visit --text "…" --answer P4.T2="…" \\\n'
        '    --learning "… #trust" --try "…" --by friday --concern 7:4'
    )
)
@click.option("--text", metavar=_("TEXT"), help=_("What happened; - reads standard input."))
@click.option("--answer", multiple=True, metavar="ID=…", help=_("An answer to a sign or threat."))
@click.option("--learning", multiple=True, metavar="…", help=_("A learning point, with #themes."))
@click.option("--try", "attempts", multiple=True, metavar="…", help=_("One thing to try."))
@click.option("--by", metavar=_("DATE"), help=_("When to have tried it."))
@click.option("--family", default="", metavar=_("NAME"), help=_("A pseudonym for the family."))
@click.option("--concern", metavar="7:4", help=_("Concern before and after, 0 to 10."))
@click.option("--created", metavar=_("DATE"), help=_("When it was, if not now."))
@click.option("--editor", is_flag=True, help=_("Write in your own editor."))
@click.option(
    "--questions",
    type=click.IntRange(0, 5),
    metavar=_("NUMBER"),
    default=3,
    help=_("How many to be asked."),
)
@click.option("--space", metavar=_("NAME"), help=_("In this space instead of your private one."))
@yes_option
@json_option
@click.pass_obj
def command(
    context: Context,
    text: str | None,
    answer: tuple[str, ...],
    learning: tuple[str, ...],
    attempts: tuple[str, ...],
    by: str | None,
    family: str,
    concern: str | None,
    created: str | None,
    editor: bool,
    questions: int,
    space: str | None,
    as_json: bool,
) -> None:
    """Choose the way of writing, and leave the rest to it."""
    given = any([text, answer, learning, attempts, family, concern, by, created])
    if len(attempts) > 1:
        raise UsageProblem(
            N_("One thing to try is enough: --try was given {number} times."),
            hint=N_("Write one of them; the others can be notes."),
            number=len(attempts),
        )
    attempt = "".join(attempts)
    if by and not attempt.strip():
        raise UsageProblem(N_("--by says when to have tried something: it goes with --try."))
    if context.set_up_quietly():
        output.aside(_("Your entries live in {folder}.").format(folder=context.home))
    journal = fresh_journals(context, space or context.own_space)[0]
    tell_catalogue_problems(context)
    if editor:
        from reflekt.cli.writing import write_in_editor

        write_in_editor(context, journal, questions, as_json=as_json)
    elif not given and output.from_people():
        from reflekt.cli.guided import lead_visit

        lead_visit(context, journal, questions)
    else:
        if text in (None, "-"):
            text = "" if sys.stdin.isatty() or (given and text is None) else sys.stdin.read()
        written = Written(
            "visit",
            story=text or "",
            asked=tuple(asked_from(context, one) for one in answer),
            learning=_points(learning),
            attempt=attempt,
            by=day_named(context, by, "--by"),
            family=family,
            concern=_concern(concern),
        )
        if written.is_empty:
            raise UsageProblem(
                N_("There is nothing to save: the reflection is empty."),
                hint=N_('Write it with --text "…", or on standard input.'),
            )
        if written.learning:
            tell_near_twins(journal, (name for one in written.learning for name in one.themes))
        when = saving.point_in_time(context, created)
        entry = saving.save(context, journal, written, created=when)
        saving.show_saved(journal, entry, as_json=as_json)


def asked_from(context: Context, text: str) -> Asked:
    """The value of --answer: a sign or threat, and what is answered. Raises UsageProblem."""
    name, equals, answer = text.partition("=")
    if not equals:
        raise UsageProblem(
            N_("“{text}” is not an answer."),
            hint=N_("Write the id, an equals sign and the answer: --answer P4.T2=…"),
            text=text,
        )
    item = context.catalogue_files.catalogue.item(name.strip().upper())
    return Asked(item.id, item.name, item.questions[0].text, answer)


def _points(texts: tuple[str, ...]) -> tuple[LearningPoint, ...]:
    return tuple(point for text in texts for point in learning_points(" ".join(text.split())))


def _concern(text: str | None) -> Concern | None:
    found = concern_from(text) if text else None
    if text and found is None:
        raise UsageProblem(
            N_("“{text}” after --concern is not two numbers from 0 to 10."),
            hint=N_("Write before and after with a colon between: --concern 7:4"),
            text=text,
        )
    return found
