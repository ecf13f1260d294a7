"""Learn the weights of the features of candidate names and write govreport_ie/lexicons/entity_weights.tsv.

    python models/entities/train_names.py [--shared ../shared] [--dry-run]

Logistic regression (AdaGrad, one weight a feature and label, shrunk the more the rarer the feature) over the candidates of
the windows of gold/train.jsonl and of the raw corpus where corpus_labels.tsv beside this file says whether a candidate is
a name (read by hand; file, offsets, label, 1 or 0).  Optional entities of the gold count half where a candidate
matches them and not at all where it only overlaps.  Prints cross-validated figures by region and those on dev.
"""

from __future__ import annotations

import argparse
import json
import math
import random
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

from govreport_ie.entities.candidates import MEMBER_TEMPLATES, NAME_TEMPLATES, Candidate, candidates
from govreport_ie.entities.context import EntityContext
from govreport_ie.entities.edges import Edges
from govreport_ie.entities.places import see_places
from govreport_ie.entities.scorer import Name, choose
from govreport_ie.stages import STAGES, new_analysis

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
TARGET = ROOT / "govreport_ie" / "lexicons" / "entity_weights.tsv"
LABELS = ("PROJECT", "INSTITUTION")
OPTIONAL_WEIGHT = 0.5
SHRINK = 0.6
STEP = 0.2
EPOCHS = 15
THRESHOLD = {"PROJECT": -0.5, "INSTITUTION": -0.75}  # best by cross-validation; taken into the bias
FOLDS = 5

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
    for template, value in zip(templates, candidate.values, strict=True):
        text = value if isinstance(value, str) else " ".join(value)
        found.append((f"{label}/{template}", text))
    return found


_BEFORE = [STAGES["structure"](), STAGES["quantities"]()]


def candidates_of(text: str, year: int | None = None) -> list[Candidate]:
    """All candidates of a document."""
    analysis = new_analysis(text, year=year)
    for stage in _BEFORE:
        stage(analysis)
    edges = Edges(analysis.folded)
    context = EntityContext.of(analysis, see_places(analysis, edges)[0])
    context.cache["stream"] = edges.stream
    return list(candidates(context))


def windows(shared: Path, split: str) -> list[Window]:
    """The windows of a gold file with their candidates."""
    found = []
    for line in (shared / "gold" / f"{split}.jsonl").read_text(encoding="utf-8").splitlines():
        gold = json.loads(line)
        text = (shared / "gold" / "docs" / gold["doc"]).read_text(encoding="utf-8")
        inside = []
        for candidate in candidates_of(text, int(gold["year"]) if gold.get("year") else None):
            if candidate.start >= gold["start"] and candidate.end <= gold["end"]:
                candidate.start -= gold["start"]
                candidate.end -= gold["start"]
                inside.append(candidate)
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


def train(data: list[Example], seeds: int = 3) -> Weights:
    """Fit the weights: the mean over the later epochs of several orders of the data, which steadies them."""
    count = Counter(feature for example in data for feature in example.features)
    rows = [([f for f in e.features if count[f] > 1], e.right, e.weight) for e in data]
    shrink = {feature: SHRINK / math.sqrt(number) for feature, number in count.items()}
    total: Weights = defaultdict(float)
    rounds = 0
    for seed in range(seeds):
        weight: Weights = defaultdict(float)
        square: Weights = defaultdict(lambda: 1e-6)
        order = random.Random(seed)
        for epoch in range(EPOCHS):
            order.shuffle(rows)
            for row, right, importance in rows:
                score = max(-30.0, min(30.0, sum(weight[f] for f in row)))
                slope = (1 / (1 + math.exp(-score)) - right) * importance
                for feature in row:
                    gradient = slope + weight[feature] * shrink[feature]
                    square[feature] += gradient * gradient
                    weight[feature] -= STEP * gradient / math.sqrt(square[feature])
            if epoch >= EPOCHS // 2:
                rounds += 1
                for feature, value in weight.items():
                    total[feature] += value
    return {feature: value / rounds for feature, value in total.items() if abs(value) > 0.02 * rounds}


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
    gold = windows(arguments.shared, "train")
    dev = windows(arguments.shared, "dev")
    per_window = [examples(window) for window in gold]
    print(f"{sum(map(len, per_window))} examples of train, {len(corpus)} of the corpus")
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
