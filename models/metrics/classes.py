"""Sort the pairs of characters of the reports into classes by what stands around them.

    python models/metrics/classes.py        write govreport_ie/extraction/metrics/classes.npz

入选, 荣获 and 跻身 are one class, 业获 and 业进 (a noun's end and a verb's beginning) another: so the learned choice knows where
a noun ends before words that no labelled window holds.  Of every pair of Chinese characters that stands often enough in
../shared/corpus, the characters and pairs on both sides are counted; positive pointwise mutual information, its
leading singular vectors and k-means make the classes.  Reports that hold windows of dev and dev2 are left out.
The file is the table that `govreport_ie.extraction.metrics.signals` asks.  The result is the same on every run.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse
from numpy.typing import NDArray

from govreport_ie.extraction.metrics.signals import CLASS_SLOTS, slot_of_pair
from govreport_ie.extraction.text import fold

ROOT = Path(__file__).resolve().parent.parent.parent
OUT = ROOT / "govreport_ie" / "extraction" / "metrics" / "classes.npz"
CLASSES = 64
LEAST, LEAST_AROUND = 8, 30
"""How often a pair, and what stands beside pairs, has to be there."""
VECTORS, ROUNDS, STEPS = 60, 5, 40
PLANE = 1 << 16
_BLANKS, _FIGURES = re.compile(r"[ \t\u3000]"), re.compile(r"\d+(?:\.\d+)?")

Numbers = NDArray[np.int64]


def text_of(shared: Path) -> str:
    """The reports in which nothing is measured, without blanks, every number as 0."""
    with (shared / "gold" / "groups.csv").open(encoding="utf-8") as file:
        left_out = {row["corpus_file"] for row in csv.DictReader(file) if row["split"] in ("dev", "dev2")}
    paths = [path for path in sorted((shared / "corpus").glob("*.txt")) if path.name not in left_out]
    texts = [fold(path.read_text(encoding="utf-8", errors="replace")) for path in paths]
    return "\n\n".join(_FIGURES.sub("0", _BLANKS.sub("", text)) for text in texts)


def around(rows: Numbers, beside: Numbers, count: int) -> scipy.sparse.csr_matrix:
    """The positive pointwise mutual information of pairs with what stands beside them.

    Args:
        rows: by occurrence the pair's number.
        beside: by occurrence what stands there.
        count: how many pairs there are.
    """
    _, column, often = np.unique(beside, return_inverse=True, return_counts=True)
    number = np.where(often >= LEAST_AROUND, np.cumsum(often >= LEAST_AROUND) - 1, -1)[column]
    kept = number >= 0
    counts = scipy.sparse.coo_matrix(
        (np.ones(int(kept.sum())), (rows[kept], number[kept])), shape=(count, int(number.max()) + 1)
    )
    counts.sum_duplicates()
    total = counts.sum()
    of_row = np.asarray(counts.sum(axis=1)).ravel()
    of_column = np.asarray(counts.sum(axis=0)).ravel() ** 0.75
    of_column *= total / of_column.sum()
    values = np.log(counts.data * total / (of_row[counts.row] * of_column[counts.col]))
    return scipy.sparse.csr_matrix((np.maximum(values, 0), (counts.row, counts.col)), shape=counts.shape)


def vectors(matrix: Any) -> NDArray[np.float64]:
    """The rows by the leading singular vectors, each of length 1."""
    random = np.random.default_rng(0)
    basis = np.linalg.qr(matrix @ random.normal(size=(matrix.shape[1], VECTORS + 10)))[0]
    for _ in range(ROUNDS):
        basis = np.linalg.qr(matrix @ np.linalg.qr(matrix.T @ basis)[0])[0]
    left, values, _ = np.linalg.svd((matrix.T @ basis).T, full_matrices=False)
    rows = (basis @ left * np.sqrt(values))[:, :VECTORS]
    return rows / (np.linalg.norm(rows, axis=1, keepdims=True) + 1e-9)


def classes_of(points: NDArray[np.float64], often: Numbers) -> Numbers:
    """The class of every row by k-means, which begins with rows of pairs that stand often and far from one another."""
    frequent = points[np.argsort(-often, kind="stable")[: 40 * CLASSES]]
    centres = frequent[:1]
    while len(centres) < CLASSES:
        nearest = (frequent @ centres.T).max(axis=1)
        centres = np.vstack((centres, frequent[int(np.argmin(nearest))]))
    found = np.zeros(len(points), dtype=np.int64)
    for _ in range(STEPS):
        found = np.argmin((centres**2).sum(axis=1) - 2 * points @ centres.T, axis=1)
        for number in range(CLASSES):
            if (found == number).any():
                centres[number] = points[found == number].mean(axis=0)
    return found


def main() -> int:
    """Read the corpus, sort its pairs, write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="folder with gold/ and corpus/")
    parser.add_argument("-o", "--out", type=Path, default=OUT)
    arguments = parser.parse_args()
    codes = np.frombuffer(text_of(arguments.shared).encode("utf-32-le"), dtype=np.uint32).astype(np.int64)
    codes = np.minimum(codes, PLANE - 1)
    pairs = codes[:-1] * PLANE + codes[1:]
    chinese = (codes >= ord("一")) & (codes < 0x9FFF)
    found, often = np.unique(pairs[chinese[:-1] & chinese[1:]], return_counts=True)
    found, often = found[often >= LEAST], often[often >= LEAST]
    number = np.minimum(np.searchsorted(found, pairs), len(found) - 1)
    places = np.flatnonzero(found[number] == pairs)
    places = places[(places > 2) & (places < len(pairs) - 4)]
    beside = (codes[places - 1], codes[places + 2], pairs[places - 2], pairs[places + 2])
    matrix = scipy.sparse.hstack([around(number[places], there, len(found)) for there in beside]).tocsr()
    classes = classes_of(vectors(matrix), often)
    table = np.zeros(CLASS_SLOTS, dtype=np.uint8)
    order = np.argsort(often, kind="stable")  # where two fall together, the more frequent one stays
    table[slot_of_pair(found[order] // PLANE, found[order] % PLANE)] = classes[order] + 1
    np.savez_compressed(arguments.out, classes=table)
    print(f"{arguments.out}: {arguments.out.stat().st_size} bytes, {len(found)} pairs in {CLASSES} classes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
