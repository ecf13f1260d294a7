"""Learn how much each place of evidence counts for a policy area, and calibrate the scores.

    python models/policy/train.py [--gold DIR] [--check]

Reads train.jsonl and train2.jsonl of the gold labels (../shared/gold, the documents of train2 from ../shared/corpus) and the
further labelled windows of ../shared/corpus (models/metrics/windows.jsonl: harder, and of older reports), gives the policy stage
the gold metrics, collects its votes and fits a conditional logit (McFadden 1974) whose parameters are tied across areas: one weight
for each place and term weight, drawn towards `PRIOR`.  The calibration is fitted to the probabilities of a ten-fold
cross-validation over reports (groups.csv).  Writes
govreport_ie/extraction/policy/weights.json: a weight for each feature, three of the
mixture with the n-gram model, four of the calibration; no text.  With --check nothing is written.
Needs numpy, scipy and scikit-learn; runs in seconds, without network, and gives the same file every time.
"""

from __future__ import annotations

import argparse
import csv
import json
import zlib
from bisect import bisect_right
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from govreport_ie.extraction.engine import STAGES, new_analysis
from govreport_ie.extraction.policy.collect import VoteCollector
from govreport_ie.extraction.policy.evidence import FEATURES, GENERIC_HEAD, PLACES, WEIGHTS
from govreport_ie.extraction.policy.ngrams import model_texts, packaged_model
from govreport_ie.extraction.policy.taxonomy import load_taxonomy
from govreport_ie.extraction.policy.terms import TermIndex
from govreport_ie.extraction.records import Analysis, MetricRecord, QuantityRecord
from govreport_ie.extraction.text import sentence_at

ROOT = Path(__file__).resolve().parent.parent.parent
WINDOWS_FILE = ROOT / "models" / "metrics" / "windows.jsonl"
WEIGHTS_FILE = ROOT / "govreport_ie" / "extraction" / "policy" / "weights.json"
FOLDS = 10
UNSURE = 0.75
"""Below this probability by votes alone, the n-gram model is asked; chosen by cross-validation."""

MIXTURE_PRIOR = (1.0, 0.3, 0.3)
PULL = 5.0
"""Strength of the pull towards the prior; chosen by cross-validation among 0.5, 2, 5, 15 and 50."""

ACCEPTED = 0.3
"""Share of a label's mass that goes to the other areas that the annotators accept."""

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
    fold: np.ndarray  # all metrics of one report in one fold
    ngrams: np.ndarray  # metric × table × area: log-probabilities of the n-gram model


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
    """The votes of every gold metric of some splits."""
    index = TermIndex(load_taxonomy())
    number = {area: position for position, area in enumerate(index.areas)}
    model = packaged_model()
    folds = folds_of(folder)
    votes, labels, accepted, places, ngrams = [], [], [], [], []
    for window in (window for split in splits for window in labelled(folder, split)):
        fold = folds.get(window["doc"], zlib.crc32(window["doc"].encode()) % FOLDS)
        analysis = with_gold_metrics(window, folder)
        collector = VoteCollector(analysis, index)
        for metric, gold in zip(analysis.metrics, window["metrics"], strict=True):
            matrix = np.zeros((len(index.areas), len(FEATURES)))
            generic = False
            for area, feature, value, _ in collector.votes(metric):
                matrix[area, feature] += value
                generic = generic or feature == GENERIC_HEAD
            label = np.zeros(len(index.areas))
            others = [number[area] for area in gold.get("area_ok") or []]
            label[others] = ACCEPTED / max(len(others), 1)
            label[number[gold["area"]]] = 1 - label[others].sum()
            votes.append(matrix)
            labels.append(label)
            accepted.append(label > 0)
            places.append(fold)
            quantity = analysis.quantities[metric.quantity]
            ngrams.append(model.log_probabilities(*model_texts(analysis, metric, quantity, generic)))
    return Samples(*(np.array(column) for column in (votes, labels, accepted, places, ngrams)))


def fit(votes: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """The weight of each feature: penalised maximum likelihood, no weight below zero."""
    prior = np.array([PRIOR[place][weight] for place, weight in FEATURES])

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        chance = probabilities(votes, weights)
        gradient = -np.einsum("ma,maf->f", labels - chance, votes) + 2 * PULL * (weights - prior)
        value = -(labels * np.log(chance + 1e-12)).sum() + PULL * ((weights - prior) ** 2).sum()
        return float(value), gradient

    return minimize(loss, prior, jac=True, method="L-BFGS-B", bounds=[(0, None)] * len(prior)).x


def probabilities(votes: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """The probability of each area by votes alone, metric by metric."""
    return softmax(votes @ weights)


def softmax(totals: np.ndarray) -> np.ndarray:
    """Probabilities in proportion to the exponentials of the totals."""
    chance = np.exp(totals - totals.max(1, keepdims=True))
    return chance / chance.sum(1, keepdims=True)


def fit_mixture(data: Samples, weights: np.ndarray) -> np.ndarray:
    """How much votes, name and words around count where the votes alone are unsure."""
    totals = data.votes @ weights
    unsure = softmax(totals).max(1) < UNSURE
    totals, labels, ngrams = totals[unsure], data.labels[unsure], data.ngrams[unsure]
    parts = np.stack([totals, ngrams[:, 0], ngrams[:, 1]], axis=-1)
    prior = np.array(MIXTURE_PRIOR)

    def loss(mixture: np.ndarray) -> tuple[float, np.ndarray]:
        chance = softmax(parts @ mixture)
        gradient = -np.einsum("ma,map->p", labels - chance, parts) + 2 * (mixture - prior)
        return float(-(labels * np.log(chance + 1e-12)).sum() + ((mixture - prior) ** 2).sum()), gradient

    return minimize(loss, prior, jac=True, method="L-BFGS-B", bounds=[(0, None)] * len(prior)).x


def outcome(data: Samples, weights: np.ndarray, mixture: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The probability of the area chosen, whether it is right and whether the votes were unsure, metric by metric."""
    totals = data.votes @ weights
    unsure = softmax(totals).max(1) < UNSURE
    ngrams = data.ngrams[unsure]
    totals[unsure] = mixture[0] * totals[unsure] + mixture[1] * ngrams[:, 0] + mixture[2] * ngrams[:, 1]
    chance = softmax(totals)
    chosen = chance.argmax(1)
    rows = np.arange(len(chosen))
    return chance[rows, chosen], data.accepted[rows, chosen], unsure


def cross_validated(data: Samples) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Outcomes of every metric under weights learned without its report."""
    chance = np.zeros(len(data.fold))
    right, unsure = np.zeros(len(data.fold), bool), np.zeros(len(data.fold), bool)
    for fold in range(FOLDS):
        test = data.fold == fold
        learn, held_out = (Samples(*(column[rows] for column in data)) for rows in (~test, test))
        weights = fit(learn.votes, learn.labels)
        chance[test], right[test], unsure[test] = outcome(held_out, weights, fit_mixture(learn, weights))
    return chance, right, unsure


def log_odds(chance: np.ndarray) -> np.ndarray:
    """Logarithm of the odds, away from 0 and 1."""
    chance = chance.clip(1e-6, 1 - 1e-6)
    return np.log(chance / (1 - chance))


def calibrated(chance: np.ndarray, right: np.ndarray) -> list[float]:
    """Slope and offset on the log-odds that make probabilities true (Platt 1999)."""
    model = LogisticRegression(C=1e6).fit(log_odds(chance)[:, None], right)
    return [round(float(model.coef_[0, 0]), 3), round(float(model.intercept_[0]), 3)]


def main() -> None:
    """Train, report and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, default=ROOT.parent / "shared" / "gold")
    parser.add_argument("--check", action="store_true", help="report only")
    arguments = parser.parse_args()
    data = samples(arguments.gold, "train", "train2", "windows")
    gold = sum(len(window["metrics"]) for split in ("train", "train2") for window in labelled(arguments.gold, split))
    chance, right, unsure = cross_validated(data)
    calibration = [calibrated(chance[some], right[some]) for some in (~unsure, unsure)]
    print(f"unsure: {unsure.mean():.3f} of all, {right[unsure].mean():.4f} right")
    weights = fit(data.votes, data.labels)
    mixture = fit_mixture(data, weights)
    print(
        f"train: {outcome(data, weights, mixture)[1].mean():.4f}   cross-validated: {right[:gold].mean():.4f}, windows {right[gold:].mean():.4f}"
    )
    for split in ("dev", "dev2", "sentences"):
        chance, right, unsure = outcome(samples(arguments.gold, split), weights, mixture)
        slope, offset = np.array(calibration)[unsure.astype(int)].T
        score = 1 / (1 + np.exp(-(slope * log_odds(chance) + offset)))
        sure = score >= 0.9
        print(f"{split}: {right.mean():.4f}   score ≥ 0.9: {sure.mean():.3f} of all, {right[sure].mean():.4f} right")
    if not arguments.check:
        places = {place: [round(float(weights[FEATURES[place, w]]), 3) for w in WEIGHTS] for place in PLACES}
        learned = {
            "calibration": {"sure": calibration[0], "unsure": calibration[1]},
            "unsure": UNSURE,
            "mixture": [round(float(value), 3) for value in mixture],
            "places": places,
        }
        WEIGHTS_FILE.write_text(json.dumps(learned, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
