"""The Chinese words of the finder, read once from ``data/words.txt``, where they are explained."""

from __future__ import annotations

from pathlib import Path

DATA = Path(__file__).parent.parent / "data"


def _read(path: Path) -> dict[str, list[str]]:
    """Words by heading. A line is a comment, a heading in brackets, or words apart by spaces."""
    lists: dict[str, list[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            current = lists.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            current += line.split()
    return lists


_lists = _read(DATA / "words.txt")


def _characters(name: str) -> str:
    return "".join(_lists[name])


PHONE_CUES = _lists["phone_cues"]
LANDLINE_CUES = _lists["landline_cues"]
DOCUMENT_CUES = _lists["document_cues"]
NUMBER_WORDS = _lists["number_words"]
UNITS = _lists["units"]
ID_CUES = _lists["id_cues"]
BANK_CUES = _lists["bank_cues"]
PASSPORT_CUES = _lists["passport_cues"]
CHAT_CUES = _lists["chat_cues"]
CHAT_FILLERS = _lists["chat_fillers"]
PLATE_PROVINCES = _characters("plate_provinces")
PLATE_ENDINGS = _characters("plate_endings")
DIGITS = _characters("digits")
CHINESE_DIGITS = {char: str(value) for value, char in enumerate(DIGITS)}
CHINESE_DIGITS |= {pair[0]: pair[1] for pair in _lists["more_digits"]}

NAME_LABELS = _lists["name_labels"]
NAME_CUES = _lists["name_cues"]
POST_CUES = _lists["post_cues"]
NICKNAME_CUES = _lists["nickname_cues"]
IS = _lists["is"]
LINKS = _characters("links")
BODIES = _characters("bodies")
OF = _characters("of")
KIN = _lists["kin"]
AFTER_NAMES = _lists["after_names"]
NOT_IN_NAMES = _characters("not_in_names")
NOT_THIRD = NOT_IN_NAMES + _characters("not_third")
WORD_SURNAMES = _characters("word_surnames")
NOT_NAMES = frozenset(_lists["not_names"])
NOT_IN_DOTTED = _characters("not_in_dotted")
ESTATES = _lists["estates"]

STREETS = _lists["streets"]
PARTS = _lists["parts"]
LONE_PARTS = _lists["lone_parts"]
NOT_HOUSES = _lists["not_houses"]
NOT_HOUSE_NUMBERS = _lists["not_house_numbers"]
ADDRESS_LABELS = _lists["address_labels"]
ADDRESS_CUES = _lists["address_cues"]
KEPT_LEVELS = _lists["kept_levels"]
HOUSE_NUMBER, ROOM = _characters("house_number"), _characters("room")
TENS = _characters("tens")
