"""The project's WordPiece tokenizer: one self-contained ``tokenizer.json``.

Knows characters and the ``tokenizers`` library; gets its texts from ``pretrain_text``. Everything that happens to a text
(normalisation, splitting) is inside the file, so that offsets always refer to the text as the caller gave it.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers import PreTrainedTokenizerFast

from training.config import load, parser
from training.pretrain_config import PretrainConfig
from training.pretrain_text import read_documents

SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
"""Ids 0 to 4."""
PAD, UNK, CLS, SEP, MASK = range(5)

# Marks that carry no letter: diacritics and Koranic signs; tatweel, soft hyphen, zero-width and bidirectional controls, variation
# selectors. The same set as in mithaq.text, so that no word of the package is left without a piece (a test compares the two).
_DIACRITICS = r"\u0610-\u061A\u064B-\u065F\u0670\u06D6-\u06DC\u06DF-\u06E4\u06E7\u06E8\u06EA-\u06ED"
_INVISIBLE = r"\u0640\u00AD\u061C\uFEFF\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFE00-\uFE0F"
# Spelling varies between outlets in the hamza on alef; ى and ة change the word and are kept.
_LETTERS = {"[أإآٱ]": "ا", "ی": "ي", "ک": "ك", "[ۀہھ]": "ه"}
_DIGITS = {f"[{arabic}{persian}]": str(value) for value, (arabic, persian) in enumerate(zip("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", strict=True))}


def blank() -> Tokenizer:
    """A tokenizer with all rules and no vocabulary yet."""
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]", max_input_chars_per_word=64))
    dropped = normalizers.Replace(Regex(f"[{_DIACRITICS}{_INVISIBLE}]"), "")
    mapped = [normalizers.Replace(Regex(pattern), letter) for pattern, letter in {**_LETTERS, **_DIGITS}.items()]
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), dropped, *mapped, normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.WhitespaceSplit(),
            pre_tokenizers.Split(Regex(r"[^\p{L}\p{M}\p{N}]"), "isolated"),
            pre_tokenizers.Digits(individual_digits=False),
        ]
    )
    tokenizer.decoder = decoders.WordPiece(prefix="##")
    return tokenizer


def train(texts: Iterable[str], vocabulary: int, alphabet: int) -> Tokenizer:
    """Learn a vocabulary from texts.

    Args:
        vocabulary: entries, special tokens included.
        alphabet: most frequent characters that get an entry of their own.
    """
    tokenizer = blank()
    trainer = trainers.WordPieceTrainer(
        vocab_size=vocabulary, limit_alphabet=alphabet, special_tokens=list(SPECIAL), continuing_subword_prefix="##", show_progress=False
    )
    tokenizer.train_from_iterator(texts, trainer=trainer)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1", special_tokens=[("[CLS]", CLS), ("[SEP]", SEP)]
    )
    return tokenizer


def save(tokenizer: Tokenizer, folder: str | Path, positions: int) -> None:
    """Write ``tokenizer.json`` and ``tokenizer_config.json``; ``AutoTokenizer`` and ``Tokenizer.from_file`` read them."""
    names = dict(pad_token="[PAD]", unk_token="[UNK]", cls_token="[CLS]", sep_token="[SEP]", mask_token="[MASK]")
    wrapped: Any = PreTrainedTokenizerFast
    wrapped(tokenizer_object=tokenizer, model_max_length=positions, **names).save_pretrained(str(folder))


def main() -> int:
    """Train the tokenizer of a pretraining configuration."""
    arguments = parser(__doc__ or "").parse_args()
    config = load(PretrainConfig, arguments.config, arguments.overrides)
    texts = (document.text for document in read_documents(config.text))
    tokenizer = train(texts, config.tokenizer.vocabulary, config.tokenizer.alphabet)
    save(tokenizer, config.tokenizer.folder, config.shape.positions)
    print(f"{tokenizer.get_vocab_size()} pieces in {config.tokenizer.folder}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
