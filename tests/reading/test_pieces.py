"""Word pieces: the same as the reference implementation gives."""

from __future__ import annotations

import string

import pytest
import tokenizers
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import models, normalizers, pre_tokenizers

from panj.reading.pieces import WordPieces

VOCABULARY = [
    "[PAD]", "[UNK]", "[CLS]", "[SEP]", *string.ascii_lowercase, *string.digits, *string.punctuation,
    *("##" + char for char in string.ascii_lowercase + string.digits), "sold", "##ier", "##iers", "kill", "##ed",
    "soldiers", "é", "中", "“", "–", "ß", "##ß", "σ", "##σ",
]  # fmt: skip
MINE = WordPieces(VOCABULARY)
REFERENCE = tokenizers.Tokenizer(
    models.WordPiece(vocab={piece: number for number, piece in enumerate(VOCABULARY)}, unk_token="[UNK]")
)
REFERENCE.normalizer = normalizers.BertNormalizer(lowercase=True)
REFERENCE.pre_tokenizer = pre_tokenizers.BertPreTokenizer()


def reference(word: str) -> list[int]:
    encoded = REFERENCE.encode([word], is_pretokenized=True, add_special_tokens=False)
    return list(encoded.ids)


@pytest.mark.parametrize(
    "word",
    [
        "soldiers", "Soldier", "killed", "ÉTÉ", "17:40", "N'Djamena", "“quote”", "中国", "ÆØ", "x" * 101, "", "\x00a",
        "İstanbul", "ΑΣ", "a\u200bb", "\ufffd", "naïve", "a b", "₂", "½", "Straße",
    ],
)  # fmt: skip
def test_as_the_reference(word: str) -> None:
    assert MINE([word]) == [reference(word)]


ALPHABET = st.characters(max_codepoint=0x24F) | st.sampled_from("“”‘’–—…中國аяДعשΣσςıİ\u0301\u200b\ufeff")


@settings(max_examples=300, deadline=None)
@given(st.text(ALPHABET, max_size=12))
def test_any_word_as_the_reference(word: str) -> None:
    assert MINE([word]) == [reference(word)]


def test_words_are_cut_one_by_one() -> None:
    assert MINE(["killed", "soldiers", ""]) == [reference("killed"), reference("soldiers"), []]
