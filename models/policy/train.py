"""Learn how much each place of evidence and each n-gram counts for a policy area, and calibrate the scores.

    python models/policy/train.py [--gold DIR] [--check | --cross-validate]

Reads train.jsonl and train2.jsonl of the gold labels (../shared/gold, the documents of train2 from ../shared/corpus) and the
further labelled windows of ../shared/corpus (models/metrics/windows.jsonl: harder, and of older reports), and gives the policy
stage the gold metrics.  Two steps: a conditional logit (McFadden 1974) over the votes of terms, its parameters tied across
areas: one weight for each place and term weight, drawn towards `PRIOR`; then, on top of `SHARE` of the votes and of what the
n-grams of silver.json say (train_ngrams.py), a multinomial logit over n-grams of the name, drawn towards zero.
The calibration is fitted to the probabilities of a ten-fold cross-validation over reports (groups.csv).

Writes weights.json (a weight for each feature, the calibration) and ngrams.json (weights of n-grams) to
govreport_ie/extraction/policy: no text.  With --check it only says how well that would do on dev, dev2 and sentences; with
--cross-validate how well the whole decision does on reports left out, by area, and what is confused with what.
Needs numpy, scipy and scikit-learn; takes a minute or two, without network, and gives the same files every time.
"""

from __future__ import annotations

import argparse
import csv
import json
import zlib
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from govreport_ie.extraction.engine import STAGES, new_analysis
from govreport_ie.extraction.policy.collect import VoteCollector
from govreport_ie.extraction.policy.evidence import FEATURES, FIRM_HEADS, GENERIC_HEAD, PLACES, WEIGHTS, settled
from govreport_ie.extraction.policy.ngrams import (
    LARGEST,
    around_grams,
    name_grams,
    plain_length,
    text_around,
    text_of_name,
)
from govreport_ie.extraction.policy.taxonomy import load_taxonomy
from govreport_ie.extraction.policy.terms import TermIndex
from govreport_ie.extraction.records import Analysis, MetricRecord, QuantityRecord
from govreport_ie.extraction.text import sentence_at

ROOT = Path(__file__).resolve().parent.parent.parent
WINDOWS_FILE = ROOT / "models" / "metrics" / "windows.jsonl"
SILVER_FILE = ROOT / "models" / "policy" / "silver.json"
WEIGHTS_FILE = ROOT / "govreport_ie" / "extraction" / "policy" / "weights.json"
NGRAMS_FILE = WEIGHTS_FILE.with_name("ngrams.json")
FOLDS = 10
UNSURE = 0.6
"""Below this probability by votes and name, the words around are asked: more often changes nothing."""

SHARE = 0.5
"""What votes count for beside the wording where the head is firm; chosen by cross-validation among 0.45, 0.5, 0.6, 0.8 and 1."""

SILVER = {"name": 0.25, "around": 0.2}
"""What the weights learned without labels count for."""

RIDGE = 1.0
"""Strength of the pull of an n-gram's weights towards zero."""

PULL = 5.0
"""Strength of the pull of the places' weights towards the prior; chosen by cross-validation among 0.5, 2, 5, 15 and 50."""

ACCEPTED = 0.3
"""Share of a label's mass that goes to the other areas that the annotators accept."""

FEWEST = 3
"""An n-gram of fewer labelled metrics is not learned."""

UNIT = 0.05
SMALLEST = 0.1
"""Weights are stored as whole multiples of `UNIT`; those below `SMALLEST` are dropped."""

SCALE = 2.0
"""The values of all n-grams of a name are equal: this over the root of its length."""

# What one would guess: a head noun outweighs everything, the clause the sentence, the sentence the heading.
PRIOR = {
    "head": (1.2, 2.7, 3.1, 3.6, 4.2),
    "inner": (0.4, 0.8, 1.1, 1.6, 2.0),
    "base": (0.0, 0.1, 0.2, 0.3, 0.4),
    "nearest": (0.0, 0.0, 0.8, 1.1, 1.5),
    "clause_before": (0.3, 0.8, 1.3, 1.7, 2.1),
    "clause_after": (0.2, 0.5, 1.0, 1.3, 1.8),
    "sentence_before": (0.2, 0.5, 0.8, 1.0, 1.2),
    "sentence_after": (0.1, 0.4, 0.6, 0.8, 1.0),
    "previous": (0.2, 0.8, 1.0, 1.2, 1.6),
    "lead": (0.2, 0.3, 0.4, 0.5, 0.6),
    "heading": (0.3, 0.5, 0.7, 0.9, 1.1),
}


class Samples(NamedTuple):
    """Votes of all metrics (metric × area × feature), labels (metric × area) and the fold of each metric."""

    votes: np.ndarray
    labels: np.ndarray  # target mass of each area
    accepted: np.ndarray  # bool: the areas that count as right
    settled: np.ndarray  # bool: a term decides alone
    fold: np.ndarray  # all metrics of one report in one fold
    names: np.ndarray  # objects: the n-grams of the name and its length
    around: np.ndarray  # what the words around add, metric × area

    def where(self, chosen: np.ndarray) -> Samples:
        """Some of the metrics."""
        return Samples(*(column[chosen] for column in self))


class Grams:
    """N-grams and their weights for the areas (n-gram × area), and a bias."""

    def __init__(self, known: Iterable[str], areas: int) -> None:
        self.column = {gram: number for number, gram in enumerate(sorted(known))}
        self.weights = np.zeros((len(self.column), areas))
        self.bias = np.zeros(areas)

    def matrix(self, texts: Sequence[tuple[set[str], int]]) -> csr_matrix:
        """The values of the known n-grams of texts (n-grams, length)."""
        rows, columns, values = [], [], []
        for row, (grams, length) in enumerate(texts):
            found = sorted(self.column[gram] for gram in grams if gram in self.column)
            rows += [row] * len(found)
            columns += found
            values += [1 / np.sqrt(max(length, 1))] * len(found)
        return csr_matrix((values, (rows, columns)), shape=(len(texts), len(self.column)))

    def scores(self, texts: Sequence[tuple[set[str], int]]) -> np.ndarray:
        """What each text adds to the areas."""
        read = np.array([[bool(grams)] for grams, _ in texts])
        return np.asarray(self.matrix(texts) @ self.weights) + self.bias * read

    def stored(self) -> dict[str, object]:
        """The table as ngrams.json holds it."""
        weights: dict[str, list[int]] = {}
        for gram, row in self.column.items():
            entry: list[int] = []
            for area in np.flatnonzero(abs(self.weights[row]) >= SMALLEST):
                whole = round(float(self.weights[row, area]) / UNIT)
                entry += [int(area), max(-LARGEST, min(LARGEST, whole))]
            if entry:
                weights[gram] = entry
        return {"unit": UNIT, "bias": [round(float(value), 3) for value in self.bias], "weights": weights}


def silver(table: str, areas: int) -> Grams:
    """A table of silver.json, at the weight that it counts for."""
    learned = json.loads(SILVER_FILE.read_text(encoding="utf-8"))[table]
    grams = Grams(learned["weights"], areas)
    factor = SILVER[table]
    for gram, entry in learned["weights"].items():
        grams.weights[grams.column[gram], entry[::2]] = np.array(entry[1::2]) * learned["unit"] * factor * ROOTS[table]
    grams.bias = np.array(learned["bias"]) * factor
    return grams


ROOTS = {"name": 0.6, "around": 0.6}
"""silver.json divides by the root of the number of known n-grams; by that of the length it is this much more."""


def with_gold_metrics(window: dict, folder: Path) -> Analysis:
    """The window's document with sections, and with the gold quantities and metrics in place of extracted ones."""
    places = (folder / "docs" / window["doc"], folder.parent / "corpus" / window["doc"])
    path = next((place for place in places if place.is_file()), None)
    text, offset = (
        (path.read_text(encoding="utf-8", errors="replace"), window["start"]) if path else (window["text"], 0)
    )
    analysis = new_analysis(text, year=int(window["year"]) if window["year"] else None)
    STAGES["structure"]()(analysis)
    number = {}
    for quantity in window["quantities"]:
        number[quantity["k"]] = len(analysis.quantities)
        start, end = quantity["start"] + offset, quantity["end"] + offset
        analysis.quantities.append(QuantityRecord(start, end, quantity["kind"], unit_text=quantity["unit"] or ""))
    section_starts = [section.start for section in analysis.sections]
    for metric in window["metrics"]:
        index = number[metric["q"]]
        start, end = analysis.quantities[index].start, analysis.quantities[index].end
        sentence = sentence_at(analysis.sentences, start) or (start, end)
        analysis.metrics.append(
            MetricRecord(
                index,
                metric["max"][0] + offset,
                metric["max"][1] + offset,
                indicator_name=metric.get("name") or text[metric["max"][0] + offset : metric["max"][1] + offset],
                sentence_start=sentence[0],
                sentence_end=sentence[1],
                section=bisect_right(section_starts, start) - 1 if section_starts else None,
            )
        )
    return analysis


def folds_of(folder: Path) -> dict[str, int]:
    """The fold of every gold document; documents of one report (groups.csv) share theirs."""
    with (folder / "groups.csv").open(encoding="utf-8") as file:
        return {row["gold_doc"]: zlib.crc32(row["corpus_file"].encode()) % FOLDS for row in csv.DictReader(file)}


def labelled(folder: Path, split: str) -> list[dict]:
    """The labelled windows of a split; `windows` are those that the metrics learn from beside the gold labels."""
    path = WINDOWS_FILE if split == "windows" else folder / f"{split}.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.startswith("{")]


def samples(folder: Path, *splits: str) -> Samples:
    """The votes and words of every gold metric of some splits."""
    index = TermIndex(load_taxonomy())
    number = {area: position for position, area in enumerate(index.areas)}
    folds = folds_of(folder)
    votes, labels, accepted, alone, places, names, around = [], [], [], [], [], [], []
    for window in (window for split in splits for window in labelled(folder, split)):
        fold = folds.get(window["doc"], zlib.crc32(window["doc"].encode()) % FOLDS)
        analysis = with_gold_metrics(window, folder)
        collector = VoteCollector(analysis, index)
        for metric, gold in zip(analysis.metrics, window["metrics"], strict=True):
            matrix = np.zeros((len(index.areas), len(FEATURES)))
            found = collector.votes(metric)
            for area, feature, value, _ in found:
                matrix[area, feature] += value
            label = np.zeros(len(index.areas))
            others = [number[area] for area in gold.get("area_ok") or []]
            label[others] = ACCEPTED / max(len(others), 1)
            label[number[gold["area"]]] = 1 - label[others].sum()
            votes.append(matrix)
            labels.append(label)
            accepted.append(label > 0)
            alone.append(settled(found, index.entries))
            places.append(fold)
            names.append(with_length(name_grams, text_of_name(analysis, metric), 2))
            words = text_around(analysis, metric, analysis.quantities[metric.quantity])
            around.append(with_length(around_grams, words, 0))
    objects = np.empty(len(names), object)
    objects[:] = names
    columns = [np.array(column) for column in (votes, labels, accepted, alone, places)]
    return Samples(*columns, objects, silver("around", len(index.areas)).scores(around))


def with_length(cut: Callable[[str], set[str]], text: str, marks: int) -> tuple[set[str], int]:
    """The n-grams of a text and its length, marks of begin and end counted."""
    return cut(text), plain_length(text) + marks


def fit(votes: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """The weight of each feature: penalised maximum likelihood, no weight below zero."""
    prior = np.array([PRIOR[place][weight] for place, weight in FEATURES])

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        chance = softmax(votes @ weights)
        gradient = -np.einsum("ma,maf->f", labels - chance, votes) + 2 * PULL * (weights - prior)
        value = -(labels * np.log(chance + 1e-12)).sum() + PULL * ((weights - prior) ** 2).sum()
        return float(value), gradient

    return minimize(loss, prior, jac=True, method="L-BFGS-B", bounds=[(0, None)] * len(prior)).x


def totals_beside(votes: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """What votes count for beside the wording: a share beside a firm head; nothing for a generic one, which the name holds."""
    firm = votes[:, :, sorted(FIRM_HEADS)].any((1, 2))
    beside = weights.copy()
    beside[GENERIC_HEAD] = 0
    return np.where(firm, SHARE, 1.0)[:, None] * (votes @ beside)


def fit_names(data: Samples, weights: np.ndarray) -> Grams:
    """The weights of the names' n-grams beside the votes, those of silver.json included."""
    areas = data.labels.shape[1]
    base = silver("name", areas)
    counts = Counter(gram for grams, _ in data.names for gram in grams)
    learned = Grams((gram for gram, count in counts.items() if count >= FEWEST), areas)
    matrix = learned.matrix(list(data.names)) * SCALE
    transposed = matrix.T.tocsr()
    offset = totals_beside(data.votes, weights) + base.scores(list(data.names)) + data.around

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        table = flat.reshape(learned.weights.shape)
        chance = softmax(offset + matrix @ table)
        value = -(data.labels * np.log(chance + 1e-12)).sum() + RIDGE / 2 * float(flat @ flat)
        return float(value), (transposed @ (chance - data.labels) + RIDGE * table).ravel()

    start = np.zeros(learned.weights.size)
    best = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 60, "maxcor": 6}).x
    learned.weights = best.reshape(learned.weights.shape) * SCALE
    return joined(base, learned)


def joined(first: Grams, second: Grams) -> Grams:
    """The sum of two tables."""
    both = Grams({*first.column, *second.column}, first.weights.shape[1])
    for part in (first, second):
        both.weights[[both.column[gram] for gram in part.column]] += part.weights
    both.bias = first.bias + second.bias
    return both


def softmax(totals: np.ndarray) -> np.ndarray:
    """Probabilities in proportion to the exponentials of the totals."""
    chance = np.exp(totals - totals.max(1, keepdims=True))
    return chance / chance.sum(1, keepdims=True)


def decided(data: Samples, weights: np.ndarray, names: Grams) -> np.ndarray:
    """The probabilities of the areas (metric × area), as the stage comes by them."""
    totals = totals_beside(data.votes, weights) + names.scores(list(data.names))
    unsure = softmax(totals).max(1) < UNSURE
    totals[unsure] += data.around[unsure]
    return softmax(np.where(data.settled[:, None], data.votes @ weights, totals))


def cross_validated(data: Samples) -> tuple[np.ndarray, np.ndarray]:
    """Probabilities for every metric under weights learned without its report: of the whole decision, of votes alone."""
    whole, alone = np.zeros(data.labels.shape), np.zeros(data.labels.shape)
    for fold in range(FOLDS):
        test = data.fold == fold
        weights = fit(data.votes[~test], data.labels[~test])
        whole[test] = decided(data.where(test), weights, fit_names(data.where(~test), weights))
        alone[test] = softmax(data.votes[test] @ weights)
    return whole, alone


def outcome(chance: np.ndarray, data: Samples) -> tuple[np.ndarray, np.ndarray]:
    """The probability of the area chosen and whether it is right, metric by metric."""
    chosen = chance.argmax(1)
    rows = np.arange(len(chosen))
    return chance[rows, chosen], data.accepted[rows, chosen]


def log_odds(chance: np.ndarray) -> np.ndarray:
    """Logarithm of the odds, away from 0 and 1."""
    chance = chance.clip(1e-6, 1 - 1e-6)
    return np.log(chance / (1 - chance))


def calibrated(chance: np.ndarray, right: np.ndarray) -> list[float]:
    """Slope and offset on the log-odds that make probabilities true (Platt 1999)."""
    model = LogisticRegression(C=1e6).fit(log_odds(chance)[:, None], right)
    return [round(float(model.coef_[0, 0]), 3), round(float(model.intercept_[0]), 3)]


def report(data: Samples, chance: np.ndarray, areas: Sequence[str]) -> None:
    """Print how well the whole decision does by area, and the pairs most often confused."""
    _, right = outcome(chance, data)
    truth, chosen = data.labels.argmax(1), chance.argmax(1)
    for number, area in enumerate(areas):
        here = truth == number
        print(
            f"{area:25s} {right[here].mean():.4f} of {here.sum():5d}   wrongly given {(~right & (chosen == number)).sum()}"
        )
    pairs = Counter(zip(truth[~right], chosen[~right], strict=True))
    for (one, other), count in sorted(pairs.items(), key=lambda item: (-item[1], item[0]))[:25]:
        print(f"{count:3d}  {areas[one]} taken for {areas[other]}")


def main() -> None:
    """Train, report and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, default=ROOT.parent / "shared" / "gold")
    parser.add_argument("--check", action="store_true", help="report only")
    parser.add_argument(
        "--cross-validate", action="store_true", help="report on reports left out, by area and confusion"
    )
    arguments = parser.parse_args()
    data = samples(arguments.gold, "train", "train2", "windows")
    gold = sum(len(window["metrics"]) for split in ("train", "train2") for window in labelled(arguments.gold, split))
    areas = TermIndex(load_taxonomy()).areas
    whole, alone = cross_validated(data)
    _, right = outcome(whole, data)
    print(f"left out: {right.mean():.4f}   gold labels {right[:gold].mean():.4f}   windows {right[gold:].mean():.4f}")
    if arguments.cross_validate:
        report(data, whole, areas)
        return
    calibration = {
        "votes": calibrated(*outcome(alone, data)),
        "wording": calibrated(*outcome(whole[~data.settled], data.where(~data.settled))),
    }
    weights = fit(data.votes, data.labels)
    names = fit_names(data, weights)
    for split in ("dev", "dev2", "sentences"):
        seen = samples(arguments.gold, split)
        chance, right = outcome(decided(seen, weights, names), seen)
        slope, offset = np.where(seen.settled, *np.array([calibration["votes"], calibration["wording"]])[:, :, None])
        sure = 1 / (1 + np.exp(-(slope * log_odds(chance) + offset))) >= 0.9
        print(f"{split}: {right.mean():.4f}   score ≥ 0.9: {sure.mean():.3f} of all, {right[sure].mean():.4f} right")
    if not arguments.check:
        places = {place: [round(float(weights[FEATURES[place, w]]), 3) for w in WEIGHTS] for place in PLACES}
        learned = {"calibration": calibration, "unsure": UNSURE, "share": SHARE, "places": places}
        WEIGHTS_FILE.write_text(json.dumps(learned, indent=1) + "\n", encoding="utf-8")
        tables = {"areas": areas, "name": names.stored(), "around": silver("around", len(areas)).stored()}
        text = json.dumps(tables, ensure_ascii=False, separators=(",", ":"))
        NGRAMS_FILE.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
