"""Characters per second of systems that do a part of the work, on the same text in the same run.

    python -m venv peers && peers/bin/pip install -r benchmarks/peers_speed/requirements.txt -e .
    peers/bin/python benchmarks/peers_speed/measure.py [--documents 60] [--slow-characters 40000] [--record]

CPU time on one core, every system by turns with `gi.extract` on the same texts, so that the ratio hardly depends on the machine and what else it does.
Systems that need minutes for all texts get the first part of them (the column "characters").  A system that is not installed or fails is listed with
the reason.  ``--record`` writes the table into RESULTS.md.
"""

from __future__ import annotations

import argparse
import datetime
import logging
import os
import platform
import sys
import warnings
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "benchmarks"))
from turns import seconds_by_turns  # noqa: E402

from govreport_ie import __version__  # noqa: E402

Run = Callable[[str], object]
_SENTENCE = "全年新建学校8所，投资1.5亿元。"


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
    (
        "this library, `gi.extract`",
        "govreport-ie",
        "quantities with units and hedges, what each measures, target or result, period, policy area, names with codes, sections, offsets",
        False,
        _own,
    ),
    ("spaCy `zh` with jieba", "jieba", "cuts text into words, nothing else", False, _jieba),
    ("spaCy `zh` with pkuseg (our word model)", "spacy-pkuseg", "cuts text into words, nothing else", True, _pkuseg),
    (
        "Recognizers-Text",
        "recognizers-text-suite",
        "numbers, percentages, sums of money and dimensions with their values; not what they measure",
        True,
        _recognizers,
    ),
    ("JioNLP", "jionlp", "sums of money with their values, nothing else of a report", True, _jionlp),
    ("cn2an", "cn2an", "turns Chinese numerals into Arabic ones", True, _cn2an),
    ("EDS-NLP `eds.quantities`", "edsnlp", "quantities of French clinical texts; it finds none here", True, _edsnlp),
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


def table(documents: list[str], slow_characters: int) -> Iterator[str]:
    """The lines of the table.

    Args:
        documents: the texts.
        slow_characters: how much of them the slow systems get.
    """
    part = shortened(documents, slow_characters)
    yield "| system | version | what it does with a report | characters | characters/s | time beside `gi.extract` |"
    yield "|---|---|---|---|---|---|"
    own = _own()
    own(_SENTENCE)
    for name, package, work, slow, make in SYSTEMS:
        used = part if slow else documents
        try:
            run = make()
            run(_SENTENCE)
            own_seconds, seconds = seconds_by_turns([own, run], used, 3)
            characters = sum(map(len, used))
            row = f"{characters:,} | {characters / seconds:,.0f} | {seconds / own_seconds:.2f} ×"
        except Exception as error:  # a peer that does not run is a result, too
            row = f"– | – | {type(error).__name__}: {str(error)[:80]}"
        try:
            number = version(package)
        except PackageNotFoundError:
            number = __version__ if package == "govreport-ie" else "not installed"
        yield f"| {name} | {number} | {work} | {row} |"


def recorded(results: str, where: str, lines: list[str]) -> str:
    """Content of RESULTS.md with the table in its place.

    Args:
        results: content of RESULTS.md.
        where: when and on what it was measured.
        lines: the lines of the table.
    """
    begin, end = "<!-- peers -->\n", "<!-- end of peers -->\n"
    head, rest = results.split(begin)
    return head + begin + "\n" + where + "\n\n" + "\n".join(lines) + "\n\n" + end + rest.split(end)[1]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=60)
    parser.add_argument("--slow-characters", type=int, default=40_000)
    parser.add_argument("--record", action="store_true", help="write the table into RESULTS.md")
    arguments = parser.parse_args()
    warnings.simplefilter("ignore")
    documents = texts(arguments.documents)
    where = (
        f"{datetime.date.today().isoformat()}, Python {platform.python_version()}, {platform.machine()}, {len(documents)} texts of {sum(map(len, documents)):,} "
        f"characters, load {os.getloadavg()[0]:.0f} on {os.cpu_count()} processors."
    )
    print(where + "\n")
    lines: list[str] = []
    for line in table(documents, arguments.slow_characters):
        print(line, flush=True)
        lines.append(line)
    if arguments.record:
        results = ROOT / "benchmarks" / "RESULTS.md"
        results.write_text(recorded(results.read_text(encoding="utf-8"), where, lines), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
