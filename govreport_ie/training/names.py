"""The whole recipe of the name network: from labelled windows and unlabelled text to a file.

From nothing: imitate the rules on unlabelled text, learn the labels with several networks, let these label the text softly, and learn
both with the network that is kept.  From a network that is given: only learn the labels.  A part of the regions is left out at
first, to measure, to weigh the votes of the rules and to calibrate the scores; the network that is kept then learns these labels, too.
"""

from __future__ import annotations

import io
import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from govreport_ie.errors import ReadError
from govreport_ie.extraction.engine import STAGES, new_analysis
from govreport_ie.extraction.entities import EntityStage
from govreport_ie.extraction.entities.decoding import best_tags, name_spans
from govreport_ie.extraction.entities.network import (
    LABELS,
    TAGS,
    Network,
    Stored,
    character_numbers,
    character_table,
    load_network,
    read_network,
    save_network,
)
from govreport_ie.training.fit import Document, SoftLabels, Window, imitate, learn, soft_labels, window_tags
from govreport_ie.training.labels import LabelledText
from govreport_ie.training.measure import Figures, calibrate, figures, found_in, judge, rule_tags, sample
from govreport_ie.training.network import TrainableNetwork

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["OwnLabels", "Recipe", "Trained", "from_network", "from_nothing"]

_LEAST_COUNT = 4  # of a character with a row of its own
_MOST_OF_REGION = 60
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Recipe:
    """The numbers of the recipe.

    Attributes:
        size: width of the hidden layers.
        imitated: characters of unlabelled text that are read to imitate the rules.
        teachers: networks that label text softly.
        epochs: how often a teacher reads the labels.
        soft_epochs: how often the network that is kept reads them.
        soft_characters: characters of softly labelled text beside every 1,000 of labelled text.
        stride: every so many unlabelled reports are labelled softly.
        held_out: share of the labelled windows, in whole regions, that is left out at first.
        seed: of all that is left to chance.
    """

    size: int = 64
    imitated: int = 9_000_000
    teachers: int = 3
    epochs: float = 6
    soft_epochs: float = 7
    soft_characters: int = 1500
    stride: int = 2
    held_out: float = 0.1
    seed: int = 0


@dataclass(slots=True)
class Trained:
    """A trained network.

    Attributes:
        file: its file, as bytes.
        figures: precision, recall and F1 on the regions that were left out, by label; None where there are too few.
        teachers: the files of the teachers.
    """

    file: bytes
    figures: dict[str, Figures] | None
    teachers: list[bytes]


class OwnLabels:
    """Documents made ready for training.

    Args:
        labelled: documents with labelled windows.
        unlabelled: documents without.
        characters: the characters with a row of their own; those that are frequent in the documents when omitted.
    """

    def __init__(
        self, labelled: Iterable[LabelledText], unlabelled: Iterable[LabelledText] = (), characters: str | None = None
    ) -> None:
        stages = [STAGES["structure"](), STAGES["quantities"]()]
        look = EntityStage(network=False).look
        self.texts = list(labelled)
        self.documents: dict[str, Document] = {}
        self.labelled = [self._document(text, stages, look) for text in self.texts]
        self.unlabelled = [self._document(text, stages, look) for text in unlabelled]
        if characters is None:
            counts: Counter[str] = Counter()
            for document in self.unlabelled or self.labelled:
                counts.update(document.folded)
            characters = "".join(
                character
                for character, count in counts.most_common()
                if count >= _LEAST_COUNT and ord(character) < 0x10000
            )
        self.characters = characters
        table = character_table(characters)
        for document in (*self.labelled, *self.unlabelled):
            document.rows = character_numbers(document.folded, table)

    def _document(self, text: LabelledText, stages: list, look: Callable) -> Document:
        known = self.documents.get(text.key)
        if known is not None and len(known.folded) == len(text.text):
            return known
        analysis = new_analysis(text.text, year=text.year)
        for stage in stages:
            stage(analysis)
        seen = look(analysis)
        spans = [(record.start, record.end, record.label) for record in seen.rules]
        document = Document(text.key, analysis.folded, seen.channels, rule_tags(spans, len(analysis.folded)))
        self.documents[text.key] = document
        return document

    def windows(self, regions: set[str] | None = None, *, inside: bool = True) -> list[Window]:
        """The labelled windows.

        Args:
            regions: only those of these regions.
            inside: False for those of all other regions.
        """
        found: list[Window] = []
        for text, document in zip(self.texts, self.labelled, strict=True):
            if regions is not None and (text.region in regions) != inside:
                continue
            for window in text.windows:
                tags = window_tags(window.end - window.start, window.entities)
                found.append(Window(document, window.start, window.end, tags, window.entities))
        return found

    def some_regions(self, share: float, seed: int) -> set[str]:
        """Regions with about a share of the windows, none with very many."""
        counts: Counter[str] = Counter()
        for text in self.texts:
            counts[text.region] += len(text.windows)
        regions = sorted(counts)
        random.Random(seed).shuffle(regions)
        chosen: set[str] = set()
        total = 0
        for region in regions:
            if total + counts[region] <= share * counts.total() and counts[region] < _MOST_OF_REGION:
                chosen.add(region)
                total += counts[region]
        return chosen


_VOTES = {
    "outside": (0.0, -0.5, -1.0, 0.5),
    "PROJECT": (0.0, 1.0, 2.0),
    "PLACE": (0.0, 0.7, 1.5),
    "INSTITUTION": (0.0, 1.0, 2.0, 4.0),
}
"""Weights of votes that are tried."""


def from_nothing(texts: OwnLabels, recipe: Recipe | None = None, say: Say = print) -> Trained:
    """Train on labelled and unlabelled documents.

    Args:
        texts: the documents.
        recipe: the numbers.
        say: takes a line about every step.

    Raises:
        ReadError: if there is no labelled window.
    """
    recipe = recipe or Recipe()
    _need_windows(texts)
    left_out = texts.some_regions(recipe.held_out, recipe.seed + 5)
    known, unseen = texts.windows(left_out, inside=False), texts.windows(left_out)
    keys = {window.document.key for window in unseen}
    documents = [document for document in texts.unlabelled if document.key not in keys]
    say(
        f"{len(known)} windows to learn, {len(unseen)} of other regions to measure, {len(documents)} unlabelled reports"
    )
    start = TrainableNetwork(texts.characters, size=recipe.size, seed=recipe.seed)
    if documents:
        imitate(start, documents, characters=recipe.imitated, rate=6e-3)
    teachers: list[bytes] = []
    for number in range(recipe.teachers if documents else 0):
        teacher = TrainableNetwork(texts.characters, size=recipe.size, seed=recipe.seed + 10 + number)
        teacher.load(start.average)
        learn(teacher, known, epochs=recipe.epochs)
        teachers.append(_file(teacher, {}))
        say(f"teacher {number + 1}: {_line(_measured(_open(teachers[-1]), unseen, np.zeros(len(TAGS), np.float32)))}")
    soft = soft_labels([_open(file) for file in teachers], documents[:: recipe.stride]) if teachers else None
    return _student(
        texts, recipe, Stored(start.average, texts.characters, start.dilations, {}), soft, known, unseen, teachers, say
    )


def from_network(texts: OwnLabels, start: Path, recipe: Recipe | None = None, say: Say = print) -> Trained:
    """Go on with a network that is given, on labelled documents only.

    Args:
        texts: the documents, made ready with the characters of the network.
        start: the file of the network.
        recipe: the numbers.
        say: takes a line about every step.

    Raises:
        ReadError: if there is no labelled window.
    """
    recipe = recipe or Recipe()
    _need_windows(texts)
    left_out = texts.some_regions(recipe.held_out, recipe.seed + 5)
    known, unseen = texts.windows(left_out, inside=False), texts.windows(left_out)
    say(f"{len(known)} windows to learn, {len(unseen)} of other regions to measure")
    return _student(texts, recipe, read_network(start), None, known or texts.windows(), unseen, [], say)


def _student(
    texts: OwnLabels,
    recipe: Recipe,
    start: Stored,
    soft: SoftLabels | None,
    known: list[Window],
    unseen: list[Window],
    teachers: list[bytes],
    say: Say,
) -> Trained:
    """The network that is kept: measured on what is left out, then learned from everything."""

    def learned(windows: list[Window]) -> TrainableNetwork:
        size = start.weights["output"].shape[0]
        network = TrainableNetwork(texts.characters, size=size, dilations=start.dilations, seed=recipe.seed + 20)
        network.load(start.weights)
        learn(network, windows, epochs=recipe.soft_epochs, soft=soft, soft_characters=recipe.soft_characters)
        return network

    network = learned(known)
    settings = start.settings
    found = None
    if unseen:
        measured = _open(_file(network, {}))
        settings = weighed(measured, unseen)
        found = _measured(measured, unseen, votes_of(settings))
        say(f"regions left out: {_line(found)}; votes {settings['votes']}, outside {settings['outside']}")
        network = learned([*known, *unseen])
    return Trained(_file(network, settings), found, teachers)


def weighed(network: Network, windows: Sequence[Window]) -> dict[str, Any]:
    """The weights of the votes that give the best F1 on windows, label by label, and the calibration of the scores.

    Args:
        network: the network; more than one are given as one with their mean scores.
        windows: labelled windows that it has not learned.
    """
    scores = window_scores(network, windows)
    best = dict.fromkeys(_VOTES, 0.0)
    for name, weights in _VOTES.items():
        tried = {}
        for weight in weights:
            votes = votes_of(
                {"outside": best["outside"], "votes": best}
                | ({"outside": weight} if name == "outside" else {"votes": best | {name: weight}})
            )
            counted = figures(
                (window.entities, judge(window.entities, found_in(window, score, votes)))
                for window, score in zip(windows, scores, strict=True)
            )
            tried[weight] = counted["all"].f1
        best[name] = max(tried, key=lambda weight: (round(tried[weight], 4), -abs(weight)))
    settings = {"outside": best["outside"], "votes": {label: best[label] for label in LABELS}}
    votes = votes_of(settings)
    samples: dict[str, list] = {label: [] for label in LABELS}
    for window, score in zip(windows, scores, strict=True):
        rules = {(start, end, label) for start, end, label in name_spans(best_tags(_of_rules(window)))}
        result = judge(window.entities, found_in(window, score, votes))
        for spans, right in ((result.right, True), (result.spurious, False)):
            for span in spans:
                samples[span[2]].append((sample(score, span), span in rules, span[1] - span[0], right))
    settings["calibration"] = {label: calibrate(known) for label, known in samples.items() if known}
    return settings


def _of_rules(window: Window) -> NDArray[np.float32]:
    tags = window.document.rules[window.start : window.end]
    scores = np.full((len(tags), len(TAGS)), -9.0, np.float32)
    scores[np.arange(len(tags)), tags] = 0.0
    return scores


def votes_of(settings: dict[str, Any]) -> NDArray[np.float32]:
    """The weights of the votes by tag."""
    return np.array(
        [settings["outside"], *(settings["votes"][label] for label in LABELS for _ in range(4))], np.float32
    )


def window_scores(network: Network, windows: Sequence[Window]) -> list[NDArray[np.float32]]:
    """The scores of every window, its document read as a whole."""
    cached: dict[int, NDArray[np.float32]] = {}
    found = []
    for window in windows:
        document = window.document
        if id(document) not in cached:
            cached.clear()
            cached[id(document)] = network.scores(document.folded, document.channels)
        found.append(cached[id(document)][window.start : window.end])
    return found


def _measured(network: Network, windows: Sequence[Window], votes: NDArray[np.float32]) -> dict[str, Figures]:
    return figures(
        (window.entities, judge(window.entities, found_in(window, score, votes)))
        for window, score in zip(windows, window_scores(network, windows), strict=True)
    )


def _line(found: dict[str, Figures]) -> str:
    parts = [f"{name} {one.f1:.3f}" for name, one in found.items()]
    return f"F1 {', '.join(parts)} (precision {found['all'].precision:.3f}, recall {found['all'].recall:.3f})"


def _need_windows(texts: OwnLabels) -> None:
    if not any(text.windows for text in texts.texts):
        raise ReadError("there is no labelled window to learn from")


def _file(network: TrainableNetwork, settings: dict[str, Any]) -> bytes:
    buffer = io.BytesIO()
    save_network(buffer, network.average, network.characters, network.dilations, settings)
    return buffer.getvalue()


def _open(file: bytes) -> Network:
    return load_network(io.BytesIO(file))


def measured_line(network: Network, windows: Sequence[Window]) -> str:
    """The figures of a network with its votes on windows, as a line of text."""
    return _line(_measured(network, windows, votes_of(network.settings)))
