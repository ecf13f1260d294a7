"""Train the network of govreport_entity_tagger and choose the weights of the rules' votes.

    nice -n 10 python models/entities_tagger/train.py [--gold ../shared/gold] [--corpus ../shared/corpus] [--characters N] [--out DIR]

1. Silver labels: the rules label a sample of the raw reports (no document of a gold file, compared by its lines); some names of
   divisions are exchanged for others of the gazetteer, so that the network learns their surroundings.
2. spaCy's own training (config.cfg) on the silver sentences, one pass; then from these weights on the windows of the gold file and
   the labelled windows of the raw corpus (models/entities/windows.tsv), in three passes, among silver ones.  Optional
   entities are missing annotation and cost nothing.
3. The weights of the votes are chosen on the windows of dev and of models/entities/held_out.tsv, which the network has not
   seen; they are printed and go by hand into
   `pipeline/zh_govreport_accurate.cfg`.

Only weights leave the script: the saved vocabulary is emptied.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin
from spacy.training.initialize import init_nlp
from spacy.training.loop import train as train_nlp
from thinc.api import Config

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "entities"))
from labelled import HELD_OUT, labelled_windows

from govreport_ie.extraction import lexicons
from govreport_ie.extraction.engine import STAGES, new_analysis
from govreport_ie.extraction.records import Analysis, EntityRecord
from govreport_ie.extraction.text import fold
from govreport_ie.pipeline.tagger import (
    LABELS,
    NETWORK,
    TAGS,
    EntityTagger,
    NgramTokenizer,
    best_tags,
    merge,
    pieces,
    spans_of,
    tags_of,
)

ROOT = Path(__file__).resolve().parents[2]
CONFIG = Path(__file__).with_name("config.cfg")
BATCH = 1000
GOLD_PASSES = 3
SILVER_AMONG_GOLD = 150_000
LEAST_LINE = 25
VOTES = (0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0)
VETOES = (0.0, 1.0, 2.0, 3.0, 4.0)

Window = dict[str, Any]


def main() -> int:
    """Run the script."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, default=ROOT.parent / "shared" / "gold")
    parser.add_argument("--corpus", type=Path, default=ROOT.parent / "shared" / "corpus")
    parser.add_argument("--characters", type=int, default=1_500_000, help="size of the silver text")
    parser.add_argument("--out", type=Path, default=NETWORK)
    parser.add_argument("--work", type=Path, help="folder for the intermediate networks; a temporary one when omitted")
    arguments = parser.parse_args()
    begin = time.perf_counter()
    work = arguments.work or Path(tempfile.mkdtemp())
    work.mkdir(parents=True, exist_ok=True)
    tokenizer = NgramTokenizer(spacy.blank("xx").vocab)
    windows = read_windows(arguments.gold / "train.jsonl")
    windows += labelled_windows(arguments.corpus)
    random.Random(3).shuffle(windows)
    silver = list(silver_docs(arguments.corpus, gold_lines(arguments.gold), arguments.characters, tokenizer))
    print(f"{len(silver)} silver sentences, {sum(map(len, silver))} characters, {time.perf_counter() - begin:.0f} s")
    random.Random(1).shuffle(silver)
    among = silver[
        : next((n for n, size in enumerate(itertools.accumulate(map(len, silver))) if size > SILVER_AMONG_GOLD), None)
    ]
    base = run_training(work / "silver", silver, gold_docs(windows, tokenizer), None)
    print(f"silver network trained, {time.perf_counter() - begin:.0f} s")
    final = run_training(
        work / "final", gold_docs(windows, tokenizer) * GOLD_PASSES + among, gold_docs(windows, tokenizer), base
    )
    ship(final, arguments.out)
    readings = [
        reading(window, arguments.gold / "docs", final) for window in read_windows(arguments.gold / "dev.jsonl")
    ]
    readings += [reading(window, arguments.corpus, final) for window in labelled_windows(arguments.corpus, HELD_OUT)]
    choose_votes(readings)
    print(f"votes chosen, {time.perf_counter() - begin:.0f} s")
    print(
        f"{sum(path.stat().st_size for path in arguments.out.rglob('*')) / 1e6:.1f} MB, {time.perf_counter() - begin:.0f} s"
    )
    if arguments.work is None:
        shutil.rmtree(work)
    return 0


def read_windows(path: Path) -> list[Window]:
    """The labelled windows of a gold file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def gold_lines(gold: Path) -> set[str]:
    """The long lines of the gold documents, by which they are known in the corpus."""
    return {line for path in (gold / "docs").glob("*.txt") for line in long_lines(path.read_text(encoding="utf-8"))}


def long_lines(text: str) -> set[str]:
    """The lines of a text that hardly occur twice, without white space; of each the first characters."""
    lines = ("".join(line.split()) for line in text.splitlines())
    return {line[:60] for line in lines if len(line) >= LEAST_LINE}


def silver_docs(corpus: Path, known: set[str], characters: int, tokenizer: NgramTokenizer) -> Iterator[Doc]:
    """Sentences of the raw reports with the labels of the rules."""
    generator = random.Random(0)
    divisions = [row["name"] for row in lexicons.load("divisions") if 2 < len(row["name"]) < 8]
    paths = sorted(corpus.glob("*.txt"))
    generator.shuffle(paths)
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in paths]
    texts = [text for text in texts if len(lines := long_lines(text)) and len(lines & known) < 0.1 * len(lines)]
    print(f"{len(texts)} of {len(paths)} reports are in no gold file")
    share = min(1.0, 1.6 * characters / sum(map(len, texts)))
    size = 0
    for text in texts:
        if size > characters:
            return
        if not text.strip():
            continue
        analysis = by_rules(text, None)
        tags = tags_of(analysis.entities, len(text))
        for start, end in pieces(analysis.folded):
            wanted = share if any(tags[start:end]) else share / 3
            if end - start < 6 or generator.random() > wanted:
                continue
            inside = [entity for entity in analysis.entities if start <= entity.start and entity.end <= end]
            doc = exchanged(analysis.folded[start:end], inside, start, divisions, generator, tokenizer)
            size += len(doc)
            yield doc


def exchanged(
    piece: str,
    entities: list[EntityRecord],
    offset: int,
    divisions: list[str],
    generator: random.Random,
    tokenizer: NgramTokenizer,
) -> Doc:
    """A tagged sentence in which some names of divisions are exchanged for others."""
    words, tags, at = "", [], 0
    for entity in entities:
        start, end = entity.start - offset, entity.end - offset
        if start < at:
            continue
        name = piece[start:end]
        if entity.label == "PLACE" and entity.kb_id and len(name) > 2 and generator.random() < 0.3:
            name = generator.choice(divisions)
        words += piece[at:start] + name
        tags += ["O"] * (start - at) + named(name, entity.label)
        at = end
    words += piece[at:]
    tags += ["O"] * (len(piece) - at)
    return tagged(tokenizer(words), tags)


def named(name: str, label: str) -> list[str]:
    """The tags of a name."""
    return [TAGS[tag] for tag in tags_of([EntityRecord(0, len(name), label)], len(name))]


def gold_docs(windows: list[Window], tokenizer: NgramTokenizer) -> list[Doc]:
    """Sentences of the gold windows; optional entities are missing annotation."""
    docs = []
    for window in windows:
        text = fold(window["text"])
        tags = ["O"] * len(text)
        entities = sorted(
            window["entities"], key=lambda entity: (not entity.get("opt"), entity["end"] - entity["start"])
        )
        for entity in entities:
            start, end = entity["start"], entity["end"]
            tags[start:end] = [""] * (end - start) if entity.get("opt") else named(text[start:end], entity["label"])
        docs += [tagged(tokenizer(text[start:end]), tags[start:end]) for start, end in pieces(text)]
    return docs


def tagged(doc: Doc, tags: list[str]) -> Doc:
    """A Doc with tags."""
    for token, tag in zip(doc, tags, strict=True):
        token.tag_ = tag
    return doc


def run_training(folder: Path, train: list[Doc], dev: list[Doc], base: Path | None) -> Path:
    """Train with spaCy's own loop and return the folder of the network.

    Args:
        folder: where the network goes.
        train: training sentences.
        dev: sentences of which spaCy prints the accuracy.
        base: the network to start from.
    """
    folder.mkdir(parents=True, exist_ok=True)
    DocBin(attrs=["LEMMA", "TAG"], docs=train).to_disk(folder / "train.spacy")
    DocBin(attrs=["LEMMA", "TAG"], docs=dev).to_disk(folder / "dev.spacy")
    overrides: dict[str, Any] = {
        "paths.train": str(folder / "train.spacy"),
        "paths.dev": str(folder / "dev.spacy"),
        "training.optimizer.learn_rate.total_steps": sum(map(len, train)) // BATCH + 100,
    }
    if base is not None:
        overrides["training.optimizer.learn_rate.initial_rate"] = 0.001
    config = Config().from_disk(CONFIG, overrides=overrides)
    if base is not None:
        for name in ("tok2vec", "tagger"):
            config["components"][name] = {"source": str(base)}
    config["initialize"] = {"components": {"tagger": {"labels": list(TAGS)}}}
    nlp = init_nlp(config)
    train_nlp(nlp, folder, stdout=sys.stdout, stderr=sys.stderr)
    return folder / "model-last"


def by_rules(text: str, year: int | None) -> Analysis:
    """The analysis of a text up to the entities."""
    analysis = new_analysis(text, year=year)
    for name in ("structure", "quantities", "entities"):
        _STAGES[name](analysis)
    return analysis


_STAGES = {name: STAGES[name]() for name in ("structure", "quantities", "entities")}


def reading(window: Window, folder: Path, network: Path) -> tuple[Window, Analysis, list[tuple[int, Any]]]:
    """A window with the rules' analysis of its document and the log-probabilities of its sentences (document offsets)."""
    tagger = EntityTagger(spacy.load(network), {}, 0.0)
    analysis = by_rules((folder / window["doc"]).read_text(encoding="utf-8"), int(window["year"]))
    low, high = window["start"], window["end"]
    logs = [
        (start, piece)
        for start, piece in tagger.log_probabilities(analysis.folded)
        if start < high and start + len(piece) > low
    ]
    return window, analysis, logs


def choose_votes(readings: list[tuple[Window, Analysis, list[tuple[int, Any]]]]) -> None:
    """Print the figures of rules and tagger over the readings, and those of the best weights, label by label."""
    rules_only = dict.fromkeys(LABELS, 50.0)
    print("rules alone  ", figures(readings, rules_only, 50.0))
    print("network alone", figures(readings, dict.fromkeys(LABELS, 0.0), 0.0))
    best = (0.0, rules_only, 50.0)
    for veto in VETOES:
        votes = dict.fromkeys(LABELS, 3.0)
        for label in LABELS:
            scores = {vote: figures(readings, {**votes, label: vote}, veto)["all"] for vote in VOTES}
            votes[label] = max(scores, key=lambda vote: scores[vote])
        score = figures(readings, votes, veto)
        print(f"veto {veto} votes {votes}", score)
        best = max(best, (score["all"], votes, veto), key=lambda item: item[0])
    print("best", best)


def figures(
    readings: list[tuple[Window, Analysis, list[tuple[int, Any]]]], votes: dict[str, float], veto: float
) -> dict[str, float]:
    """F1 by label and over all, by the conventions of the gold labels."""
    counts = {label: [0, 0, 0] for label in LABELS}
    for window, analysis, logs in readings:
        found = []
        rules = tags_of(analysis.entities, len(analysis.text))
        for start, piece in logs:
            tags = best_tags(piece, rules[start : start + len(piece)], votes, veto)
            found += [(start + first, start + last, label) for first, last, label in spans_of(tags)]
        amounts = [(quantity.start, quantity.end) for quantity in analysis.quantities]
        merged = merge(analysis.text, analysis.entities, found, amounts)
        count(window, [(e.start - window["start"], e.end - window["start"], e.label) for e in merged], counts)
    counts["all"] = [sum(column) for column in zip(*counts.values(), strict=True)]
    return {label: round(2 * tp / max(1, 2 * tp + fp + fn), 4) for label, (tp, fp, fn) in counts.items()}


def count(window: Window, found: list[tuple[int, int, str]], counts: dict[str, list[int]]) -> None:
    """Add right, wrong and missed entities of a window: right is the label and a span between the least and the fullest."""
    length = len(window["text"])
    found = [span for span in found if span[0] >= 0 and span[1] <= length]
    counted = [entity for entity in window["entities"] if not entity["opt"]]
    used = {
        number
        for number, (start, end, _) in enumerate(found)
        if any(e["opt"] and start < e["end"] and end > e["start"] for e in window["entities"])
    }
    for entity in counted:
        low, high = entity["min"]
        hits = [
            number
            for number, (start, end, label) in enumerate(found)
            if label == entity["label"] and entity["start"] <= start <= low and high <= end <= entity["end"]
        ]
        used.update(hits[:1])
        counts[entity["label"]][0 if hits else 2] += 1
    for number, (start, end, label) in enumerate(found):
        nested = any(
            e["start"] <= start and end <= e["end"] and end - start < e["end"] - e["start"] and label != e["label"]
            for e in counted
        )
        if number not in used and not nested:
            counts[label][1] += 1


def ship(network: Path, out: Path) -> None:
    """Save a network for the package, without the strings of its training text."""
    nlp: Language = spacy.load(network)
    nlp.config["paths"]["train"] = nlp.config["paths"]["dev"] = None
    if out.exists():
        shutil.rmtree(out)
    nlp.to_disk(out, exclude=["vocab"])


if __name__ == "__main__":
    sys.exit(main())
