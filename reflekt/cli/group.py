"""The command `reflekt` and the list of its commands."""

from __future__ import annotations

import click

from reflekt import __version__
from reflekt.cli.lazy import Command, LazyGroup
from reflekt.errors import N_
from reflekt.i18n import LANGUAGES, _

COMMANDS = (
    Command("visit", "besøg", "reflekt.cli.visit", N_("Reflect after a visit.")),
    Command("note", "notat", "reflekt.cli.note", N_("One line, quickly.")),
    Command("ask", "spørg", "reflekt.cli.ask", N_("Questions for a text or a principle.")),
    Command("followup", "opfølg", "reflekt.cli.followup", N_("What became of what you tried.")),
    Command("list", "liste", "reflekt.cli.listing", N_("Your entries, newest first.")),
    Command("show", "vis", "reflekt.cli.show", N_("Read one entry.")),
    Command("search", "søg", "reflekt.cli.search", N_("Find entries by their words.")),
    Command("edit", "ret", "reflekt.cli.edit", N_("Change an entry in your editor.")),
    Command("history", "historik", "reflekt.cli.history", N_("Every version of an entry.")),
    Command("restore", "gendan", "reflekt.cli.restore", N_("Bring an earlier version back.")),
    Command("principles", "principper", "reflekt.cli.principles", N_("Browse the principles.")),
    Command("themes", "temaer", "reflekt.cli.themes", N_("What people wrote about.")),
    Command("sync", "synk", "reflekt.cli.sync", N_("Send yours and fetch theirs.")),
    Command("space", "rum", "reflekt.cli.space", N_("The rooms you write in, and who reads them.")),
    Command("themeday", "temadag", "reflekt.cli.themeday", N_("A day you choose the themes of.")),
    Command("buddy", "makker", "reflekt.cli.buddy", N_("A session with your buddy.")),
    Command("learning", "læring", "reflekt.cli.learning", N_("A learning conversation.")),
    Command("mute", "dæmp", "reflekt.cli.mute", N_("Never be asked about something again.")),
    Command("share", "del", "reflekt.cli.share", N_("Let others read a part of an entry.")),
    Command("unshare", "fortryd-deling", "reflekt.cli.unshare", N_("Take back what you shared.")),
    Command("check", "tjek", "reflekt.cli.check", N_("What in a text may name somebody.")),
    Command("export", "eksporter", "reflekt.cli.export", N_("Take entries out.")),
    Command("import", "importer", "reflekt.cli.importing", N_("Bring many entries in at once.")),
    Command("doctor", "doktor", "reflekt.cli.doctor", N_("See whether everything is in order.")),
    Command("init", "start", "reflekt.cli.init", N_("Set up your own home for entries.")),
    Command("demo", "demo", "reflekt.cli.demo", N_("Walk through it all in a throw-away home.")),
    Command("completion", "fuldførelse", "reflekt.cli.completion", N_("Let Tab finish words.")),
)


@click.group(
    cls=LazyGroup,
    lazy=COMMANDS,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=_("A journal that asks you a few good questions after a visit."),
)
@click.option(
    "--lang", type=click.Choice(LANGUAGES), help=_("Speak Danish or English."), expose_value=False
)
@click.version_option(__version__, message="reflekt %(version)s", help=_("Show the version."))
@click.pass_context
def main(ctx: click.Context) -> None:
    """Without a command: the home screen."""
    if ctx.invoked_subcommand is None:
        from reflekt.cli.home import show_home

        show_home(ctx.obj)
