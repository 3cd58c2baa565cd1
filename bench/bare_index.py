"""A bare script that reads every entry and fills the FTS5 table that reflekt fills: no more."""

import re
import sqlite3
import sys
from pathlib import Path

place, root = sys.argv[1:]
database = sqlite3.connect(place, isolation_level=None)
database.execute("PRAGMA synchronous = OFF")
database.execute("PRAGMA cache_size = -65536")
database.execute(
    "CREATE VIRTUAL TABLE words USING "
    'fts5(family, body, tokenize = "unicode61 remove_diacritics 0")'
)
database.execute("INSERT INTO words (words, rank) VALUES ('hashsize', 16777216)")
database.execute("BEGIN")
for file in sorted(Path(root, "entries").rglob("*.md")):
    _start, front, body = file.read_text("utf-8").split("+++\n", 2)
    family = re.search(r'(?m)^family = "(.*)"$', front)
    database.execute(
        "INSERT INTO words (family, body) VALUES (?, ?)", (family[1] if family else "", body)
    )
database.execute("COMMIT")
