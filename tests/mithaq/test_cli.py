"""The commands as a user meets them: files, standard input, output, faults and exit statuses."""

from __future__ import annotations

import io
import json
import subprocess
import sys

import pytest

from mithaq import Extractor, cli

TEXT = "غادر الوفدان مبنى الخارجية من دون توقيع اتفاق. وقال الوزير إن الطرفين وقعا وثيقة."


@pytest.fixture
def run(bundle, capsys):
    def call(*arguments: str) -> tuple[int, str, str]:
        status = cli.main([*arguments, "--bundle", str(bundle)])
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return call


@pytest.fixture
def article(tmp_path):
    path = tmp_path / "article.txt"
    path.write_text(TEXT, encoding="utf-8")
    return str(path)


def test_extract_a_text_file(run, article, bundle):
    status, out, err = run("extract", article, "--date", "2020-01-13")
    record = json.loads(out)
    assert (status, err) == (0, "")
    assert (record["id"], record["text"], record["date"]) == ("article", TEXT, "2020-01-13")
    assert record["spans"] == Extractor.load(bundle)(TEXT).to_dict()["spans"]


def test_extract_json_lines_keeps_fields_and_names_the_bad_lines(run, tmp_path):
    path = tmp_path / "in.jsonl"
    lines = [
        json.dumps({"id": 7, "text": TEXT, "outlet": "x", "date": "2020-01-13"}),
        "{",
        "",
        json.dumps({"text": ""}),
        json.dumps({"id": "b"}),
    ]
    lines.append(json.dumps({"text": TEXT, "spans": "not read"}))
    path.write_text("\n".join(lines), encoding="utf-8")
    status, out, err = run("extract", str(path))
    records = [json.loads(line) for line in out.splitlines()]
    assert status == 1
    assert [(r["id"], r.get("outlet"), r["date"]) for r in records] == [("7", "x", "2020-01-13"), ("6", None, None)]
    assert [f"{path}:{n}" in err for n in (1, 2, 4, 5, 6)] == [False, True, True, True, False]


def test_standard_input(run, monkeypatch):
    for content in (TEXT, json.dumps({"text": TEXT})):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content.encode())))
        status, out, _ = run("extract", "-")
        assert status == 0
        assert json.loads(out)["text"] == TEXT


def test_output_file_is_never_overwritten(run, article, tmp_path):
    out = tmp_path / "out.jsonl"
    assert run("extract", article, "-o", str(out))[0] == 0
    written = out.read_text(encoding="utf-8")
    assert json.loads(written)["text"] == TEXT
    status, _, err = run("extract", article, "-o", str(out))
    assert status == 1
    assert "exists already" in err
    assert out.read_text(encoding="utf-8") == written


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "the text is empty"), ("قال".encode("cp1256"), "iconv"), (b"latin only", "no Arabic letter")],
)
def test_bad_files(run, tmp_path, content, said):
    path = tmp_path / "bad.txt"
    path.write_bytes(content)
    status, out, err = run("extract", str(path))
    assert (status, out) == (1, "")
    assert said in err
    assert str(path) in err


def test_a_bad_file_does_not_stop_the_next(run, article, tmp_path):
    status, out, err = run("extract", str(tmp_path / "nowhere.txt"), article)
    assert status == 1
    assert "nowhere.txt" in err
    assert json.loads(out)["id"] == "article"


def test_who(run, article):
    status, out, _ = run("who", article, "--date", "2020-01-13")
    assert status == 0
    assert "Who signed [SIGN]" in out
    assert "Who asked for a delay [REQUEST_DELAY]" in out
    assert "(2020-01-13)" in out


def test_who_asks_other_types(run, article):
    assert "MEET" in run("who", article, "--type", "MEET")[1]
    status, _, err = run("who", article, "--type", "MEETT")
    assert status == 1
    assert "Did you mean 'MEET'" in err


def test_ledger_in_every_format(run, article, tmp_path):
    assert run("ledger", article, "--all", "--date", "2020-01-13")[1].startswith("document,published,actor,actor_type,stance")
    rows = json.loads(run("ledger", article, "--all", "--format", "json")[1])
    assert {row["document"] for row in rows} == {"article"}
    assert run("ledger", article, "--format", "markdown")[1].startswith("| actor |")
    out = tmp_path / "ledger.csv"
    assert run("ledger", article, "-o", str(out))[0] == 0
    assert out.read_text(encoding="utf-8").startswith("document,")


def test_render_a_page(run, article, tmp_path):
    out = tmp_path / "page.html"
    assert run("render", article, "-o", str(out))[0] == 0
    assert 'dir="rtl"' in out.read_text(encoding="utf-8")
    status, _, err = run("render", article, article)
    assert status == 1
    assert "found 2" in err


def test_a_missing_bundle_is_one_line(article, tmp_path, capsys):
    assert cli.main(["who", article, "--bundle", str(tmp_path / "none")]) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_usage_errors():
    with pytest.raises(SystemExit) as stop:
        cli.main([])
    assert stop.value.code == 2


def test_module_form(bundle, article):
    done = subprocess.run([sys.executable, "-m", "mithaq", "extract", article, "--bundle", str(bundle)], capture_output=True, check=True)
    assert json.loads(done.stdout)["id"] == "article"
