"""An invented team and what it shared, some of it written to do harm."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import date, timedelta

PEOPLE = ("mette", "jonas", "karin", "ali", "sofie", "bent", "lise", "omar")
THEMES = (
    "tillid",
    "netværk",
    "skole-hjem",
    "barnets-stemme",
    "tempo",
    "samarbejde-med-skolen",
    "forældresamarbejde-på-tværs-af-sektorer",
)
SAID = (
    "Da jeg ringede først, fortalte hun selv om søsteren.",
    "Vi gik en tur, og så kom ordene. Det tog lang tid, og jeg var lige ved at sige noget for "
    "hurtigt, men ventede, og det var godt, for så kom det, som det hele handlede om.",
    "Jeg spurgte barnet selv, hvad der var vigtigst.",
    "Det hjalp at sige højt, at jeg var i tvivl.",
    "Mormor ville gerne med, da hun blev spurgt.",
)
HOSTILE = (
    "<script>window.hacked = 1</script>",
    '<img src=x onerror="window.hacked = 1">',
    '"><svg onload=window.hacked=1>',
    "javascript:window.hacked=1 [klik](javascript:window.hacked=1)",
    "{{ 7 * 7 }} {% raw %} ${7*7} #{7*7}",
    '=HYPERLINK("http://example.invalid","klik")',
    '{ INCLUDETEXT "/etc/passwd" } { DDEAUTO c:\\\\windows cmd }',
    "]]></w:t></w:r><w:instrText>PAGE</w:instrText> & &lt; &#x3c;",
    "</style></section><h1>Falsk</h1><!-- -->",
    "| a | b |\\ `kode` **fed** _kursiv_ ~~væk~~ <b>x</b> ![x](http://example.invalid/x.png)",
    "Højre til venstre \u202egnirts\u202c og \x07 klokke \x1b[31m rød",
    "Etmegetlangtordudenmellemrum" * 12,
)
"""Texts that would do something in some format, were they obeyed."""


def lines(number: int, months: int = 12, seed: int = 3) -> Iterator[str]:
    """Learning points as JSON lines, the newest in November 2026.

    All that is hostile may be quoted, a few texts of each theme; of the others some may.
    """
    draw = random.Random(seed)
    for count in range(number):
        day = date(2026, 11, 24) - timedelta(days=draw.randrange(30 * months))
        person = draw.choice(PEOPLE)
        text = draw.choice(SAID)
        theme = draw.choices(THEMES, (8, 7, 6, 5, 5, 3, 3))[0]
        record: dict[str, object] = {
            "text": "Et besøg.",
            "created": f"{day}T10:00:00+01:00",
            "author": person,
            "learning": [f"{text} #{theme}" + " (må citeres)" * (count % 25 == 0)],
        }
        if count < len(HOSTILE):
            theme = THEMES[count % len(THEMES)]
            record["learning"] = [f"{HOSTILE[count]} #{theme} (må citeres)"]
        if person in ("lise", "omar"):
            record |= {"author": "", "contributor": f"token-{person}"}
        yield json.dumps(record)
