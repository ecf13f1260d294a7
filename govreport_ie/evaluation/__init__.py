"""Evaluation: precision, recall and F1 of predictions against gold labels, layer by layer.

The layers are quantity spans, normalised quantities, indicators, whole rows (everything about a metric right), named rows
(whole rows whose printed name is right, too) and entities;
beside them stand the accuracy of each field, and tables by kind of quantity, entity label and policy area.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govreport_ie.errors import EvaluationError
from govreport_ie.evaluation.agreement import Agreement, agreement
from govreport_ie.evaluation.averages import Average
from govreport_ie.evaluation.costs import Cost
from govreport_ie.evaluation.counts import Accuracy, Score
from govreport_ie.evaluation.errors import Mistake
from govreport_ie.evaluation.evaluation import Evaluation
from govreport_ie.evaluation.gold import Window, load_gold
from govreport_ie.evaluation.layers import WindowScore, score_window
from govreport_ie.evaluation.matching import MODES, check_mode
from govreport_ie.evaluation.predictions import Prediction, load_predictions, predict_documents
from govreport_ie.evaluation.sheets import GROUPINGS
from govreport_ie.evaluation.significance import Comparison, Difference, compare, intervals
from govreport_ie.report.models import Report

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = [
    "GROUPINGS",
    "MODES",
    "Accuracy",
    "Agreement",
    "Average",
    "Comparison",
    "Cost",
    "Difference",
    "Evaluation",
    "Mistake",
    "Prediction",
    "Score",
    "Window",
    "WindowScore",
    "agreement",
    "compare",
    "evaluate",
    "intervals",
    "load_gold",
    "load_predictions",
    "score_window",
]


def evaluate(
    gold: str | Path | Iterable[Mapping[str, Any]],
    predicted: str | Path | Iterable[Mapping[str, Any] | Report] | None = None,
    *,
    docs_dir: str | Path | None = None,
    match: str = "reference",
    nlp: Language | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Evaluation:
    """Compare predictions with gold labels.

    Args:
        gold: gold windows: a JSONL file or an iterable of its rows.
        predicted: predictions: a JSONL file or an iterable of Reports, their JSON forms, or flat dicts.  When omitted,
            the library is run on the gold documents, each with the year of delivery that the gold states.
        docs_dir: where the gold documents lie; by default the folder of the gold file, and ``docs`` in it.
        match: how spans are matched: ``reference``, ``exact`` or ``overlap``
            (`govreport_ie.evaluation.matching.MODES`).
        nlp: the pipeline to run when ``predicted`` is omitted.
        progress: called with the number of documents done and their total.

    Returns:
        The figures, tables and errors.

    Raises:
        EvaluationError: if gold, predictions or documents are missing or malformed; the message says which and where.
        ConfigError: if there is no such way of matching.

    Example:
        >>> import govreport_ie as gi
        >>> evaluation = gi.evaluate("examples/gold.jsonl")  # doctest: +SKIP
        >>> evaluation["whole row"].f1  # doctest: +SKIP
    """
    check_mode(match)
    windows = load_gold(gold)
    notes: list[str] = []
    if predicted is not None:
        predictions = load_predictions(predicted)
        notes += _missing(windows, predictions)
    else:
        predictions = predict_documents(windows, _folders(gold, docs_dir), nlp=nlp, progress=progress)
    return Evaluation(
        windows=tuple(score_window(window, predictions.get(window.doc), match) for window in windows),
        match=match,
        notes=tuple(notes),
    )


def _folders(gold: Any, docs_dir: str | Path | None) -> Sequence[Path]:
    if docs_dir is not None:
        folder = Path(docs_dir)
        if not folder.is_dir():
            raise EvaluationError(f"{folder}: no such folder; --docs DIR (docs_dir=) names the folder of the documents")
        return [folder]
    if isinstance(gold, (str, Path)):
        return [Path(gold).parent / "docs", Path(gold).parent]
    return []


def _missing(windows: Sequence[Window], predictions: Mapping[str, Prediction]) -> list[str]:
    docs = list(dict.fromkeys(window.doc for window in windows))
    missing = [doc for doc in docs if doc not in predictions]
    if not missing:
        return []
    shown = ", ".join(missing[:3]) + (", …" if len(missing) > 3 else "")
    note = f"no predictions for {len(missing)} of {len(docs)} gold documents ({shown}); they count as empty"
    if len(missing) == len(docs) and predictions:
        note += f"; the predictions are for {next(iter(predictions))!r} and the like: is doc_id the gold's doc?"
    return [note]
