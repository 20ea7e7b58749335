"""The Arabic words of time: tables of category, meaning and spellings.

Knows words; knows no calendar and no grammar. Spellings are written without article, diacritics or tanwin, one after another between
bars; hamza seats, ى and ة need no variants, because ``mithaq.date_tokens`` folds them. Upper-case categories carry a meaning to the
rules in ``mithaq.date_rules``; lower-case ones are particles that rules name.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain

Table = Mapping[object, str]

NUMBERS: Mapping[str, Table] = {
    "ONE": {
        2: "اثنان|اثنين|اثنتان|اثنتين|اثنا|اثني|اثنتا|اثنتي",
        3: "ثلاثة|ثلاث",
        4: "أربعة|أربع",
        5: "خمسة|خمس",
        6: "ستة|ست",
        7: "سبعة|سبع",
        8: "ثمانية|ثماني|ثمان",
        9: "تسعة|تسع",
    },
    # «واحد» follows its noun («يوم واحد»); «أحد» and «حادي» live only in compounds.
    "UNO": {1: "واحد|واحدة"},
    "AHAD": {1: "أحد|إحدى|واحد|واحدة"},
    "TEN": {10: "عشرة|عشر"},
    "TENS": {
        20: "عشرون|عشرين",
        30: "ثلاثون|ثلاثين",
        40: "أربعون|أربعين",
        50: "خمسون|خمسين",
        60: "ستون|ستين",
        70: "سبعون|سبعين",
        80: "ثمانون|ثمانين",
        90: "تسعون|تسعين",
    },
    "HUNDRED": {100: "مئة|مائة", 200: "مئتان|مئتين|مئتي|مائتان|مائتين|مائتي"},
    "THOUSAND": {1000: "ألف|آلاف", 2000: "ألفان|ألفين|ألفي"},
    "ORDINAL": {
        1: "أول|أولى",
        2: "ثاني|ثانية|ثان",
        3: "ثالث|ثالثة",
        4: "رابع|رابعة",
        5: "خامس|خامسة",
        6: "سادس|سادسة",
        7: "سابع|سابعة",
        8: "ثامن|ثامنة",
        9: "تاسع|تاسعة",
        10: "عاشر|عاشرة",
    },
    "ELEVENTH": {1: "حادي|حادية|واحد|واحدة"},
    "FRACTION": {2: "نصف", 3: "ثلث", 4: "ربع"},
}

# Singular, dual, plural. Definite forms stand for the period itself («الأسبوع»), indefinite ones for its length («أسبوع»).
UNITS: Mapping[str, tuple[str, str, str]] = {
    "minute": ("دقيقة", "دقيقتين|دقيقتان", "دقائق"),
    "hour": ("ساعة", "ساعتين|ساعتان", "ساعات"),
    "day": ("يوم", "يومين|يومان", "أيام"),
    "week": ("أسبوع", "أسبوعين|أسبوعان", "أسابيع"),
    "month": ("شهر", "شهرين|شهران", "أشهر|شهور"),
    "year": ("عام|سنة", "عامين|عامان|سنتين|سنتان", "أعوام|سنوات|سنين|سنون"),
    "decade": ("عقد", "عقدين|عقدان", "عقود"),
    "century": ("قرن", "قرنين|قرنان", "قرون"),
}

MONTHS: Table = {
    1: "يناير|كانون الثاني|جانفي",
    2: "فبراير|شباط|فيفري",
    3: "مارس|آذار",
    4: "أبريل|إبريل|نيسان|أفريل",
    5: "مايو|أيار|ماي",
    6: "يونيو|يونيه|حزيران|جوان",
    7: "يوليو|يوليه|تموز|جويلية|يوليوز",
    8: "أغسطس|آب|أوت|غشت",
    9: "سبتمبر|أيلول|شتنبر",
    10: "أكتوبر|تشرين الأول|أوكتوبر",
    11: "نوفمبر|تشرين الثاني|نونبر",
    12: "ديسمبر|كانون الأول|دجنبر|ديسمبير",
}

HIJRI_MONTHS: Table = {
    1: "محرم",
    2: "صفر",
    3: "ربيع الأول",
    4: "ربيع الثاني|ربيع الآخر",
    5: "جمادى الأولى|جمادى الأول",
    6: "جمادى الآخرة|جمادى الثانية|جمادى الآخر|جمادى الثاني",
    7: "رجب",
    8: "شعبان",
    9: "رمضان",
    10: "شوال",
    11: "ذو القعدة|ذي القعدة|ذو قعدة|ذي قعدة",
    12: "ذو الحجة|ذي الحجة|ذو حجة|ذي حجة",
}

# Monday is 1, as in ISO 8601. Names count as names when definite; after «يوم» and «كل» also without the article.
WEEKDAYS: Table = {
    1: "اثنين",
    2: "ثلاثاء|ثلثاء|ثلاثا",
    3: "أربعاء|أربعا",
    4: "خميس",
    5: "جمعة",
    6: "سبت",
    7: "أحد",
}

SEASONS: Table = {"SP": "ربيع", "SU": "صيف", "FA": "خريف", "WI": "شتاء"}

FEASTS: Mapping[str, Table] = {
    "HFEAST": {(10, 1): "عيد الفطر", (12, 10): "عيد الأضحى", (1, 1): "رأس السنة الهجرية", (1, 10): "عاشوراء", (12, 9): "يوم عرفة"},
    "GFEAST": {(12, 25): "عيد الميلاد", (1, 1): "رأس السنة|رأس السنة الميلادية", (5, 1): "عيد العمال"},
}

# Hours of a day, the second one past 24 where the part runs past midnight; TIMEX3 has no code for dawn, which is early morning.
PARTS: Mapping[tuple[str, int, int], str] = {
    ("MO", 0, 6): "فجر",
    ("MO", 6, 12): "صباح|صبيحة|صبح",
    ("MO", 8, 12): "ضحى",
    ("MI", 12, 15): "ظهر|ظهيرة|منتصف النهار",
    ("AF", 12, 16): "زوال",
    ("AF", 12, 18): "بعد الظهر|بعد ظهر",
    ("AF", 15, 18): "عصر",
    ("EV", 17, 20): "مغرب|غروب",
    ("EV", 17, 24): "مساء|أمسية",
    ("EV", 19, 22): "عشاء",
    ("NI", 20, 24): "قبل منتصف الليل|قبل منتصف ليل|قبيل منتصف الليل|قبيل منتصف ليل",
    ("NI", 20, 28): "ليل",
    ("NI", 24, 28): "بعد منتصف الليل|بعد منتصف ليل",
    ("DT", 6, 18): "نهار",
}

# «ليلة الجمعة» is the night of Friday in the news and the night before Friday by tradition; «عشية» the evening or the eve.
PARTS_OR_EVE: Mapping[tuple[str, int, int], str] = {("NI", 20, 28): "ليلة", ("EV", 17, 24): "عشية"}

PORTIONS: Table = {
    "start": "مطلع|بداية|مستهل|بدء",
    "mid": "منتصف|وسط",
    "end": "نهاية|ختام|آخر|أعقاب",
    "early": "أوائل|بدايات|باكورة",
    "middle": "أواسط",
    "late": "أواخر|نهايات",
}

DECADES: Table = {
    10: "عشريات",
    20: "عشرينيات|عشرينات",
    30: "ثلاثينيات|ثلاثينات",
    40: "أربعينيات|أربعينات",
    50: "خمسينيات|خمسينات",
    60: "ستينيات|ستينات",
    70: "سبعينيات|سبعينات",
    80: "ثمانينيات|ثمانينات",
    90: "تسعينيات|تسعينات",
}

# From the document's day: how many periods away; «نفسه» and «التالي» count from the date the text speaks of.
RELATIVE_DAYS: Table = {
    -2: "أول أمس|أول من أمس|أمس الأول|أول البارحة|البارحة الأولى",
    -1: "أمس|بارحة",
    0: "نهارنا",
    1: "غد|غدا",
    2: "بعد غد|بعد الغد|بعد غدا",
}
_ENDINGS = ("", "ة", "ين", "تين", "ات")


def _agreeing(*stems: str) -> str:
    return "|".join(stem + ending for stem in stems for ending in _ENDINGS)


DIRECTIONS: Table = {
    -2: f"قبل {'|قبل '.join(_agreeing('ماضي', 'فائت').split('|'))}",
    -1: _agreeing("ماضي", "فائت", "منصرم", "منقضي", "أخير", "فارط"),
    0: _agreeing("جاري", "حالي", "راهن"),
    1: _agreeing("مقبل", "قادم", "آتي"),
    2: f"بعد {'|بعد '.join(_agreeing('مقبل', 'قادم').split('|'))}",
}
BASE_DIRECTIONS: Table = {
    -1: _agreeing("سابق"),
    0: "نفسه|نفسها|ذاته|ذاتها|عينه|عينها",
    1: _agreeing("تالي", "لاحق", "موالي") + "|الذي يليه|التي تليها",
}

VAGUE: Table = {
    "PRESENT_REF": "الآن|حاليا|راهنا|وقت الحالي|وقت الراهن|وقت الحاضر",
    "PAST_REF": "مؤخرا|سابقا|آنفا|وقت سابق",
    "FUTURE_REF": "قريبا|لاحقا|وقت لاحق|موعد لاحق|تاريخ لاحق|وقت قريب|إشعار آخر|أجل غير مسمى",
}

SETS: Table = {"P1D": "يوميا", "P1W": "أسبوعيا", "P1M": "شهريا", "P1Y": "سنويا"}

PARTICLES: Table = {
    "and": "و|ف",
    "or": "أو",
    "of": "من",
    "to": "إلى|حتى|ولغاية",
    "between": "بين|ما بين",
    "in": "في|ب|عند|لدى|تاريخ|خلال|أثناء|حدود",
    "for": "ل|مدة|فترة|مهلة|على مدى|مدى|طوال|طيلة|على امتداد",
    "within": "خلال|غضون|في غضون|ظرف|في ظرف",
    "ago": "قبل|منذ",
    "hence": "بعد",
    "by": "ب",
    "that": "ذلك|تلك|ذاك",
    "this": "هذا|هذه|هاته",
    "same": "نفس|ذات",
    "every": "كل",
    "few": "بضع|بضعة|عدة",
    "past": "مضت|خلت|مضى",
    "last": "آخر",
    "first": "أول",
    "day": "يوم",
    "days": "أيام",
    "month": "شهر",
    "year": "عام|سنة",
    "season": "فصل",
    "hour": "ساعة",
    "minutes": "دقيقة|دقائق",
    "pair": "يومي|عامي|سنتي|شهري|أيام|أعوام|سنوات|أشهر",
    "dawn of the month": "فاتح|غرة",
    "last of the month": "متم|سلخ",
    "less": "إلا",
    "midnight": "منتصف الليل|منتصف ليل|منتصف ليلة",
    "on": "على",
    "weekend": "عطلة نهاية|عطلة آخر",
    "corresponding": "موافق|موافق ل|مصادف|مصادف ل",
    "ad": "م|ميلادي|ميلادية",
    "ah": "ه|هجري|هجرية",
    "utc": "ت غ|تغ|توقيت غرينتش|توقيت جرينتش|توقيت غرينيتش|توقيت جرينيتش|توقيت العالمي|gmt|utc",
    "local": "توقيت المحلي|توقيت محلي|محليا",
    "early in": "ساعات الأولى من|وقت مبكر من|ساعة مبكرة من|ساعات مبكرة من|ساعات المبكرة من|ساعات|وقت باكر من",
    "late in": "وقت متأخر من|ساعة متأخرة من|ساعات متأخرة من|ساعات الأخيرة من|ساعات المتأخرة من",
    "time": "فترة|مرحلة|مدة|آونة|حقبة|وقت",
    "about": "حوالي|نحو|قرابة|زهاء|ما يقارب|ما يقرب من|تقريبا|حدود|ما يناهز",
    "more": "أكثر من|ما يزيد على|ما يزيد عن|أزيد من|ما لا يقل عن|على الأقل",
    "fewer": "أقل من|ما لا يزيد على|ما لا يزيد عن|على الأكثر|كحد أقصى|حد أقصى",
    "whole": "كامل|كاملة|كاملين|كاملتين|متتالية|متتاليين|متتالين|متواصلة|متواصلين|إضافي|إضافية|إضافيين|أخرى|آخر|آخرين|فقط|من الزمن|من الزمان",
    "uncounted": "عدة|عديدة|قليلة|معدودة|كثيرة|طويلة|قلائل",
    "blessed": "مبارك|كريم|معظم|حرام|فضيل",
    "open": "(|[",
}

BOUNDS: Table = {
    "until": "حتى|إلى|غاية|إلى غاية|حتى غاية|لغاية|حلول|موعد أقصاه|أقصاه",
    "before": "قبل|قبيل",
    "after": "بعد|ما بعد|عقب|بعيد",
    "since": "منذ|مذ",
    "from": "اعتبارا من|ابتداء من|بدءا من|انطلاقا من|من",
}


def tables() -> list[tuple[str, object, str]]:
    """Every row: category, meaning, one spelling."""
    grouped: dict[str, Mapping[object, str]] = {
        **NUMBERS,
        **FEASTS,
        "MONTH": MONTHS,
        "HMONTH": HIJRI_MONTHS,
        "WEEKDAY": WEEKDAYS,
        "ANYDAY": WEEKDAYS,
        "SEASON": SEASONS,
        "PART": {k: v for k, v in PARTS.items()},
        "EVE": {k: v for k, v in PARTS_OR_EVE.items()},
        "PORTION": PORTIONS,
        "DECADE": DECADES,
        "RELATIVE": RELATIVE_DAYS,
        "DIR": DIRECTIONS,
        "BASEDIR": BASE_DIRECTIONS,
        "VAGUE": VAGUE,
        "SET": SETS,
        "BOUND": BOUNDS,
    }
    rows = [(cat, value, spelling) for cat, table in grouped.items() for value, forms in table.items() for spelling in forms.split("|")]
    particles = [(str(cat), None, spelling) for cat, forms in PARTICLES.items() for spelling in forms.split("|")]
    units = [
        (f"{number}:{unit}" if number == "THE" else number, unit, spelling)
        for unit, (one, two, many) in UNITS.items()
        for number, forms in (("THE", one), ("UNIT", one), ("UNIT2", two), ("UNITS", many), ("THE2", two), ("THES", many))
        for spelling in forms.split("|")
    ]
    return list(chain(rows, particles, units))
