"""What the privacy check finds, and what it leaves alone."""

from __future__ import annotations

import pytest

from reflekt.privacy.detect import detect

CPR = [
    "010190-1234",
    "0101901234",
    "010190 1234",
    "010190 - 1234",
    "010190 -1234",
    "010190–1234",
    "010190−1234",
    "010190‑1234",
    "010190\u00a01234",
    "010190\u00ad1234",
    "010190\u200b-1234",
    "010190.1234",
    "010190/1234",
    "010190-12 34",
    "010190-\n1234",
    "010190&nbsp;1234",
    "010190**-**1234",
    "(010190)-1234",
    "01-01-90-1234",
    "01.01.90-1234",
    "01 01 90 1234",
    "01/01/1990-1234",
    "01011990-1234",
    "０１０１９０-１２３４",
    "0 1 0 1 9 0 1 2 3 4",
    "610190-1234",
    "290200-1234",
    "290296-1234",
]
NO_CPR = [
    "320190-1234",
    "011390-1234",
    "300290-1234",
    "290201-1234",
    "+45 12 34 56 78",
    "4512345678",
    "+46 0701234567",
    "1.012.345.678 kr",
    "0101901234 kr.",
    "kl. 20.00-21.30",
    "23-11-2026",
    "23-11-26 1430",
    "2026-11-23-1412",
    "2026-11-23T14:12:05+01:00",
    "27.24.00-G01-12-15",
    "5790001234567",
    "20 10 11 12 34 56 78 90 11",
    "- 010190\n- 1234",
    "mellem 2024-2026",
]
PHONES = [
    "20123456",
    "20 12 34 56",
    "2012 3456",
    "20 123 456",
    "201 23 456",
    "20-12-34-56",
    "20.12.34.56",
    "20\u00a012\u00a034\u00a056",
    "2 0 1 2 3 4 5 6",
    "+45 20123456",
    "+4520123456",
    "004520123456",
    "0045 20 12 34 56",
    "(+45) 20 12 34 56",
    "+46 70 123 45 67",
]
NO_PHONES = [
    "10 12 34 56",
    "23-11-2026",
    "2026-11-23",
    "20261123",
    "2024-2026",
    "25.000.000",
    "20123456 kr",
    "kl. 20.00-21.30",
    "cvr 20123456",
    "sag 20241234",
    "5790001234567",
]
ADDRESSES = [
    "Skovvej 12",
    "Åvej 7B, st. tv",
    "Nørre Allé 5, 2. tv, 8000 Aarhus C",
    "H.C. Andersens Boulevard 12",
    "Sankt Pauls Plads 3",
    "Vestergade",
    "8800 Viborg",
]


def found(text: str, type: str) -> list[str]:
    return [one.text for one in detect(text) if one.type == type]


@pytest.mark.parametrize("number", CPR)
@pytest.mark.parametrize("around", ["Barnet har {} i sagen.", "{}", "cpr:{},", "x{}y", "_{}_"])
def test_a_cpr_number_is_found_however_it_is_written(number: str, around: str) -> None:
    findings = [one for one in detect(around.format(number)) if one.type == "cpr"]
    assert [one.severity for one in findings] == ["block"]


@pytest.mark.parametrize("number", NO_CPR)
def test_other_numbers_do_not_block(number: str) -> None:
    assert found(f"Der står {number} i sagen.", "cpr") == []


@pytest.mark.parametrize("number", PHONES)
def test_a_phone_number_is_found_in_any_grouping(number: str) -> None:
    assert found(f"Ring på {number} i dag.", "phone") == [number]


@pytest.mark.parametrize("number", NO_PHONES)
def test_other_numbers_are_no_phone_numbers(number: str) -> None:
    assert found(f"Der står {number} i dag.", "phone") == []


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_is_found_whole(address: str) -> None:
    assert found(f"Hun bor på {address}, siger hun.", "address") == [address]


@pytest.mark.parametrize("text", ["i haven 3 gange", "I 2014 Mette flyttede", "på vejen 2 børn"])
def test_a_number_after_a_word_is_not_yet_an_address(text: str) -> None:
    assert found(text, "address") == []


@pytest.mark.parametrize(
    ("text", "type", "wanted"),
    [
        ("Skriv til mette.holm@aarhus.dk nu.", "email", "mette.holm@aarhus.dk"),
        ("Skriv til mette(at)firma.dk nu.", "email", "mette(at)firma.dk"),
        ("Se www.aarhus.dk/familie.", "url", "www.aarhus.dk/familie"),
        ("Se https://x.dk/a?b=1, siger hun.", "url", "https://x.dk/a?b=1"),
        ("De fandt det på aula.dk i går.", "url", "aula.dk"),
        ("Bilen AB 12 345 stod der.", "plate", "AB 12 345"),
        ("Bilen AB12345 stod der.", "plate", "AB12345"),
    ],
)
def test_what_leads_to_somebody(text: str, type: str, wanted: str) -> None:
    assert found(text, type) == [wanted]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Jeg talte med Karen i går.", ["Karen"]),
        ("Jeg talte med Anne-Mette Holm Jensen i går.", ["Anne-Mette Holm Jensen"]),
        ("Det var Karens idé.", ["Karens"]),
        ("Fatima ringede selv.", ["Fatima"]),
        ("Xhevdet sagde ikke noget.", ["Xhevdet"]),
        ("Bo ringede i dag.", ["Bo"]),
        ("Vi så på det sammen, og Bo nikkede.", ["Bo"]),
        ("Hans mor ringede.", []),
        ("Bagefter kom H.C. Larsen og dr. Holm.", ["H.C. Larsen", "Holm"]),
        ("Da Ali bin Hassan kom, gik Ole.", ["Ali bin Hassan", "Ole"]),
        ("Vi besøgte Familien Ulv i dag.", ["Familien Ulv"]),
        ("Jeg besøgte familien. Hun var glad.", []),
        ("- [ ] Spørge Birgit (senest 2026-12-04) ^a1", ["Birgit"]),
        ("Hun sagde: “Mikkel vil ikke.”", ["Mikkel"]),
    ],
)
def test_a_name_is_found_whole(text: str, wanted: list[str]) -> None:
    assert found(text, "name") == wanted


@pytest.mark.parametrize(
    "text",
    [
        "Jeg ringede først. Hun var glad! Hvad nu? Det ved I ikke, siger de.",
        "Vil De komme, spurgte hun, og er det Deres?",
        "I går mødtes vi på Teams med Aarhus Kommune i København.",
        "Netværksmødet gik godt, og Underretningen kom fra skolen i Danmark.",
        "I fredags talte hun arabisk med en tyrkisk nabo i november.",
        "Hun talte med PPR og BUP om ADHD.",
        "## Hvad fyldte?\n\n- Vente lidt #tillid\n- [x] Ringe først",
        "Mor sagde, at Far kommer.",
        "She called by herself. The mother was there, and I listened.",
    ],
)
def test_ordinary_sentences_hold_no_names(text: str) -> None:
    assert detect(text) == ()


def test_an_allowed_name_is_no_finding() -> None:
    text = "Jeg talte med Karen Holm om Karens søster og om Ole."
    assert [one.text for one in detect(text, ["karen", "Holm"])] == ["Ole"]
