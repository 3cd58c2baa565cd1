"""The whole way: four people in four homes, from their visits to what came of the theme day."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.cli.together import Person, Together

DAY = "2026-12-03"
TEAM = ("Mette Holm", "Jonas Bo", "Amira Aziz", "Birgit Dahl")
VISITS = {
    "mette": "Da jeg ringede før besøget, åbnede faren selv døren #tillid",
    "jonas": "Han fortalte mere, da jeg lod stilheden være #tillid",
    "amira": "Vi sagde undskyld for det lange forløb, og så lyttede de #tillid",
    "birgit": "Jeg lovede kun det, jeg kunne holde #tillid",
}


class Everybody:
    """The four, who write in their own homes and share one folder."""

    def __init__(self, folder: Path, cache: Path) -> None:
        self.together = Together(folder, cache)
        self.people = [self.together.person(name) for name in TEAM]
        for one in self.people:
            one("space", "add", "team", "--remote", str(self.together.remote))
        self.now("2026-11-10T16:00:00+01:00")

    def now(self, moment: str) -> None:
        """Let it be this moment for all."""
        for one in self.people:
            one.environment["REFLEKT_NOW"] = moment

    def sync(self, *who: Person) -> None:
        """All of them (or these) send and fetch, and then fetch what the others sent."""
        chosen = who or self.people
        for one in (*chosen, *chosen[:-1]):
            one.sync()


def visits(everybody: Everybody) -> None:
    """All go on visits; three share under their names, Birgit without hers."""
    mette, jonas, amira, birgit = everybody.people
    share(mette, visit(mette), "--quote")
    share(jonas, visit(jonas))
    share(jonas, jonas.note("Vi kom for sent, og det kostede"), "--all")
    share(amira, visit(amira))
    share(birgit, visit(birgit), "--unnamed")
    share(birgit, visit(birgit, "Mormor kom med, fordi hun blev spurgt #netværk"), "--unnamed")


def visit(one: Person, learned: str = "") -> str:
    """Reflect after a visit, in private; returns the entry's id."""
    learned = learned or VISITS[one.home.parent.name]
    written = one.json("visit", "--text", "Kun for mig", "--learning", learned, "--json")
    return str(written["id"])


def share(one: Person, id: str, *options: str) -> None:
    one("share", id, "--to", "team", "--yes", *options)


def coded(everybody: Everybody) -> None:
    """Amira gives Jonas' point without a theme one."""
    amira = everybody.people[2]
    (point,) = amira.json("themes", "code", "--space", "team", "--json")
    amira("themes", "code", "--space", "team", "--set", f"{point['entry']}:1=ventetid")


def report_of(one: Person) -> dict[str, Any]:
    period = ("--since", "2026-11-01", "--until", "2026-11-30")
    report = one.json("themes", "--space", "team", *period, "--json")
    assert isinstance(report, dict)
    return report


def ballots(one: Person) -> Path:
    return one.space / "themedays" / DAY / "ballots"


def test_from_four_visits_to_what_came_of_the_theme_day(tmp_path: Path, cache: Path) -> None:
    everybody = Everybody(tmp_path, cache)
    mette, jonas, amira, birgit = everybody.people

    visits(everybody)
    everybody.sync()
    coded(everybody)
    everybody.sync()

    # The report: what four wrote about is told, what one wrote about is not, nobody is named.
    everybody.now("2026-11-25T09:00:00+01:00")
    reports = [report_of(one) for one in everybody.people]
    assert all(report == reports[0] for report in reports)
    (theme,) = reports[0]["themes"]
    assert (theme["theme"], theme["people"], theme["points"]) == ("tillid", 4, 4)
    assert theme["quotes"] == [VISITS["mette"].replace(" #tillid", "")]
    assert (reports[0]["suppressed"]["themes"], reports[0]["uncoded"]) == (2, 0)
    told = json.dumps(reports[0], ensure_ascii=False).casefold()
    hidden = ("mette", "jonas", "amira", "birgit", "netværk", "ventetid", "mormor")
    assert [word for word in hidden if word in told] == []

    # The theme day is drafted; Jonas puts one up, and another is struck with a reason.
    frame = ("--from", "9:00", "--to", "15:00", "--people", "12")
    mette("themeday", "draft", "--date", DAY, *frame)
    everybody.sync(mette, jonas)
    jonas("themeday", "draft", "--add", "Nye kolleger", "--why", "To begynder snart")
    jonas("themeday", "draft", "--add", "Kaffe")
    jonas("themeday", "draft", "--strike", "Kaffe", "--why", "Vi har en maskine nu")
    everybody.sync(jonas, mette, amira, birgit)
    drafts = [one.json("themeday", "show", "--json")["candidates"] for one in everybody.people]
    assert all(draft == drafts[0] for draft in drafts)
    standing = [one["key"] for one in drafts[0] if not one["struck"]]
    assert standing == ["tillid", "nye-kolleger"]
    assert "Theme day in team" in amira().out

    # All vote, two at the same time; one changes her mind; a ballot is forged.
    mette("themeday", "vote", "--dots", "tillid=3", "--dots", "nye-kolleger=2")
    jonas("themeday", "vote", "--dots", "nye-kolleger=5")
    everybody.sync(mette, jonas)
    amira("themeday", "vote", "--dots", "tillid=1")
    birgit("themeday", "vote", "--add", "Opkald om natten", "--why", "Vi er trætte")
    everybody.sync(amira, birgit)
    amira("themeday", "vote", "--dots", "tillid=5")
    real = next(iter(sorted(ballots(jonas).iterdir())))
    forged = real.read_text("utf-8").replace(real.stem, "f" * 32).replace("= 5", "= 4")
    (ballots(jonas) / f"{'f' * 32}.toml").write_text(forged, encoding="utf-8")
    everybody.sync()
    shown = mette.json("themeday", "show", "--json")
    assert shown["votes"] == {"nye-kolleger": 7, "tillid": 8}
    assert shown["voices"] == 4
    assert [one["ballot"] for one in shown["refused"]] == ["f" * 32]

    # Mette ends the voting; Jonas, who has not heard of it, changes his ballot: too late.
    mette("themeday", "vote", "--close", "--yes")
    jonas("themeday", "vote", "--dots", "tillid=5")
    everybody.sync()
    for one in everybody.people:
        shown = one.json("themeday", "show", "--json")
        votes = {"nye-kolleger": 7, "opkald-om-natten": 1, "tillid": 8}
        assert (shown["closed"], shown["voices"], shown["votes"]) == (True, 4, votes)
        assert len(shown["refused"]) == 2

    # The agenda, changed by hand by Amira while Jonas says who leads: both stay.
    points = mette.json("themeday", "agenda", "--json")["points"]
    assert (points[0]["from"], points[-1]["to"]) == ("09:00", "15:00")
    everybody.sync()
    page = Path("themedays") / DAY / "agenda.md"
    with (amira.space / page).open("a", encoding="utf-8") as agenda:
        agenda.write("\n## Kage\n\nDer er kage.\n")
    jonas("themeday", "agenda", "--lead", "tillid=Jonas")
    everybody.sync()
    texts = [(one.space / page).read_text("utf-8") for one in everybody.people]
    assert all(text == texts[0] for text in texts)
    assert "Der er kage." in texts[0]
    assert "Jonas" in texts[0]
    assert "Der er kage." in birgit("themeday", "agenda").out
    everybody.sync()
    out = tmp_path / "agenda.html"
    jonas("themeday", "export", "--html", str(out), "--ics", str(tmp_path / "day.ics"))
    assert "Der er kage." in out.read_text("utf-8")

    # The day is over: what was decided, by whom, and when to look at it.
    everybody.now("2026-12-03T15:00:00+01:00")
    mette(
        *("themeday", "close", "--discussed", "tillid"),
        *("--decision", "Ringe før brevet", "--who", "Jonas", "--by", "2026-12-18"),
        *("--decision", "Mødes hver fredag", "--who", "Amira Aziz", "--by", "2027-01-15"),
    )
    everybody.sync()
    everybody.now("2026-12-17T09:00:00+01:00")
    assert jonas.json("followup", "--list", "--json") == []
    everybody.now("2026-12-18T09:00:00+01:00")
    due = [one.json("followup", "--list", "--json") for one in everybody.people]
    assert [len(one) for one in due] == [0, 1, 0, 0]
    assert "Ringe før brevet" in jonas().out
    reference = f"{due[1][0]['id']}^{due[1][0]['anchor']}"
    jonas(
        *("followup", reference, "--happened", "Brevet kom først igen"),
        *("--helped", "no", "--go-on", "--by", "2027-02-01"),
    )
    everybody.sync()

    # The next draft opens with the decisions, what came of them, and what was not reached.
    everybody.now("2027-01-20T09:00:00+01:00")
    opened = birgit("themeday", "draft", "--date", "2027-03-04").out
    assert "What you decided last time\n  – Ringe før brevet" in opened
    assert "Brevet kom først igen" in opened
    assert "Mødes hver fredag" in opened
    everybody.sync()
    drafts = [one.json("themeday", "show", "--json")["candidates"] for one in everybody.people]
    assert all(draft == drafts[0] for draft in drafts)
    sources = {one["title"]: one["source"] for one in drafts[0]}
    assert sources["Ringe før brevet"] == "decided"
    assert sources["Nye kolleger"] == sources["Opkald om natten"] == "carried"

    # Every clone is sound, and all are equal.
    heads = {one.git("rev-parse", "HEAD") for one in everybody.people}
    trees = {one.git("ls-tree", "-r", "HEAD") for one in everybody.people}
    assert (len(heads), len(trees)) == (1, 1)
    for one in everybody.people:
        one.assert_sound()
