"""Another language's phrase, word for word into the English that the grammar reads; all of it or nothing."""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass

from bot.dates import arithmetic, vocabulary

_SEPARATORS = re.compile(r"[\s,'、，。-]+")
_NUMBER = re.compile(r"\d(?:[\d:./-]*\d)?\.?")
_CHINESE_DATE = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})[日号號]")


@dataclass(frozen=True)
class _Dictionary:
    english: dict[str, str]
    word: re.Pattern[str]


def to_english(text: str, language: str) -> str | None:
    """The phrase in English, or None when any word of it isn't known (or the language is English, or not known)."""
    dictionary = _dictionary(_code(language))
    if dictionary is None:
        return None
    text = fold(_CHINESE_DATE.sub(_date_in_english, text))
    words: list[str] = []
    position = 0
    while position < len(text):
        if separator := _SEPARATORS.match(text, position):
            position = separator.end()
        elif number := _NUMBER.match(text, position):
            words.append(number.group())
            position = number.end()
        elif word := dictionary.word.match(text, position):
            words.append(dictionary.english[word.group()])
            position = word.end()
        else:
            return None
    return " ".join(filter(None, words))


def words_for(english: frozenset[str], language: str) -> frozenset[str]:
    """The language's words, accents folded, with one of these meanings; none for English or an unknown language."""
    dictionary = _dictionary(_code(language))
    if dictionary is None:
        return frozenset()
    return frozenset(word for word, meaning in dictionary.english.items() if meaning in english)


def fold(text: str) -> str:
    """Lower case without accents, since phones and hurried people leave them out."""
    return "".join(mark for mark in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(mark))


def _code(language: str) -> str:
    return language.replace("_", "-").split("-")[0].lower()


def _date_in_english(found: re.Match[str]) -> str:
    year, month, day = found.groups()
    # A month over 12 is left as it is, for nobody to understand.
    if not 1 <= int(month) <= 12:
        return found.group()
    return f" {int(day)} {arithmetic.MONTH_NAMES[int(month) - 1].lower()} {year or ''}"


@functools.cache
def _dictionary(language: str) -> _Dictionary | None:
    lines = vocabulary.WORDS.get(language)
    if lines is None:
        return None
    english: dict[str, str] = {}
    for line in lines.strip().splitlines():
        meaning, _, words = line.partition(":")
        for word in words.split(","):
            english[fold(word.strip())] = meaning.strip()
    # A date written the Chinese way has been turned into English already.
    if language in vocabulary.WRITTEN_WITHOUT_SPACES:
        english |= {name.lower(): name.lower() for name in arithmetic.MONTH_NAMES}
    alternatives = "|".join(map(re.escape, sorted(english, key=len, reverse=True)))
    end = "" if language in vocabulary.WRITTEN_WITHOUT_SPACES else r"(?!\w)"
    return _Dictionary(english, re.compile(f"(?:{alternatives}){end}"))
