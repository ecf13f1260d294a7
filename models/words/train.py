"""Train the word segmenter of the genre.

    python models/words/train.py CORPUS_DIR [--characters N] [--iterations N] [--out DIR]

CORPUS_DIR holds reports as .txt files.  The silver segmentation comes from the project's own lexicons: the best path through a
unigram model over the words of the lexicons, its counts estimated over the corpus (a few rounds of expectation by the best
path), numbers and Latin runs whole, other characters alone.  `spacy_pkuseg.train` learns a segmenter from it, which knows
words that no lexicon holds by their characters.  Only weights leave the script, no sentence.
"""

from __future__ import annotations

import argparse
import math
import random
import re
import sys
import tempfile
from collections import Counter
from pathlib import Path

import numpy as np
import srsly

from govreport_ie.extraction import lexicons
from govreport_ie.extraction.text import fold

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "govreport_ie" / "pipeline" / "word_model"
MAX_WORD = 8
LEAST_WEIGHT = 0.03
ROUNDS = 3
_PIECE = re.compile(r"\d[\d.,]*|[A-Za-z]+|[㐀-鿿]+|\S")


def main() -> int:
    """Run the script."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--characters", type=int, default=300_000, help="size of the silver training text")
    parser.add_argument("--iterations", type=int, default=6)
    parser.add_argument("--out", type=Path, default=OUT)
    arguments = parser.parse_args()
    sentences = read_sentences(arguments.corpus)
    random.Random(0).shuffle(sentences)
    weights = word_weights(vocabulary(), sentences[:60_000])
    silver, size = [], 0
    for sentence in sentences:
        silver.append(" ".join(segment(sentence, weights)))
        size += len(sentence)
        if size > arguments.characters:
            break
    with tempfile.TemporaryDirectory() as folder:
        held_out = max(1, len(silver) // 20)
        train_file, test_file = Path(folder) / "train.txt", Path(folder) / "test.txt"
        train_file.write_text("\n".join(silver[held_out:]) + "\n", encoding="utf-8")
        test_file.write_text("\n".join(silver[:held_out]) + "\n", encoding="utf-8")
        import spacy_pkuseg

        saved = Path(folder) / "model"
        spacy_pkuseg.train(str(train_file), str(test_file), str(saved), train_iter=arguments.iterations)
        shrink(saved, arguments.out)
    return 0


def shrink(saved: Path, out: Path) -> None:
    """Write a trained segmenter without the features that hardly weigh anything, its weights rounded and compressed."""
    features = srsly.read_msgpack(saved / "features.msgpack")
    with np.load(saved / "weights.npz") as arrays:
        tags, count = (int(size) for size in arrays["sizes"])
        weights = arrays["w"]
    by_feature = weights[: tags * count].reshape(count, tags)
    keep = np.abs(by_feature).max(axis=1) >= LEAST_WEIGHT
    keep[0] = True
    new_index = np.cumsum(keep) - 1
    features["feature_to_idx"] = {
        feature: int(new_index[index]) for feature, index in features["feature_to_idx"].items() if keep[index]
    }
    features["bigram"] = []  # used in training only
    smaller = np.concatenate([by_feature[keep].reshape(-1), weights[tags * count :]]).round(3)
    out.mkdir(parents=True, exist_ok=True)
    srsly.write_msgpack(out / "features.msgpack", features)
    np.savez_compressed(out / "weights.npz", sizes=np.array([tags, int(keep.sum())]), w=smaller)


def read_sentences(folder: Path) -> list[str]:
    """Every sentence of the reports of a folder, folded, white space removed."""
    sentences = []
    for path in sorted(folder.glob("*.txt")):
        text = fold(path.read_text(encoding="utf-8", errors="replace"))
        for sentence in re.split(r"(?<=[。！？!?])|\n", text):
            sentence = re.sub(r"\s+", "", sentence)
            if 8 <= len(sentence) <= 120:
                sentences.append(sentence)
    return sentences


def vocabulary() -> set[str]:
    """The words of the lexicons: common words, heads, divisions, regions, countries."""
    words = {row["word"] for row in lexicons.load("entity_words")}
    words |= {row["head"] for row in lexicons.load("entity_heads")} | {
        row["head"] for row in lexicons.load("place_heads")
    }
    for row in lexicons.load("divisions"):
        words |= {row["name"], *lexicons.values(row["short"])}
    words |= {row["name"] for row in lexicons.load("regions")} | {row["name"] for row in lexicons.load("countries")}
    return {word for word in words if 1 < len(word) <= MAX_WORD and re.fullmatch(r"[㐀-鿿]+", word)}


def word_weights(words: set[str], sentences: list[str]) -> dict[str, float]:
    """Log probabilities of the words, by a few rounds of counting them on the best paths."""
    weights = {word: -12.0 + 3.0 * (len(word) - 1) for word in words}
    for _ in range(ROUNDS):
        counts: Counter[str] = Counter()
        for sentence in sentences[:20_000]:
            counts.update(segment(sentence, weights))
        total = sum(counts.values())
        weights = {word: math.log((counts[word] + 0.5) / total) for word in words}
    return weights


def segment(sentence: str, weights: dict[str, float]) -> list[str]:
    """The best path of a sentence through the words."""
    result = []
    for piece in _PIECE.findall(sentence):
        if len(piece) == 1 or not "㐀" <= piece[0] <= "鿿":
            result.append(piece)
        else:
            result += _best_path(piece, weights)
    return result


def _best_path(piece: str, weights: dict[str, float]) -> list[str]:
    unknown = -14.0
    scores = [0.0] + [-math.inf] * len(piece)
    back = [0] * (len(piece) + 1)
    for end in range(1, len(piece) + 1):
        for start in range(max(0, end - MAX_WORD), end):
            weight = weights.get(piece[start:end])
            if weight is None:
                if end - start > 1:
                    continue
                weight = unknown
            if scores[start] + weight > scores[end]:
                scores[end] = scores[start] + weight
                back[end] = start
    words, end = [], len(piece)
    while end:
        words.append(piece[back[end] : end])
        end = back[end]
    return words[::-1]


if __name__ == "__main__":
    sys.exit(main())
