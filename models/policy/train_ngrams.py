"""Learn from the raw corpus, without labels, what n-grams say of the policy area.

    python models/policy/train_ngrams.py [--shared DIR]

Runs the stages before it over ../shared/corpus, leaving out every report of the dev and dev2 labels, links metrics by terms and
rules alone (weights: the prior of train.py), and keeps those of which the rules are sure by what is measured.  Two one-against-the-rest logistic
regressions learn to find the same area from character n-grams: of the indicator, and of the words around it.  Small weights
are dropped, the rest rounded.  Writes models/policy/silver.json, on which train.py builds; run it afterwards.
Needs numpy and scikit-learn; takes some minutes, without network, and gives the same file every time.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import SGDClassifier
from sklearn.preprocessing import normalize
from train import PRIOR, ROOT, SILVER_FILE

from govreport_ie.extraction.engine import STAGES, Engine
from govreport_ie.extraction.policy.collect import VoteCollector
from govreport_ie.extraction.policy.evidence import FEATURES
from govreport_ie.extraction.policy.ngrams import around_grams, text_around, text_of_name
from govreport_ie.extraction.policy.taxonomy import load_taxonomy
from govreport_ie.extraction.policy.terms import TermIndex

SURE = 0.7
OWN = {FEATURES["head", weight] for weight in (2, 3, 4)}
"""A metric is used only if its own indicator names a thing; 完成投资 says nothing by itself, so it must teach nothing."""

MOST = 40_000
FEWEST_REPORTS = 25
SMALLEST = 2.0
UNIT = 0.2
"""Weights are stored as whole multiples of this; those below `SMALLEST` are dropped."""


def silver(shared: Path, index: TermIndex) -> Iterator[tuple[int, str, str, int]]:
    """(report, name, words around, area) of every metric that the rules are sure of."""
    with (shared / "gold" / "groups.csv").open(encoding="utf-8") as file:
        dev = {row["corpus_file"] for row in csv.DictReader(file) if row["split"] in ("dev", "dev2")}
    engine = Engine([STAGES[name]() for name in ("structure", "times", "quantities", "metrics")])
    weights = [PRIOR[place][weight] for place, weight in FEATURES]
    for number, path in enumerate(sorted((shared / "corpus").glob("*.txt"))):
        if path.name in dev:
            continue
        year = re.search(r"_(\d{4})(?:_|$)", path.stem)
        analysis = engine.analyse(path.read_text(encoding="utf-8"), year=int(year[1]) if year else None)
        collector = VoteCollector(analysis, index)
        for metric in analysis.metrics:
            totals = np.zeros(len(index.areas))
            named = False
            for area, feature, value, _ in collector.votes(metric):
                totals[area] += weights[feature] * value
                named = named or feature in OWN
            chance = np.exp(totals - totals.max())
            if named and chance.max() / chance.sum() >= SURE:
                around = text_around(analysis, metric, analysis.quantities[metric.quantity])
                yield number, text_of_name(analysis, metric), around, int(totals.argmax())


def table(texts: list[str], reports: list[int], areas: np.ndarray, count: int) -> dict[str, object]:
    """The learned weights of one table."""
    vectorizer = CountVectorizer(analyzer=around_grams, min_df=FEWEST_REPORTS, binary=True)
    matrix = vectorizer.fit_transform(texts)
    presence = np.zeros(matrix.shape[1])
    order = np.array(reports)
    for report in np.unique(order):
        presence += matrix[order == report].max(axis=0).toarray()[0]
    kept = presence >= FEWEST_REPORTS  # an n-gram of a few reports would be a memory of them
    words = vectorizer.get_feature_names_out()[kept]
    model = SGDClassifier(
        loss="log_loss", penalty="elasticnet", l1_ratio=0.3, alpha=4e-6, max_iter=20, tol=None, random_state=0
    )
    model.fit(normalize(matrix[:, kept]), areas)
    bias = np.full(count, -9.0)
    bias[model.classes_] = model.intercept_
    weights: dict[str, list[int]] = {}
    for column, word in enumerate(words):
        entry: list[int] = []
        for row, area in enumerate(model.classes_):
            value = model.coef_[row, column]
            if abs(value) >= SMALLEST:
                entry += [int(area), round(value / UNIT)]
        if entry:
            weights[str(word)] = entry
    return {"unit": UNIT, "bias": [round(float(value), 3) for value in bias], "weights": weights}


def main() -> None:
    """Train and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    arguments = parser.parse_args()
    index = TermIndex(load_taxonomy())
    rows = list(silver(arguments.shared, index))
    print(f"{len(rows)} metrics that the rules are sure of")
    rows = [rows[at] for at in np.random.default_rng(0).permutation(len(rows))[:MOST]]
    reports, areas = [row[0] for row in rows], np.array([row[3] for row in rows])
    learned: dict[str, object] = {"areas": index.areas}
    for name, position in (("name", 1), ("around", 2)):
        learned[name] = table([row[position] for row in rows], reports, areas, len(index.areas))
        print(f"{name}: {len(learned[name]['weights'])} n-grams")
    SILVER_FILE.write_text(json.dumps(learned, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
