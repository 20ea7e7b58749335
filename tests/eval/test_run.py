import json
from collections.abc import Iterable, Iterator

import pytest

from eval import reader, run
from mithaq.documents import Document, write_jsonl
from mithaq.errors import BundleError
from mithaq.schema import Schema


@pytest.fixture
def files(tmp_path, gold):
    paths = [tmp_path / "one.jsonl", tmp_path / "two.jsonl", tmp_path / "predictions.jsonl"]
    for path, docs in zip(paths, ([gold[0]], [gold[1]], gold), strict=True):
        write_jsonl(path, docs)
    return [str(path) for path in paths]


def test_predictions_against_several_gold_files(files, tmp_path, capsys):
    out = tmp_path / "made" / "report"
    assert run.main([files[2], files[0], files[1], "-o", str(out), "--samples", "10"]) == 0
    assert "# Evaluation: 2 documents" in capsys.readouterr().out
    report = json.loads((out / "report.json").read_text(encoding="utf-8"))
    assert report["metrics"]["answers_f1"] == 1.0
    assert report["settings"]["gold"] == f"{files[0]}, {files[1]}"
    assert (out / "report.md").read_text(encoding="utf-8").startswith("# Evaluation: 2 documents")


def test_a_schema_file_is_obeyed(files, tmp_path, schema, capsys):
    path = tmp_path / "schema.json"
    path.write_text(json.dumps(schema.to_dict()), encoding="utf-8")
    assert run.main([files[2], *files[:2], "--schema", str(path), "--samples", "0"]) == 0
    assert "- schema: small 1" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["{2}", "{0}"], "1 predicted id(s) are not in the gold: 'd2'"),
        (["{2}", "{0}", "{0}"], "1 gold id(s) occur more than once: 'd1'"),
        (["{2}", "{0}", "--precision", "0.9"], "needs a bundle"),
        (["nowhere", "{0}"], "no such folder"),
        (["{2}", "nowhere.jsonl"], "nowhere.jsonl"),
        (["{2}", "{0}", "--schema", "{0}x"], "cannot be read"),
    ],
)
def test_errors_are_one_line_and_status_one(files, capsys, arguments, said):
    assert run.main([argument.format(*files) for argument in arguments]) == 1
    captured = capsys.readouterr()
    assert said in captured.err
    assert captured.out == ""


@pytest.mark.parametrize("arguments", [["--precision", "2"], ["--precision", "x"], ["--samples", "-1"]])
def test_bad_options_are_refused(files, arguments):
    with pytest.raises(SystemExit):
        run.main([files[2], files[0], *arguments])


def test_precision_none_is_the_default(files):
    assert run.main([files[2], *files[:2], "--precision", "none", "--samples", "0"]) == 0


def test_bundle_of_a_run(tmp_path):
    with pytest.raises(BundleError, match=r"python -m scripts.export_onnx \S+ \S+bundle"):
        reader.bundle_folder(tmp_path)
    inner = tmp_path / "bundle"
    inner.mkdir()
    (inner / "manifest.json").write_text("{}")
    assert reader.bundle_folder(tmp_path) == reader.bundle_folder(inner) == inner


class Echo:
    """A reader that gives back what it is given."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema

    def stream(self, docs: Iterable[Document]) -> Iterator[Document]:
        yield from docs

    def link(self, docs: Iterable[Document]) -> Iterator[Document]:
        yield from docs


def test_a_bundle_is_scored_in_both_settings_and_never_sees_the_gold(files, schema, monkeypatch, capsys):
    monkeypatch.setattr(run, "load", lambda path, precision: Echo(schema))
    assert run.main(["some_run", *files[:2], "--samples", "0", "--precision", "0.9"]) == 0
    assert "- precision target: 0.9" in capsys.readouterr().out


def test_link_is_given_spans_without_edges_aliases_or_factualities(gold, schema):
    predicted, linked = run.predict(Echo(schema), gold)
    assert all(not doc.spans and not doc.edges and not doc.aliases for doc in predicted)
    assert all(not doc.edges and not doc.aliases for doc in linked)
    assert {s.factuality for doc in linked for s in doc.spans} == {None, "asserted"}
    assert [len(doc.spans) for doc in linked] == [len(doc.spans) for doc in gold]
