"""Agreement: one different mark, all figures."""

from __future__ import annotations

from mithaq.markup import write
from scripts.agreement import agreement, main
from tests.conftest import TREATY


def test_one_type_differs(treaty, schema):
    (other,) = [treaty.from_dict({**treaty.to_dict(), "spans": [*treaty.to_dict()["spans"]]})]
    spans = list(other.spans)
    at = next(i for i, s in enumerate(spans) if s.type == "GPE")
    spans[at] = spans[at].__class__(spans[at].start, spans[at].end, "LOC")
    other = other.__class__(other.id, other.text, other.date, tuple(spans), other.edges, other.aliases)
    made = agreement([treaty], [other], schema, samples=0)
    count = sum(s.factuality is None for s in treaty.spans)
    assert f"| entities, boundaries and type | {100 * (count - 1) / count:.1f} |" in made
    assert "| entities, boundaries | 100.0 |" in made
    assert "| triggers | 100.0 |" in made
    assert "GPE 0.0" in made


def test_the_command(tmp_path, schema, treaty, capsys):
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.ann.txt").write_text(TREATY, encoding="utf-8")
    arguments = [str(tmp_path / "second"), "--articles", str(tmp_path / "first"), "--samples", "0"]
    assert main(arguments) == 0
    assert "1 articles" in capsys.readouterr().out
    renamed = write([treaty], schema).replace("### treaty", "### other")
    (tmp_path / "second" / "a.ann.txt").write_text(renamed, encoding="utf-8")
    assert main(arguments) == 1
    assert "no article in common" in capsys.readouterr().err
