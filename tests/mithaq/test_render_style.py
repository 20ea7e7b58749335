"""The style of the page, as rules that a test can read: joined letters, contrast, patterns."""

from __future__ import annotations

import re
from importlib import resources

import pytest


def asset(name: str) -> str:
    return resources.files("mithaq").joinpath("assets", name).read_text(encoding="utf-8")


def test_nothing_in_the_style_widens_a_mark():
    rules = re.findall(r"([^{}]+)\{([^{}]*)\}", re.sub(r"/\*.*?\*/", "", asset("page.css"), flags=re.DOTALL))
    bodies = [body for selector, body in rules if re.search(r"(?<![\w.#-])mark\b|\.l\d\b|(?<![\w-])\.e\b", selector)]
    assert len(bodies) > 8
    for name in re.findall(r"([\w-]+)\s*:", " ; ".join(bodies)):
        assert name not in ("padding", "margin", "border", "display", "font", "font-weight", "letter-spacing", "position")
        assert not re.fullmatch(r"(padding|margin|border)-(inline|left|right).*", name)


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = digits if len(digits) == 6 else "".join(2 * d for d in digits)
    channels = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast_is_aa(scheme):
    light, dark = asset("page.css").split("@media screen and (prefers-color-scheme: dark)", 1)
    css = light if scheme == "light" else dark.split("\n}\n", 1)[0]
    hues = re.findall(r"\.h\d+ \{ --i: (#\w+); --t: (#\w+) \}", css)
    assert len(hues) == 13
    root = dict(re.findall(r"--(\w+): (#\w+)", css.split(".h0")[0]))
    inks, tints = [ink for ink, _ in hues], [tint for _, tint in hues]
    grounds = [root["bg"], root["panel"], *tints]
    # A label stands on the tint of whatever mark is around it.
    assert min(contrast(ink, ground) for ink in inks for ground in grounds) >= 4.5
    assert min(contrast(root["fg"], ground) for ground in [*grounds, root["on"]]) >= 4.5
    assert min(contrast(root[name], ground) for name in ("soft", "link") for ground in (root["bg"], root["panel"])) >= 4.5
    assert contrast(root["link"], root["on"]) >= 4.5
    assert min(contrast(root["focus"], ground) for ground in grounds) >= 3


@pytest.mark.parametrize(("style", "patterns"), [("fn", ("dashed", "line-through")), ("fu", ("dotted",)), ("fx", ("double",)), ("fa", ())])
def test_each_factuality_has_its_lines(style, patterns):
    rule = re.search(rf"mark\.{style}[^{{]*\{{([^}}]*)\}}", asset("page.css"))
    assert (rule is None) == (not patterns), "solid is the rule"
    assert rule is None or all(pattern in rule[1] for pattern in patterns)
