"""Learn the weights of the features of candidate names and write govreport_ie/extraction/lexicons/entity_weights.tsv.

    python models/entities/train_names.py [--shared ../shared] [--dry-run]

Logistic regression (pip install scikit-learn; one weight a feature and label) over the candidates of
the windows of gold/train.jsonl, of the windows of the raw corpus that windows.tsv beside this file labels, and of the raw corpus
where corpus_labels.tsv says whether a candidate is a name (read by hand; file, offsets, label, 1 or 0).  Optional entities of the gold count half where a candidate
matches them and not at all where it only overlaps.  Prints cross-validated figures by region and those on dev.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from labelled import labelled_windows
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from govreport_ie.extraction.engine import STAGES, new_analysis
from govreport_ie.extraction.entities.candidates import MEMBER_TEMPLATES, NAME_TEMPLATES, Candidate, candidates
from govreport_ie.extraction.entities.context import EntityContext
from govreport_ie.extraction.entities.edges import Edges
from govreport_ie.extraction.entities.places import see_places
from govreport_ie.extraction.entities.scorer import Name, choose

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
TARGET = ROOT / "govreport_ie" / "extraction" / "lexicons" / "entity_weights.tsv"
LABELS = ("PROJECT", "INSTITUTION")
OPTIONAL_WEIGHT = 0.5
GOLD_WEIGHT = 3.0  # of the gold windows and passages against the windows of the raw corpus
STRENGTH = {"PROJECT": 0.15, "INSTITUTION": 1.0}  # inverse of the regularisation; by cross-validation, as the next
THRESHOLD = {"PROJECT": -0.1, "INSTITUTION": -0.65}  # taken into the bias
FOLDS = 3
EVERY: frozenset[str] = (
    frozenset()
)  # no segment is left out, so that the weights know what the list of plain phrases leaves out

Weights = dict[tuple[str, str], float]


@dataclass
class Example:
    """A candidate under one label, with its features, whether it is right and how much it counts."""

    features: list[tuple[str, str]]
    right: bool
    weight: float


@dataclass
class Window:
    """A gold window with its candidates (offsets inside the window)."""

    gold: dict
    candidates: list[Candidate]


def features(candidate: Candidate, label: str) -> list[tuple[str, str]]:
    """(label and template, value) of every feature, and the bias."""
    templates = MEMBER_TEMPLATES if candidate.member else NAME_TEMPLATES
    found = [(f"{label}/bias", "member" if candidate.member else "name")]
    if not candidate.member:
        found.append((f"{label}/kind", candidate.kind))
    for template, value in zip(templates, candidate.values, strict=True):
        parts = (value,) if isinstance(value, str) else value
        if template.startswith("kind+"):
            parts = (candidate.kind, *parts)
        found.append((f"{label}/{template}", " ".join(parts)))
    return found


_BEFORE = [STAGES["structure"](), STAGES["quantities"]()]


def context_of(text: str, year: int | None = None) -> EntityContext:
    """What the entities stage knows of a document before it looks for names."""
    analysis = new_analysis(text, year=year)
    for stage in _BEFORE:
        stage(analysis)
    edges = Edges(analysis.folded)
    return EntityContext.of(analysis, see_places(analysis, edges)[0], edges.stream)


def candidates_of(text: str, year: int | None = None) -> list[Candidate]:
    """All candidates of a document."""
    return list(candidates(context_of(text, year), EVERY))


def windows(shared: Path, split: str) -> list[Window]:
    """The windows of a gold file with their candidates."""
    found = []
    for line in (shared / "gold" / f"{split}.jsonl").read_text(encoding="utf-8").splitlines():
        gold = json.loads(line)
        document = shared / "gold" / "docs" / str(gold.get("doc"))
        text = document.read_text(encoding="utf-8") if document.is_file() else gold["text"]
        gold = {"start": 0, "end": len(text), "region": "", **gold}
        inside = []
        for candidate in candidates_of(text, int(gold["year"]) if gold.get("year") else None):
            if candidate.start >= gold["start"] and candidate.end <= gold["end"]:
                candidate.start -= gold["start"]
                candidate.end -= gold["start"]
                inside.append(candidate)
        found.append(Window(gold, inside))
    return found


def corpus_windows(shared: Path) -> list[Window]:
    """The labelled windows of the raw corpus with their candidates."""
    found: list[Window] = []
    name, known = "", []
    for gold in labelled_windows(shared / "corpus"):
        if gold["doc"] != name:
            name = gold["doc"]
            known = candidates_of((shared / "corpus" / name).read_text(encoding="utf-8"))
        first, last = gold["start"], gold["end"]
        inside = [
            replace(one, start=one.start - first, end=one.end - first)
            for one in known
            if one.start >= first and one.end <= last
        ]
        found.append(Window(gold, inside))
    return found


def matches(entity: dict, start: int, end: int, label: str) -> bool:
    """Whether a span is right by the guidelines: the label, at least `min`, within the fullest span."""
    least = entity["min"]
    return entity["label"] == label and entity["start"] <= start <= least[0] and least[1] <= end <= entity["end"]


def examples(window: Window) -> list[Example]:
    """The candidates of a window as examples."""
    found = []
    for candidate in window.candidates:
        near = [e for e in window.gold["entities"] if e["start"] < candidate.end and candidate.start < e["end"]]
        for label in candidate.labels:
            hit = next((e for e in near if matches(e, candidate.start, candidate.end, label)), None)
            if hit is not None and hit["opt"] and any(e["label"] == "PLACE" and not e["opt"] for e in near):
                # works on a place (巢湖综合治理): it is the place that must be named
                found.append(Example(features(candidate, label), False, OPTIONAL_WEIGHT))
                continue
            if hit is not None:
                weight = OPTIONAL_WEIGHT if hit["opt"] else 1.0
            else:
                weight = 0.0 if any(e["opt"] for e in near) else 1.0
            if weight:
                found.append(Example(features(candidate, label), hit is not None, weight))
    return found


def corpus_examples(shared: Path) -> list[Example]:
    """The candidates of the raw corpus that were read by hand."""
    labels = defaultdict(list)
    for line in (HERE / "corpus_labels.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith(("#", "file\t")):
            file, start, end, label, right = line.split("\t")
            labels[file].append((int(start), int(end), label, right == "1"))
    found = []
    for file, rows in sorted(labels.items()):
        text = (shared / "corpus" / file).read_text(encoding="utf-8")
        by_span = {(c.start, c.end): c for c in candidates_of(text)}
        for start, end, label, right in rows:
            candidate = by_span.get((start, end))
            if candidate is None or label not in candidate.labels:
                continue
            found.append(Example(features(candidate, label), right, 1.0))
            if right:
                found += [Example(features(candidate, x), False, 1.0) for x in candidate.labels if x != label]
    return found


def train(data: list[Example]) -> Weights:
    """Fit the weights of both labels (L2-regularised logistic regression of scikit-learn)."""
    weights: Weights = {}
    for label in LABELS:
        rows = [example for example in data if example.features[0][0].startswith(label)]
        count = Counter(feature for example in rows for feature in example.features)
        column = {feature: number for number, feature in enumerate(f for f, n in count.items() if n > 1)}
        indices = [[column[f] for f in example.features if f in column] for example in rows]
        matrix = csr_matrix(
            (np.ones(sum(map(len, indices))), [i for row in indices for i in row], np.cumsum([0, *map(len, indices)])),
            shape=(len(rows), len(column)),
        )
        fitted = LogisticRegression(C=STRENGTH[label], fit_intercept=False, solver="liblinear").fit(
            matrix, [example.right for example in rows], sample_weight=[example.weight for example in rows]
        )
        weights |= {f: float(fitted.coef_[0][i]) for f, i in column.items() if abs(fitted.coef_[0][i]) > 0.1}
    return weights


def chosen(window: Window, weights: Weights, shift: float) -> list[Name]:
    """What the model takes in a window."""
    scored = []
    for candidate in window.candidates:
        for label in candidate.labels:
            total = sum(weights.get(feature, 0.0) for feature in features(candidate, label))
            total -= THRESHOLD[label] + shift
            if total > 0:
                scored.append(Name(candidate.start, candidate.end, label, total, candidate))
    return choose(scored)


def count(window: Window, found: list[Name], result: dict[str, Counter], log: list[str] | None = None) -> None:
    """Add the hits, misses and false alarms of a window, as the reference scorer counts them."""
    entities, text = window.gold["entities"], window.gold["text"]
    used = {
        index
        for e in entities
        if e["opt"]
        for index, name in enumerate(found)
        if name.start < e["end"] and name.end > e["start"]
    }
    for e in entities:
        if e["opt"] or e["label"] == "PLACE":
            continue
        index = next((i for i, n in enumerate(found) if matches(e, n.start, n.end, n.label)), None)
        result[e["label"]]["hit" if index is not None else "miss"] += 1
        if index is not None:
            used.add(index)
        elif log is not None:
            log.append(
                f"missed\t{e['label']}\t{text[max(0, e['start'] - 10) : e['start']]}[{e['text']}]{text[e['end'] : e['end'] + 10]}"
            )
    for index, name in enumerate(found):
        inside = any(
            e["start"] <= name.start and name.end <= e["end"] and name.end - name.start < e["end"] - e["start"]
            for e in entities
            if e["label"] != name.label
        )
        if index not in used and not inside:
            result[name.label]["false"] += 1
            if log is not None:
                log.append(
                    f"spurious\t{name.label}\t{text[max(0, name.start - 10) : name.start]}[{text[name.start : name.end]}]{text[name.end : name.end + 10]}"
                )


def report(title: str, result: dict[str, Counter]) -> None:
    """Print precision, recall and F1 of both labels."""
    parts = []
    for label in LABELS:
        c = result[label]
        precision = c["hit"] / max(1, c["hit"] + c["false"])
        recall = c["hit"] / max(1, c["hit"] + c["miss"])
        f1 = 2 * c["hit"] / max(1, 2 * c["hit"] + c["false"] + c["miss"])
        parts.append(f"{label} P {precision:.3f} R {recall:.3f} F1 {f1:.3f}")
    print(f"{title:24s}", "   ".join(parts))


def write(weights: Weights, path: Path) -> int:
    """Write the weights in hundredths; returns the number of rows."""
    table: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for (key, value), number in weights.items():
        label, template = key.split("/", 1)
        if template == "bias":
            number -= THRESHOLD[label]
        if round(number * 100) and "\t" not in value and "\n" not in value:
            table[template, value][label] = round(number * 100)
    lines = [
        "# Weights of the features of candidate names in hundredths, for PROJECT and for INSTITUTION.",
        "# Source: learned by models/entities/train_names.py; not to be edited by hand.",
        "template\tvalue\tproject\tinstitution",
    ]
    for (template, value), row in sorted(table.items()):
        lines.append(f"{template}\t{value}\t{row.get('PROJECT', 0)}\t{row.get('INSTITUTION', 0)}")
    temporary = path.with_suffix(".new")
    temporary.write_text("\n".join(lines) + "\n", encoding="utf-8")
    temporary.replace(path)
    return len(lines) - 3


def main() -> None:
    """Train, print the figures and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--dry-run", action="store_true", help="only print figures")
    parser.add_argument("--errors", type=Path, help="write what cross-validation and dev get wrong to this file")
    arguments = parser.parse_args()
    corpus = corpus_examples(arguments.shared)
    labelled = windows(arguments.shared, "train") + windows(arguments.shared, "sentences")
    gold = labelled + corpus_windows(arguments.shared)
    dev = windows(arguments.shared, "dev")
    per_window = [examples(window) for window in gold]
    for found in per_window[: len(labelled)]:
        for example in found:
            example.weight *= GOLD_WEIGHT
    print(f"{sum(map(len, per_window))} examples of windows, {len(corpus)} of the corpus")
    regions = sorted({window.gold["region"] for window in gold})
    random.Random(1).shuffle(regions)
    log: list[str] = []
    trained = []
    for fold in range(FOLDS):
        held = set(regions[fold::FOLDS])
        data = [x for w, found in zip(gold, per_window, strict=True) if w.gold["region"] not in held for x in found]
        trained.append((held, train(corpus + data)))
    weights = train(corpus + [x for found in per_window for x in found])
    for shift in (-0.25, 0.0, 0.25):
        result: dict[str, Counter] = {label: Counter() for label in LABELS}
        for held, fold_weights in trained:
            for window in gold:
                if window.gold["region"] in held:
                    count(window, chosen(window, fold_weights, shift), result, log if not shift else None)
        report(f"train, held out {shift:+.2f}", result)
        result = {label: Counter() for label in LABELS}
        for window in dev:
            count(window, chosen(window, weights, shift), result, log if not shift else None)
        report(f"dev {shift:+.2f}", result)
    if arguments.errors:
        arguments.errors.write_text("\n".join(line.replace("\n", "/") for line in log), encoding="utf-8")
    if not arguments.dry_run:
        print(write(weights, TARGET), "rows of weights")


if __name__ == "__main__":
    main()
