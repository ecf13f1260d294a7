"""Characters per second of systems that do a part of the work, on the same text in the same run.

    python -m venv peers && peers/bin/pip install -r benchmarks/peers_speed/requirements.txt -e .
    peers/bin/python benchmarks/peers_speed/measure.py [--documents 60] [--slow-characters 40000]

CPU time on one core, every system by turns with `gi.extract` on the same texts.  Systems that need minutes for all texts get the first part of them (the column "characters").  A system that
is not installed or fails is listed with the reason.
"""

from __future__ import annotations

import argparse
import logging
import platform
import sys
import warnings
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "benchmarks"))
from turns import seconds_by_turns  # noqa: E402

Run = Callable[[str], object]


def _own() -> Run:
    import govreport_ie as gi

    return gi.extract


def _jieba() -> Run:
    import jieba
    from spacy.lang.zh import Chinese

    jieba.setLogLevel(logging.WARNING)
    return Chinese.from_config({"nlp": {"tokenizer": {"segmenter": "jieba"}}}).make_doc


def _pkuseg() -> Run:
    from spacy.lang.zh import Chinese

    nlp = Chinese.from_config({"nlp": {"tokenizer": {"segmenter": "pkuseg"}}})
    nlp.tokenizer.initialize(pkuseg_model=str(ROOT / "govreport_ie" / "pipeline" / "word_model"))  # type: ignore[attr-defined]
    return nlp.make_doc


def _recognizers() -> Run:
    from recognizers_number import NumberRecognizer
    from recognizers_number_with_unit import NumberWithUnitRecognizer
    from recognizers_text import Culture

    numbers, units = NumberRecognizer(Culture.Chinese), NumberWithUnitRecognizer(Culture.Chinese)
    models = [
        numbers.get_number_model(),
        numbers.get_percentage_model(),
        units.get_currency_model(),
        units.get_dimension_model(),
    ]
    return lambda text: [model.parse(line) for line in text.split("\n") for model in models]


def _jionlp() -> Run:
    import jionlp

    return lambda text: [jionlp.ner.extract_money(line, with_parsing=True) for line in text.split("\n")]


def _cn2an() -> Run:
    import cn2an

    return lambda text: [cn2an.transform(line, "cn2an") for line in text.split("\n")]


def _edsnlp() -> Run:
    import edsnlp

    nlp = edsnlp.blank("eds")
    nlp.add_pipe("eds.quantities")
    return nlp


SYSTEMS: tuple[tuple[str, str, str, bool, Callable[[], Run]], ...] = (
    ("gi.extract", "govreport-ie", "quantities, metrics, entities, policy areas", False, _own),
    ("spaCy zh, jieba", "jieba", "words", False, _jieba),
    ("spaCy zh, pkuseg, our word model", "spacy-pkuseg", "words", True, _pkuseg),
    ("Recognizers-Text", "recognizers-text-suite", "numbers, percentages, currencies, dimensions", True, _recognizers),
    ("JioNLP", "jionlp", "money", True, _jionlp),
    ("cn2an", "cn2an", "numerals", True, _cn2an),
    ("EDS-NLP eds.quantities", "edsnlp", "quantities (French; nothing to find)", True, _edsnlp),
)
"""Name, package, what it does, whether it is slow, and what makes it."""


def texts(count: int) -> list[str]:
    """The labelled documents beside the repository, or the samples of the repository."""
    folder = ROOT.parent / "shared" / "gold" / "docs"
    paths = sorted(folder.glob("*.txt"))[:count] if folder.exists() else sorted((ROOT / "examples").glob("*.txt"))
    return [path.read_text(encoding="utf-8") for path in paths]


def shortened(documents: list[str], characters: int) -> list[str]:
    """The first documents, cut to so many characters in total."""
    kept: list[str] = []
    for text in documents:
        kept.append(text[:characters])
        characters -= len(kept[-1])
        if not characters:
            break
    return kept


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=60)
    parser.add_argument("--slow-characters", type=int, default=40_000)
    arguments = parser.parse_args()
    warnings.simplefilter("ignore")
    documents = texts(arguments.documents)
    part = shortened(documents, arguments.slow_characters)
    print(
        f"Python {platform.python_version()}, {platform.machine()}; {len(documents)} texts, {sum(map(len, documents)):,} characters\n"
    )
    print(
        "| system | version | does | characters | characters/s | gi.extract is faster by |\n|---|---|---|---|---|---|"
    )
    own = _own()
    own("全年新建学校8所，投资1.5亿元。")
    for name, package, work, slow, make in SYSTEMS:
        used = part if slow else documents
        try:
            run = make()
            run("全年新建学校8所，投资1.5亿元。")
            own_seconds, seconds = seconds_by_turns([own, run], used, 3)
            characters = sum(map(len, used))
            row = f"{characters:,} | {characters / seconds:,.0f} | {seconds / own_seconds:.2f} ×"
        except Exception as error:  # a peer that does not run is a result, too
            row = f"– | – | {type(error).__name__}: {str(error)[:80]}"
        try:
            number = version(package)
        except PackageNotFoundError:
            number = "not installed"
        print(f"| {name} | {number} | {work} | {row} |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
