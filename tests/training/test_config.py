"""The strict loader: nesting, overrides, and every fault with its dotted path."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import pytest

from mithaq.errors import ConfigError, SchemaError
from mithaq.schema import Schema
from training.config import dump, load, load_schema, parser, read_yaml


@dataclass(frozen=True)
class Optimiser:
    rate: float = 1e-3
    kind: Literal["adamw", "sgd"] = "adamw"
    warmup: int | None = None

    def __post_init__(self) -> None:
        if self.rate <= 0:
            raise ConfigError(f"rate must be positive, found {self.rate}")


@dataclass(frozen=True)
class Experiment:
    name: str
    corpora: tuple[str, ...] = ()
    bf16: bool = False
    weights: dict[str, float] = field(default_factory=dict)
    optimiser: Optimiser = field(default_factory=Optimiser)
    stages: tuple[Optimiser, ...] = ()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config.yaml"


def fault(path: Path, text: str, *overrides: str) -> str:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load(Experiment, path, overrides)
    return str(caught.value)


def test_values_of_every_kind(path: Path) -> None:
    path.write_text(
        "name: أول\ncorpora: [a, b]\nbf16: true\nweights: {spans: 1, edges: 0.5}\n"
        "optimiser: {rate: 5e-4, kind: sgd, warmup: 10}\nstages: [{rate: 1}, {warmup: null}]\n",
        encoding="utf-8",
    )
    made = load(Experiment, path)
    assert made == Experiment(
        "أول", ("a", "b"), True, {"spans": 1.0, "edges": 0.5}, Optimiser(5e-4, "sgd", 10), (Optimiser(1.0), Optimiser())
    )
    assert isinstance(made.weights["spans"], float)
    assert isinstance(made.optimiser.rate, float)


def test_what_is_dumped_is_loaded_again(path: Path) -> None:
    made = Experiment("تجربة", ("a",), True, {"x": 1e-7}, Optimiser(3e-5, "sgd"), (Optimiser(), Optimiser(2.0)))
    dump(made, path)
    assert load(Experiment, path) == made


def test_overrides_reach_into_sections_and_make_missing_ones(path: Path) -> None:
    path.write_text("name: a\n", encoding="utf-8")
    made = load(Experiment, path, ["optimiser.rate=1e-5", "optimiser.warmup=7", "corpora=[x, y]", "name=b=c"])
    assert made == Experiment("b=c", ("x", "y"), optimiser=Optimiser(1e-5, warmup=7))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("optimiser: {}\n", "name: missing value"),
        ("name: a\noptimizer: {}\n", "optimizer: unknown key. Did you mean 'optimiser'?"),
        ("name: a\noptimiser: {rates: 1}\n", "optimiser.rates: unknown key. Did you mean 'rate'?"),
        ("name: a\nqqq: 1\n", "qqq: unknown key. Known: name, corpora, bf16, weights, optimiser, stages."),
        ("name: 3\n", "name: expected str, found 3"),
        ("name: a\nbf16: 1\n", "bf16: expected bool, found 1"),
        ("name: a\noptimiser: {warmup: true}\n", "optimiser.warmup: expected int, found True"),
        ("name: a\noptimiser: {warmup: 1.5}\n", "optimiser.warmup: expected int, found 1.5"),
        ("name: a\noptimiser: {rate: fast}\n", "optimiser.rate: expected float, found 'fast'"),
        ("name: a\noptimiser: {rate: true}\n", "optimiser.rate: expected float, found True"),
        ("name: a\noptimiser: {rate: -1}\n", "optimiser: rate must be positive, found -1.0"),
        ("name: a\noptimiser: {kind: adam}\n", "optimiser.kind: 'adam' is none of 'adamw', 'sgd'"),
        ("name: a\noptimiser: [1]\n", "optimiser: expected a mapping, found [1]"),
        ("name: a\ncorpora: x\n", "corpora: expected a list, found 'x'"),
        ("name: a\ncorpora: [x, 1]\n", "corpora[1]: expected str, found 1"),
        ("name: a\nstages: [{}, {rat: 1}]\n", "stages[1].rat: unknown key. Did you mean 'rate'?"),
        ("name: a\nweights: [1]\n", "weights: expected a mapping, found [1]"),
        ("name: a\nweights: {spans: much}\n", "weights.spans: expected float, found 'much'"),
    ],
)
def test_each_fault_has_its_dotted_path(path: Path, text: str, said: str) -> None:
    assert fault(path, text) == f"{path}: 1 fault(s):\n  {said}"


def test_all_faults_come_at_once(path: Path) -> None:
    message = fault(path, "bf16: no way\noptimiser: {kind: x, warmup: y}\n", "nonsense", "bf16.deep=1", "corpora=[")
    assert message.startswith(f"{path}: 7 fault(s):")
    for part in (
        "override 'nonsense' is not of the form key.sub=value",
        "override 'bf16.deep=1': 'bf16' holds no keys",
        "override 'corpora=[': the value is no YAML",
        "name: missing value",
        "bf16: expected bool, found 'no way'",
        "optimiser.kind: 'x' is none of",
        "optimiser.warmup: expected int, found 'y'",
    ):
        assert part in message


def test_a_key_that_stands_twice_is_an_error(path: Path) -> None:
    assert "line 3: the key 'bf16' stands already on line 2; keep one of them" in fault(path, "name: a\nbf16: true\nbf16: false\n")
    assert "the key 'rate' stands already on line 2" in fault(path, "name: a\noptimiser: {rate: 1, rate: 2}\n")


@pytest.mark.parametrize(
    ("text", "said"), [("a: [", "cannot be read as YAML"), ("- a\n", "expected a mapping at the top, found list"), ("", "NoneType")]
)
def test_files_that_hold_no_mapping(path: Path, text: str, said: str) -> None:
    message = fault(path, text)
    assert message.startswith(str(path))
    assert said in message


def test_unreadable_files(path: Path) -> None:
    with pytest.raises(ConfigError, match=r"config.yaml: cannot be read as YAML"):
        read_yaml(path)
    path.write_bytes("name: خبر".encode("cp1256"))
    with pytest.raises(ConfigError, match=r"config.yaml: cannot be read as YAML"):
        read_yaml(path)


def test_a_label_set_is_read_and_its_faults_name_the_file(path: Path, schema: Schema) -> None:
    text = Path("configs/schema.yaml").read_text(encoding="utf-8")
    path.write_text(text, encoding="utf-8")
    assert load_schema(path) == schema
    path.write_text(text.replace("tail: [OCC]", "tail: [OC]"), encoding="utf-8")
    with pytest.raises(SchemaError, match=r"config.yaml: edge 'HOLDS_OFFICE', tail: unknown span type 'OC'. Did you mean 'OCC'\?"):
        load_schema(path)


def test_the_command_line_takes_a_file_and_overrides() -> None:
    options = parser("Train.").parse_args(["configs/a.yaml", "trainer.epochs=3", "name=b"])
    assert (options.config, options.overrides) == ("configs/a.yaml", ["trainer.epochs=3", "name=b"])
    assert parser("Train.").parse_args(["a.yaml"]).overrides == []
