"""Learn the weights by which the metrics stage chooses what a number measures.

    python models/metrics/train.py                     write govreport_ie/extraction/metrics/weights.npz
    python models/metrics/train.py --cross-validate    score the whole pipeline on labelled windows that were left out

A log-linear choice among the candidates of a number (`govreport_ie.extraction.metrics.features` has the features).  A prior is
learned from silver.tsv, what an earlier version of the library said on reports of ../shared/corpus that have no labels at all;
the labelled windows (train, train2, sentences of ../shared/gold; windows.jsonl beside this file, half of them chosen where the weights
were unsure; passages.txt, which is our own) then move the weights away from it.  dev and dev2, and the reports that hold them, are never learned from.

Cross-validation leaves out a fifth of the reports at a time (groups.csv tells which gold documents are the same report)
and scores what the whole pipeline, with the weights of the rest, says on them.  The result is the same on every run.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile
from pathlib import Path
from typing import Any

import numpy as np
import scipy.optimize
import scipy.sparse
from numpy.typing import NDArray

import govreport_ie as gi
from govreport_ie.extraction.engine import STAGES, Engine, new_analysis
from govreport_ie.extraction.metrics import MetricStage, features
from govreport_ie.extraction.metrics.board import Board, Choice, overlap
from govreport_ie.extraction.metrics.candidates import DEALT, SAID_BEFORE
from govreport_ie.extraction.metrics.features import GROUPS, NEXT, RELATION, SIZE, TEMPLATES, Form
from govreport_ie.extraction.metrics.ranker import PLAN, Weights, fingerprint
from govreport_ie.report.assemble import assemble

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
OUT = ROOT / "govreport_ie" / "extraction" / "metrics" / "weights.npz"
FOLDS = 5
WIDTH = len(TEMPLATES) + len(RELATION) + len(NEXT)
_RELATION, _NEXT = Form(RELATION), Form(NEXT)
_ORDER_OF_RELATION = [_RELATION.templates.index(names) for names in RELATION]
_ORDER_OF_NEXT = [_NEXT.templates.index(names) for names in NEXT]
NOTHING = SIZE
"""The feature of a template that does not apply."""

EXACT = 0.6
"""Share of the loss that wants the fullest phrase; the rest wants any accepted one."""

SILVER_WEIGHT, PRIOR_L2, GOLD_L2 = 0.3, 1.0, 3.0
FURTHER_WEIGHT = 0.5
"""How much a number of the further windows counts, which were read once, beside one of the gold labels."""
STEPS = 40
_RULES = ("metrics.dealing", "metrics.linking:header", "metrics.medals")

_MARK = re.compile(r"⟨([^|⟩]+)\|([^⟩]*)⟩")

_CLAUSE_BEHIND = re.compile(
    r"(?<=.)(?:实现|获|完成|配备|达到|达|通过|转为|纳入|列入|入选|得到|享受|开展|创成|创建|建成|开工|竣工|投产|投用|已|在全|与.*签约|签约|全部|加快|顺利|进展|提速)"
)

Span = tuple[int, int]


@dataclass(slots=True)
class Row:
    """The candidates of one number: their features, which are right, which are the fullest phrase, and how much the number counts."""

    report: str
    features: NDArray[np.int32]
    right: NDArray[np.bool_]
    exact: NDArray[np.bool_]
    weight: float = 1.0


@dataclass(slots=True)
class Label:
    """What a number measures by the labels: phrases, the fullest first, and pieces that an answer must cover."""

    phrases: list[Span]
    least: list[Span]
    ruled: bool = False  # a rule chose it (silver)


def board_rows(board: Board, report: str, labels: dict[int, Label], ruled: dict[int, Span]) -> Iterator[Row]:
    """The rows of a report's labelled numbers.

    Args:
        board: the candidates.
        report: the report's name.
        labels: by index of the quantity.
        ruled: the spans of numbers that a rule chooses for, by index of the quantity.
    """
    wanted = [k for k, n in enumerate(board.numbers) if n.slot.index in labels and n.slot.index not in ruled]
    if not wanted:
        return
    given = _given(board, labels, ruled)
    own = PLAN.matrix(board.tables())
    earlier = {k: board.earlier(k, given) for k in wanted}
    pairs = [(k, j, rank) for k in wanted for rank, j in enumerate(earlier[k], 1)]
    said = [(k, given[j].start, given[j].end) for k, j, _ in pairs]
    phrases = PLAN.matrix(board.again(*np.array(said, dtype=np.int64).reshape(-1, 3).T))
    ways = _RELATION.of(features.relations(board.scene, *np.array(pairs, dtype=np.int64).reshape(-1, 3).T))
    again = np.hstack((phrases, ways[_ORDER_OF_RELATION].T))
    at = 0
    for k in wanted:
        o, e = board.first[k], board.first[k + 1]
        if o == e:
            continue
        spans = [(board.starts[i], board.ends[i], board.types[i]) for i in range(o, e)]
        spans += [(given[j].start, given[j].end, SAID_BEFORE) for j in earlier[k]]
        matrix = np.full((len(spans), WIDTH), NOTHING, dtype=np.int32)
        matrix[: e - o, : len(TEMPLATES)] = own[o:e]
        matrix[e - o :, : again.shape[1]] = again[at : at + len(earlier[k])]
        at += len(earlier[k])
        last = board.previous(k, given)
        rows = {name: np.full(len(spans), column[k]) for name, column in board.scene.items()}
        rows["group"] = np.array([GROUPS[span[2]] for span in spans], dtype=np.uint64)
        rows["given"] = np.full(len(spans), GROUPS[last.kind] if last else 0, dtype=np.uint64)
        rows["overlap"] = np.array([overlap(*span[:2], last) for span in spans], dtype=np.uint64)
        matrix[:, -len(NEXT) :] = _NEXT.of(rows)[_ORDER_OF_NEXT].T
        label = labels[board.numbers[k].slot.index]
        right = np.array([_is_right(board.analysis.folded, span[:2], label) for span in spans])
        exact = np.array([span[:2] in label.phrases for span in spans])
        if right.any() or exact.any():
            yield Row(report, matrix, right | exact, exact if exact.any() else right)


def _given(board: Board, labels: dict[int, Label], ruled: dict[int, Span]) -> dict[int, Choice]:
    """What the labels give every number; the nearest earlier number with the same phrase is where it stands."""
    given: dict[int, Choice] = {}
    origin: dict[Span, int] = {}
    for k, number in enumerate(board.numbers):
        q = number.slot.index
        if q in labels:
            span = labels[q].phrases[0]
        elif q in ruled:
            span = ruled[q]
        else:
            continue
        candidate = board.candidate(k, *span)
        if q in ruled:
            given[k] = Choice(*span, DEALT, k)
        elif candidate is not None:
            given[k] = Choice(*span, board.types[candidate], k)
        else:
            given[k] = Choice(*span, SAID_BEFORE, origin.get(span, k))
        if given[k].origin == k:
            origin[span] = k
    return given


def _is_right(text: str, span: Span, label: Label) -> bool:
    """Whether a span holds the least piece and little besides the fullest phrase, here or where else it stands."""
    for phrase, least in zip(label.phrases, label.least, strict=True):
        if span[1] - span[0] > phrase[1] - phrase[0] + 4:
            continue
        if text[least[0] : least[1]] in text[span[0] : span[1]]:
            return True
    return False


class Reports:
    """Documents read by the stages before the metrics, and what rules choose in them."""

    def __init__(self, shared: Path) -> None:
        self.shared = shared
        self._stages = [make() for name, make in takewhile(lambda stage: stage[0] != "metrics", STAGES.items())]
        self._linker = MetricStage(weights=Weights.of(np.zeros(SIZE + 1, dtype=np.float32)))

    def board(self, text: str, year: int | None) -> Board:
        """The candidates of a document."""
        analysis = new_analysis(text, year=year)
        for stage in self._stages:
            stage(analysis)
        return Board(analysis)

    def ruled(self, board: Board) -> dict[int, Span]:
        """The spans that rules choose in a document, by index of the quantity."""
        self._linker(board.analysis)
        return {
            metric.quantity: (metric.indicator_start, metric.indicator_end)
            for metric in board.analysis.metrics
            if metric.rules["indicator"].startswith(_RULES)
        }

    def text(self, split: str, window: dict[str, Any]) -> str:
        """The text of a gold window's document."""
        if split in ("sentences", "passages"):
            return window["text"]
        folder = self.shared / ("gold/docs" if split in ("train", "dev") else "corpus")
        return (folder / window["doc"]).read_text(encoding="utf-8", errors="replace")


def windows(shared: Path, split: str) -> list[dict[str, Any]]:
    """The labelled windows of a split."""
    if split == "passages":
        return [_passage(number, line) for number, line in enumerate(_lines(HERE / "passages.txt"))]
    folder = HERE if split == "windows" else shared / "gold"
    return [json.loads(line) for line in _lines(folder / f"{split}.jsonl")]


def _lines(path: Path) -> list[str]:
    """The lines of a file that are neither blank nor a comment."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


def _passage(number: int, marked: str) -> dict[str, Any]:
    """A passage of our own as a labelled window; ⟨number|phrase⟩ says what the number measures."""
    heading = "政府工作报告\n一、2023年工作回顾\n"
    text, marks, at = heading, [], 0
    for match in _MARK.finditer(marked):
        text += marked[at : match.start()] + match[1]
        marks.append((len(text) - len(match[1]), len(text), match[2]))
        at = match.end()
    text += marked[at:]
    quantities, metrics = [], []
    for k, (start, end, phrase) in enumerate(marks):
        places = [m.start() for m in re.finditer(re.escape(phrase), text)]
        if not places:
            raise ValueError(f"passages.txt: {phrase} does not stand in {text}")
        first = min(places, key=lambda place: min(abs(place + len(phrase) - start), abs(place - end)))
        span = [first, first + len(phrase)]
        quantities.append({"k": k, "start": start, "end": end, "opt": False})
        metrics.append({"q": k, "max": span, "min": span, "alt": []})
    return {
        "doc": f"passage {number}",
        "text": text,
        "start": 0,
        "year": 2024,
        "quantities": quantities,
        "metrics": metrics,
    }


def groups(shared: Path) -> dict[tuple[str, str], str]:
    """(split, gold document) to the corpus file with the same report."""
    with (shared / "gold" / "groups.csv").open(encoding="utf-8") as file:
        return {(row["split"], row["gold_doc"]): row["corpus_file"] for row in csv.DictReader(file)}


def _year(window: dict[str, Any]) -> int | None:
    year = window.get("year")
    return int(year) if year not in (None, "") else None


def gold_rows(reports: Reports, split: str, same: dict[tuple[str, str], str]) -> Iterator[Row]:
    """The rows of a split's labelled numbers."""
    by_document: dict[str, list[dict[str, Any]]] = {}
    for window in windows(reports.shared, split):
        by_document.setdefault(window["doc"], []).append(window)
    for document, parts in by_document.items():
        board = reports.board(reports.text(split, parts[0]), _year(parts[0]))
        ruled = reports.ruled(board)
        index = {(q.start, q.end): i for i, q in enumerate(board.analysis.quantities)}
        labels: dict[int, Label] = {}
        for window in parts:
            offset = window.get("start") or 0
            spans = {q["k"]: q for q in window["quantities"]}
            for metric in window["metrics"]:
                q = spans[metric["q"]]
                found = index.get((q["start"] + offset, q["end"] + offset))
                if found is not None and not q["opt"]:
                    labels[found] = _label(metric, offset)
        yield from board_rows(board, same.get((split, document), document), labels, ruled)


def _label(metric: dict[str, Any], offset: int) -> Label:
    readings = [(metric["max"], metric["min"])]
    readings += [
        (alt.get("max") or alt["span"], alt["min"])
        for alt in metric.get("alt") or []
        if alt.get("max") or alt.get("span")
    ]
    return Label(
        [(fullest[0] + offset, fullest[1] + offset) for fullest, _ in readings],
        [(least[0] + offset, least[1] + offset) for _, least in readings],
    )


def silver_rows(reports: Reports, left_out: set[str]) -> Iterator[Row]:
    """The rows of what the library said before on reports without labels."""
    by_document: dict[str, dict[Span, tuple[Span, bool]]] = {}
    for line in (HERE / "silver.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith(("#", "file\t")):
            continue
        name, start, end, first, last, ruled = line.split("\t")
        by_document.setdefault(name, {})[int(start), int(end)] = (int(first), int(last)), ruled == "1"
    for name, spans in by_document.items():
        path = reports.shared / "corpus" / name
        if name in left_out or not path.exists():
            continue
        year = re.search(r"_((?:19|20)\d\d)", name)
        text = path.read_text(encoding="utf-8", errors="replace")
        board = reports.board(text, int(year[1]) if year else None)
        labels: dict[int, Label] = {}
        chosen: dict[int, Span] = {}
        for i, q in enumerate(board.analysis.quantities):
            found = spans.get((q.start, q.end))
            if found is None:
                continue
            if found[0][0] >= q.end and _CLAUSE_BEHIND.search(text[slice(*found[0])]):
                continue  # the rules took a whole clause (9家企业完成改制) where the noun is meant
            labels[i] = Label([found[0]], [found[0]])
            if found[1]:
                chosen[i] = found[0]
        yield from board_rows(board, name, labels, chosen)


def weighted(rows: Iterable[Row], weight: float) -> list[Row]:
    """Rows that count so much."""
    return [replace(row, weight=weight) for row in rows]


class Batch:
    """Rows as one sparse matrix."""

    def __init__(self, rows: Sequence[Row]) -> None:
        matrix = np.concatenate([row.features for row in rows])
        count, width = matrix.shape
        self.sizes = np.array([len(row.features) for row in rows])
        self.first = np.concatenate(([0], np.cumsum(self.sizes)[:-1]))
        self.owner = np.repeat(np.arange(len(rows)), self.sizes)
        self.right = np.concatenate([row.right for row in rows]).astype(float)
        self.exact = np.concatenate([row.exact for row in rows]).astype(float)
        self.weight = np.array([row.weight for row in rows])
        ones = np.ones(count * width, dtype=np.float32)
        self.matrix = scipy.sparse.csr_matrix(
            (ones, matrix.ravel(), np.arange(0, count * width + 1, width)), shape=(count, SIZE + 1)
        )
        self.turned = self.matrix.T.tocsr()

    def scores(self, weights: NDArray[Any]) -> NDArray[np.float64]:
        """The score of every candidate."""
        return np.asarray(self.matrix @ weights.astype(np.float32), dtype=np.float64)

    def softmax(self, scores: NDArray[np.float64]) -> NDArray[np.float64]:
        """Probabilities among the candidates of each number."""
        powers = np.exp(scores - np.maximum.reduceat(scores, self.first)[self.owner])
        return powers / np.add.reduceat(powers, self.first)[self.owner]


def fit(batch: Batch, l2: float, prior: NDArray[np.float64] | None = None) -> NDArray[np.float64]:
    """Weights that make the right candidates likely, near the prior."""
    start = np.zeros(SIZE + 1) if prior is None else prior
    offset = batch.scores(start)

    def loss(change: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        likely = batch.softmax(batch.scores(change) + offset)
        total, slope = 0.0, likely.copy()
        for share, target in ((EXACT, batch.exact), (1 - EXACT, batch.right)):
            mass = np.maximum(np.add.reduceat(likely * target, batch.first), 1e-12)
            total -= share * float(np.log(mass) @ batch.weight)
            slope -= share * likely * target / mass[batch.owner]
        gradient = (
            np.asarray(batch.turned @ (slope * batch.weight[batch.owner]).astype(np.float32), dtype=np.float64)
            + l2 * change
        )
        gradient[NOTHING] = 0.0
        return total + 0.5 * l2 * float(change @ change), gradient

    options = {"maxiter": STEPS, "maxcor": 6}
    found = scipy.optimize.minimize(loss, np.zeros(SIZE + 1), jac=True, method="L-BFGS-B", options=options)
    weights = found.x + start
    weights[NOTHING] = 0.0
    return weights


def judge(batch: Batch, weights: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """The scores of all candidates, and whether each number's best one is right."""
    scores = batch.scores(weights)
    best = [o + int(np.argmax(scores[o : o + n])) for o, n in zip(batch.first, batch.sizes, strict=True)]
    return scores, batch.right[best] > 0


def temperature(batches: Sequence[Batch], scores: Sequence[NDArray[np.float64]]) -> float:
    """What scores of windows left out are divided by so that their softmax is calibrated."""

    def loss(divisor: float) -> float:
        total = 0.0
        for batch, values in zip(batches, scores, strict=True):
            mass = np.add.reduceat(batch.softmax(values / divisor) * batch.right, batch.first)
            total -= float(np.log(np.maximum(mass, 1e-9)).sum())
        return total

    return min((round(0.6 + 0.05 * step, 2) for step in range(30)), key=loss)


def fold_of(report: str) -> int:
    """The fold in which a report is left out."""
    return zlib.crc32(report.encode()) % FOLDS


def save(path: Path, weights: NDArray[np.float64], divisor: float) -> None:
    """Write the weights as small whole numbers."""
    values = weights[:SIZE]
    scale = float(np.quantile(np.abs(values[values != 0]), 0.9995)) / 127
    small = np.clip(np.rint(values / scale), -127, 127).astype(np.int8)
    np.savez_compressed(
        path, weights=small, scale=np.float32(scale), temperature=np.float32(divisor), templates=np.array(fingerprint())
    )


def learned(rows: Iterable[Row], prior: NDArray[np.float64]) -> NDArray[np.float64]:
    """The weights after labelled rows."""
    return fit(Batch(list(rows)), GOLD_L2, prior)


def scored(
    shared: Path, fold: int, weights: NDArray[np.float64], divisor: float, same: dict[tuple[str, str], str]
) -> tuple[list[dict[str, Any]], list[Any]]:
    """The labelled windows of a fold and the reports that the pipeline makes of them."""
    model = Weights.of(weights.astype(np.float32), divisor)
    stages = [MetricStage(weights=model) if name == "metrics" else make() for name, make in STAGES.items()]
    engine = Engine(stages)
    gold: list[dict[str, Any]] = []
    predicted: dict[str, Any] = {}
    reader = Reports(shared)
    for split in ("train", "train2"):
        for window in windows(shared, split):
            document = window["doc"]
            if fold_of(same.get((split, document), document)) != fold:
                continue
            name = f"{split}/{document}"
            gold.append({**window, "doc": name, "id": f"{split}/{window['id']}", "split": split})
            if name not in predicted:
                analysis = engine.analyse(reader.text(split, window), year=_year(window), doc_id=name)
                predicted[name] = assemble(analysis)
    return gold, list(predicted.values())


def main() -> int:
    """Learn and write the weights, or cross-validate."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="folder with gold/ and corpus/")
    parser.add_argument("--cross-validate", action="store_true", help="score windows left out; write nothing")
    parser.add_argument("--errors", type=Path, help="with --cross-validate: a file for the errors")
    parser.add_argument("--json", type=Path, help="with --cross-validate: a file for the figures")
    parser.add_argument("-o", "--out", type=Path, default=OUT)
    arguments = parser.parse_args()
    reports = Reports(arguments.shared)
    same = groups(arguments.shared)
    silver = list(silver_rows(reports, set(same.values())))
    print(f"silver: {len(silver)} numbers of {len({row.report for row in silver})} reports", flush=True)
    prior = fit(Batch(weighted(silver, SILVER_WEIGHT)), PRIOR_L2)
    del silver
    gold = [row for split in ("train", "train2") for row in gold_rows(reports, split, same)]
    further = weighted(gold_rows(reports, "windows", same), FURTHER_WEIGHT)  # not scored: chosen because they are hard
    invented = [row for split in ("sentences", "passages") for row in gold_rows(reports, split, same)]
    print(
        f"gold: {len(gold)} numbers, {len(further)} in further windows, {len(invented)} in invented passages",
        flush=True,
    )
    batches, values, right, models = [], [], [], []
    for fold in range(FOLDS):
        models.append(learned([*(row for row in [*gold, *further] if fold_of(row.report) != fold), *invented], prior))
        batches.append(Batch([row for row in gold if fold_of(row.report) == fold]))
        scores, hits = judge(batches[-1], models[-1])
        values.append(scores)
        right.append(hits)
    divisor = temperature(batches, values)
    print(f"choice, windows left out: {np.concatenate(right).mean():.4f} right, temperature {divisor}", flush=True)
    _calibration(batches, values, right, divisor)
    if arguments.cross_validate:
        return _cross_validate(arguments.shared, models, divisor, same, arguments.errors, arguments.json)
    weights = learned([*gold, *further, *invented], prior)
    save(arguments.out, weights, divisor)
    print(f"{arguments.out}: {arguments.out.stat().st_size} bytes, {(np.abs(weights) > 1e-3).sum()} weights")
    return 0


def _calibration(
    batches: Sequence[Batch], values: Sequence[NDArray[np.float64]], right: Sequence[NDArray[np.bool_]], divisor: float
) -> None:
    """Print how many choices of each probability are right."""
    sure = np.concatenate(
        [np.maximum.reduceat(b.softmax(v / divisor), b.first) for b, v in zip(batches, values, strict=True)]
    )
    hits = np.concatenate(right)
    edges = (0.0, 0.5, 0.8, 0.95, 0.99, 1.01)
    for low, high in pairwise(edges):
        inside = (sure >= low) & (sure < high)
        if inside.any():
            print(
                f"  p {low:.2f} to {min(high, 1.0):.2f}: {inside.sum()} numbers, mean p {sure[inside].mean():.3f}, right {hits[inside].mean():.3f}"
            )


def _cross_validate(
    shared: Path,
    models: Sequence[NDArray[np.float64]],
    divisor: float,
    same: dict[tuple[str, str], str],
    errors: Path | None,
    figures: Path | None,
) -> int:
    gold: list[dict[str, Any]] = []
    predicted: list[Any] = []
    for fold, weights in enumerate(models):
        windows_of_fold, reports_of_fold = scored(shared, fold, weights, divisor, same)
        gold += windows_of_fold
        predicted += reports_of_fold
    for split in ("train", "train2"):
        part = gi.evaluate([window for window in gold if split == window["split"]], predicted)
        print(split, _rounded(part.scores()))
    evaluation = gi.evaluate(gold, predicted)
    print("cross-validated", _rounded(evaluation.scores()))
    if errors is not None:
        lines = [(e.window, e.kind, e.text, e.gold, e.got, e.context.replace("\n", "⏎")) for e in evaluation.errors]
        errors.write_text("\n".join("\t".join(line) for line in lines), encoding="utf-8")
    if figures is not None:
        figures.write_text(json.dumps(evaluation.scores()), encoding="utf-8")
    return 0


def _rounded(scores: dict[str, float | None]) -> dict[str, float]:
    return {name: round(score, 4) for name, score in scores.items() if score is not None}


if __name__ == "__main__":
    sys.exit(main())
