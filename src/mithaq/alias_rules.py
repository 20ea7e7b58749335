"""The rules by which mentions become groups, as a table: names, organisations, places, documents, bare nouns.

Knows words of mentions and where they stand; ``mithaq.alias_titles`` knows titles. Each rule joins a mention to a group only if a single
group of the text fits, because two that fit are a doubt, and on doubt mentions stay apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from mithaq.alias_titles import titles
from mithaq.mentions import Groups, Mention
from mithaq.names import Name, is_short_for, key_words, same_name

Rule = Callable[[Groups], None]
Fits = Callable[[Mention, Mention], bool]
"""Whether the first mention is another form of the second."""

_KINDS = frozenset(
    key_words(
        "شركة مجموعة مجمع مؤسسة بنك مصرف حركة حزب جماعة تنظيم جبهة تيار تجمع تحالف ائتلاف كتلة قائمة ميليشيا مليشيا كتيبة لواء قوات "
        "نادي فريق منظمة جمعية نقابة حلف مجلس محكمة وزارة صحيفة جريدة مجلة وكالة قناة إذاعة شبكة موقع جامعة مدرسة مستشفى"
    )
)
"""Nouns that say what a body is before its name, and may be left out: حركة حماس is حماس."""
_ORGANS = frozenset(key_words("حكومة جيش برلمان شرطة سفارة خارجية رئاسة وزارة قوات وفد"))
"""Nouns of bodies that every state has: one with a nationality and one without may be of two states."""
_COMMON = (
    _KINDS
    | _ORGANS
    | frozenset(
        key_words(
            "لجنة هيئة إدارة بعثة صندوق مفوضية أمانة مكتب اتحاد غرفة نيابة فرع سلطة سلطات بلاد أمن قيادة رابطة "
            "بلدية محافظة ولاية عاصمة مملكة جمهورية إقليم"
        )
    )
)
"""Nouns that are no name by themselves."""
_BUSINESS = frozenset(key_words("شركة مجموعة بنك مصرف نادي فريق حركة حزب جماعة تنظيم جبهة صحيفة جريدة منظمة وكالة"))
"""Nouns by which a body is called that the text names without any noun: فولكسفاغن, then الشركة."""
_ONE_KIND = tuple(frozenset(key_words(pair)) for pair in ("شركة مجموعة", "بنك مصرف", "نادي فريق", "صحيفة جريدة"))
"""Nouns that the press uses for one body in turn."""
_TEXTS = frozenset(key_words("نص وثيقة ورقة"))
"""Nouns for any document."""
_MANY = re.compile(r"\w(?:ين|ات)$")
"""Duals and plurals: several documents are not «the text»."""
_PRONOUN = re.compile(r"(?:ه|ها|هم|هما|هن|نا)$")
_ASIDE = re.compile(r"[»”\"]?\s*[(\[]\s*[\"«“]?|[»”\"]?\s+[\"«“]")
_ASIDE_END = re.compile(r"\s*[»”\")\]]")
_CALLED = re.compile(
    r"[»”\"]?[،,]?\s*(?:ال)?(?:معروف|ملقب|شهير|مسم[ىا]|مكن[ىا])(?:ة|ين|ون)?\s+(?:أيضا\s+|اختصارا\s+)?"
    r"(?:باسم(?:ه|ها|هم)?\s+(?:الحركي\s+)?|بلقب\s+|بكنية\s+|بـ?\s*)[\"«“]?"
)
_DATELINE = re.compile(r"\s*[-–—/:\n]")
_FAR = 40
"""Characters that a phrase such as «المعروفة أيضا باسم» may take."""


def same_words(groups: Groups) -> None:
    """Mentions of one type and the same words, if these name somebody: names, definite nouns, and long indefinite ones."""
    seen: dict[tuple[str, Name, bool], Mention] = {}
    for m in groups.mentions:
        if _names_somebody(m):
            # «الاتفاق» may be another than «اتفاق»; a name is one with and without the article.
            groups.join(seen.setdefault((m.type, m.words, _told_apart(m)), m), m)


def _told_apart(m: Mention) -> bool:
    """The definiteness that parts equal words: «الاتفاق» may be another than «اتفاق», فصائل المعارضة than فصائل معارضة."""
    if m.type == "ORG":
        return m.definite and len(m.words) > 1
    return m.article and m.type in ("DOC", "OCC", "ACTOR")


def spellings(groups: Groups) -> None:
    """Names written in two ways. Of bodies and places the lengths must agree, because البرازيل is not برازيليا."""
    for m in groups.of_type("PERS", "ORG", "GPE"):
        for other in groups.holding(m.type, m.words[0]):
            if m.words != other.words and same_name(m.words, other.words):
                if m.type == "PERS" or [*map(len, m.words)] == [*map(len, other.words)]:
                    groups.join(other, m)


def short_names(groups: Groups) -> None:
    """A person's short name joins the longest name that it is short for; a given name alone only after that name."""
    people = {m.words: m for m in reversed(groups.of_type("PERS"))}
    for m in sorted(groups.of_type("PERS"), key=lambda m: -len(m.words)):
        longer = [p for p in groups.holding("PERS", m.words[0]) if is_short_for(m.words, p.words)]
        top = [p for p in longer if not any(is_short_for(p.words, q.words) for q in longer)]
        home = groups.only(people[p.words] for p in top)
        if home and (m.follows(home) or not same_name(m.words[:1], home.words[:1]) or len(m.words) > 1):
            groups.join(home, m)


def asides(groups: Groups) -> None:
    """A name and the other name that follows it in brackets, or after «المعروف باسم»."""
    by_start = {m.span.start: m for m in reversed(groups.mentions)}
    for m in groups.of_type("PERS", "ORG", "DOC"):
        end = m.span.end
        for pattern, closing in ((_ASIDE, _ASIDE_END), (_CALLED, None)):
            gap = pattern.match(groups.text, end, end + _FAR)
            other = by_start.get(gap.end()) if gap else None
            if other and other.type == m.type and (closing is None or closing.match(groups.text, other.span.end)):
                groups.join(m, other)


def _fitting(kinds: str, fits: Fits, *, after: bool = False) -> Rule:
    """A rule that joins a mention to the one group whose forms it fits.

    Args:
        after: whether only forms that stand before the mention count.
    """

    def rule(groups: Groups) -> None:
        for m in groups.of_type(*kinds.split()):
            others = groups.holding(m.type, m.words[0])
            if home := groups.only(o for o in others if o is not m and (not after or m.follows(o)) and fits(m, o)):
                groups.join(home, m)

    return rule


def _begins(short: Mention, full: Mention) -> bool:
    return 1 < len(short.words) < len(full.words) and full.words[: len(short.words)] == short.words


def shortened(groups: Groups) -> None:
    """The first words of a body's name; with an organ of state the name with the nationality comes first."""
    for m in groups.of_type("ORG", "GPE"):
        home = groups.only(o for o in groups.holding(m.type, m.words[0]) if _begins(m, o))
        if home and (m.follows(home) or home.core != m.words or m.words[0] not in _ORGANS):
            groups.join(home, m)


def _is_named_part(short: Mention, full: Mention) -> bool:
    """حماس in حركة حماس, إيني in شركة "إيني" الإيطالية, المركزي in البنك المركزي, what stands in brackets."""
    size = len(short.words)
    if size >= len(full.words) or (size == 1 and short.words[0] in _COMMON):
        return False
    ellipsis = full.article and short.bare and full.words[-1:] == short.words
    # A nationality at the end of an organ's name may be all that parts two states' organs (see ``shortened``).
    unnationed = full.core == short.words and (short.words[0] not in _ORGANS or not _begins(short, full))
    return ellipsis or unnationed or short.words in full.inner or any(_names(short.words, words) for words in (full.words, full.core))


def _names(short: Name, full: Name) -> bool:
    """Whether a name stands in a longer one right after nouns of kind: not سلامة in مجلس إدارة سلامة, which is another body."""
    kinds = next((i for i, word in enumerate(full) if word not in _KINDS), len(full))
    return any(full[at : at + len(short)] == short for at in range(1, kinds + 1))


def _is_first_word(short: Mention, full: Mention) -> bool:
    """بولتون of بولتون واندررز."""
    return len(short.words) == 1 < len(full.words) and not short.article and short.words[0] not in _COMMON and _heads(short, full)


def _heads(short: Mention, full: Mention) -> bool:
    return full.words[0] == short.words[0]


def _is_its_noun(short: Mention, full: Mention) -> bool:
    """«الحركة» after الحركة الوطنية or حركة حماس."""
    return short.bare and len(full.words) > 1 and _heads(short, full)


def _is_its_first_noun(short: Mention, full: Mention) -> bool:
    """«الاتفاق» after اتفاق سلام or اتفاقا."""
    return short.bare and (len(full.words) > 1 or not full.article) and _heads(short, full)


def _is_made_definite(short: Mention, full: Mention) -> bool:
    """اتفاقية التجارة الحرة after اتفاقية تجارة حرة; «مذكرة التفاهم» after مذكرة التفاهم الأوروبية."""
    same = short.words == full.words and len(short.words) > 1 and short.definite and not full.definite
    return same or (_begins(short, full) and short.definite == full.definite)


def acronyms(groups: Groups) -> None:
    """قسد, the first letters of قوات سوريا الديمقراطية."""
    bodies = groups.of_type("ORG")
    initials = [("".join(w[0] for w in m.words), m) for m in bodies if len(m.words) > 2]
    for m in bodies:
        if len(m.words) == 1 and (home := groups.only(full for letters, full in initials if letters == m.words[0])):
            groups.join(home, m)


def other_nouns(groups: Groups) -> None:
    """«الشركة» after مجموعة فولكسفاغن, or after the only body that the text has named without any noun."""
    for m in groups.of_type("ORG"):
        if m.bare and all(o.bare for o in groups.group(m)):
            before = [o for o in groups.of_type("ORG") if m.follows(o) and groups.group(o) is not groups.group(m)]
            kind = next((k for k in _ONE_KIND if m.words[0] in k), frozenset())
            home = groups.only(o for o in before if o.words[0] in kind and len(o.words) > 1)
            if home is None and m.words[0] in _BUSINESS and not any(_heads(m, o) for o in before):
                home = groups.only(o for o in before if _is_plain_name(groups, o))
            if home:
                groups.join(home, m)


def _is_plain_name(groups: Groups, m: Mention) -> bool:
    """Whether no form of a body says what it is. The agency of a dateline, in brackets or first before a dash, is no topic of the text."""
    dateline = groups.text[: m.span.start][-1:] == "(" or (m.span.start == 0 and _DATELINE.match(groups.text, m.span.end))
    return not dateline and not any(_is_common(o.words[0]) for o in groups.group(m))


def any_text(groups: Groups) -> None:
    """«النص» or «الوثيقة» after the only document so far."""
    documents = groups.of_type("DOC")
    for m in documents:
        if m.bare and m.words[0] in _TEXTS:
            before = [o for o in documents if m.follows(o) and o.words != m.words]
            home = groups.only(before)
            if home and not any(_MANY.search(o.words[0]) for o in before):
                groups.join(home, m)


def _names_somebody(m: Mention) -> bool:
    if m.type == "OCC":
        return m.definite and not m.holders
    if m.type in ("DOC", "ACTOR"):
        return m.definite or len(m.words) > 1
    # «حكومة» is any government, and «بلاده» the country of whoever was spoken of last.
    return m.type == "PERS" or m.article or len(m.words) > 1 or not _is_common(m.words[0])


def _is_common(word: str) -> bool:
    """Whether a word is a common noun, with or without a possessive pronoun (حزبه، حكومتها)."""
    owned = _PRONOUN.sub("", word)
    return not _COMMON.isdisjoint((word, owned, owned.removesuffix("ت") + "ه"))


RULES: tuple[Rule, ...] = (
    same_words,
    asides,
    spellings,
    short_names,
    shortened,
    _fitting("ORG", _is_named_part),
    acronyms,
    _fitting("ORG", _is_first_word),
    _fitting("ORG GPE", _is_its_noun, after=True),
    other_nouns,
    _fitting("DOC", _is_made_definite, after=True),
    _fitting("DOC ACTOR", _is_its_first_noun, after=True),
    any_text,
    titles,
)
"""In this order: a later rule sees the groups of the earlier ones, so that two forms of one actor are one candidate."""
