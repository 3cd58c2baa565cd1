"""`check`: the contract for machines, and the words for people."""

from __future__ import annotations

import json

from tests.conftest import Reflekt


def test_a_batch_gives_one_object_a_line_in_order_without_a_home(fresh: Reflekt) -> None:
    texts = ["Jeg talte med Karen.", "Der står 010190-1234.", "Intet her."]
    lines = "".join(json.dumps({"id": str(n), "text": t}) + "\n" for n, t in enumerate(texts))
    done = fresh("check", "--batch", "-", "--json", stdin=lines)
    answers = [json.loads(line) for line in done.out.splitlines()]
    assert answers == [
        {
            "id": "0",
            "findings": [
                {"type": "name", "start": 14, "end": 19, "text": "Karen", "severity": "warn"}
            ],
        },
        {
            "id": "1",
            "findings": [
                {"type": "cpr", "start": 9, "end": 20, "text": "010190-1234", "severity": "block"}
            ],
        },
        {"id": "2", "findings": []},
    ]
    assert not fresh.home.exists()


def test_offsets_count_characters(fresh: Reflekt) -> None:
    (finding,) = fresh.json("check", "--json", "æøå 😀 talte med Karen")["findings"]
    assert (finding["start"], finding["end"]) == (16, 21)


def test_a_cpr_number_ends_with_4(fresh: Reflekt) -> None:
    done = fresh("check", "Han har 010190-1234", code=4)
    assert "[CPR number]" in done.out
    assert "CPR number" in done.err


def test_a_name_is_shown_with_what_to_write_instead(fresh: Reflekt) -> None:
    assert "name; you could write A" in fresh("check", "-", stdin="Jeg talte med Karen").out


def test_nothing_found_is_no_promise(fresh: Reflekt) -> None:
    assert "recognised" in fresh("tjek", "Det gik godt").out


def test_a_batch_that_is_not_there_is_said_in_danish(fresh: Reflekt) -> None:
    said = fresh("tjek", "--batch", "nix.jsonl", "--json", env={"REFLEKT_LANG": "da"}, code=2).err
    assert "filen findes ikke" in said
