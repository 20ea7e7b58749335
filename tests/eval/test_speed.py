from collections.abc import Iterable, Iterator

import pytest

from eval.speed import Stream, measure, to_markdown
from mithaq.documents import Document
from mithaq.errors import InputError


class Clock:
    """Seconds that pass only when a reader works."""

    def __init__(self) -> None:
        self.now = 0.0
        self.order: list[str] = []

    def __call__(self) -> float:
        return self.now

    def reader(self, name: str, seconds_a_word: float) -> Stream:
        def stream(docs: Iterable[Document]) -> Iterator[Document]:
            self.order.append(name)
            for doc in docs:
                self.now += seconds_a_word * len(doc.text.split())
                yield doc

        return stream


DOCS = [Document("a", "واحد اثنان"), Document("b", "واحد اثنان ثلاثة أربعة")]


def test_words_a_second_latency_and_ratio():
    clock = Clock()
    found = measure({"slow": clock.reader("slow", 0.01), "fast": clock.reader("fast", 0.005)}, DOCS, rounds=3, clock=clock)
    assert found["slow"].words_per_second == pytest.approx(100)
    assert found["slow"].p50 == pytest.approx(30)
    assert found["fast"].p95 == pytest.approx(20, abs=1)
    assert (found["slow"].ratio, found["fast"].ratio) == pytest.approx((1, 2))
    assert "| fast | 200 | 15.0 |" in to_markdown(found)


def test_rounds_are_interleaved():
    clock = Clock()
    measure({"a": clock.reader("a", 1), "b": clock.reader("b", 1)}, DOCS[:1], rounds=2, clock=clock)
    assert "".join(clock.order) == "ab" + "abab" + "baba"


def test_nothing_to_measure_is_an_input_error():
    with pytest.raises(InputError, match=r"0 word\(s\)"):
        measure({"a": Clock().reader("a", 1)}, [Document("a", "")])
