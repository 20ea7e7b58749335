"""Titles that stand alone («الوزير», «الرئيس التركي»): to whom they belong.

Knows titles and who holds which; knows no name's spelling.
"""

from __future__ import annotations

import re

from mithaq.mentions import Groups, Mention
from mithaq.names import Name, key_words

_SAME_OFFICE: tuple[tuple[Name, Name], ...] = tuple(
    (key_words(said), key_words(meant))
    for said, meant in (
        ("رئيس مجلس الوزراء", "رئيس الوزراء"),
        ("رئيسة مجلس الوزراء", "رئيسة الوزراء"),
        ("رئيس الحكومة", "رئيس الوزراء"),
        ("رئيسة الحكومة", "رئيسة الوزراء"),
        ("رئيس الجمهورية", "الرئيس"),
        ("رئيسة الجمهورية", "الرئيسة"),
        ("رئيس الدولة", "الرئيس"),
        ("رئيسة الدولة", "الرئيسة"),
        ("رئيس البلاد", "الرئيس"),
        ("العاهل", "الملك"),
    )
)
"""Beginnings of titles, and the beginning that means the same office."""
_HEADS_OF_STATE = frozenset({key_words("رئيس"), key_words("رئيسة")})
_TIMES = frozenset(
    key_words("سابق سابقة أسبق راحل راحلة منتخب منتخبة مكلف مكلفة معين معينة مخلوع معزول جديد جديدة مؤقت مؤقتة انتقالي انتقالية")
)
"""Words that part two holders of one office: a title with one of them is another's title than one without."""
_OLD = dict.fromkeys(key_words("أسبق سابقة"), key_words("سابق")[0])
_ENDING = re.compile(r"(?<=\w{3})(?:يه|يا|ي|ا|ه)$")


def titles(groups: Groups) -> None:
    """A title that stands alone joins the person beside whose name a title stands that it fits, if there is one such person.

    A bare title («الوزير») looks back only; a longer one («وزير الخارجية التركي») also looks ahead if nobody before fits. A title that fits
    both a person and a longer title of somebody unnamed joins neither; if it fits that title alone, it joins it.
    """
    people = {m.index: m for m in groups.of_type("PERS")}
    offices = groups.of_type("OCC")
    for title in offices:
        if title.holders or not title.definite:
            continue
        fitting = [o for o in offices if o is not title and (o.holders or len(o.words) > len(title.words)) and fits(title, o)]
        before = [o for o in fitting if title.follows(o)]
        found = before if before or title.bare else fitting
        holders = [people[h] if o.holders else o for o in found for h in (o.holders or (o.index,)) if h in people or not o.holders]
        if home := groups.only(holders):
            groups.join(home, title)


def fits(title: Mention, other: Mention) -> bool:
    """Whether a title may be short for another: the same office, no word that the other lacks, the same time in office."""
    short, full = office(title), office(other)
    if short[0] != full[0] or _times(short) != _times(full):
        return False
    if _is_head_of_state(title) and not _is_head_of_state(other):
        return False
    return {_stem(w) for w in short[1:]} - _TIMES <= {_stem(w) for w in full[1:]}


def office(title: Mention) -> Name:
    """The words of a title, with one form for each office that has several."""
    for said, meant in _SAME_OFFICE:
        if title.words[: len(said)] == said:
            return meant + title.words[len(said) :]
    return title.words


def _is_head_of_state(title: Mention) -> bool:
    """«الرئيس» is the president of a state, not that of a council: رئيس فنزويلا, الرئيس التركي, رئيس الجمهورية."""
    if office(title)[:1] not in _HEADS_OF_STATE:
        return False
    rest = set(office(title)[1:]) - _TIMES
    nations = set(title.words) - set(title.core)
    return title.owned or (rest <= nations and (title.article or office(title) != title.words))


def _times(words: Name) -> set[str]:
    return {_OLD.get(w, w) for w in words if w in _TIMES}


def _stem(word: str) -> str:
    """A country and its adjective in one form: روسيا, الروسي, الروسية."""
    return _ENDING.sub("", word)
