"""The whole recipe of the name network: from labelled windows and unlabelled text to a file.

From nothing: imitate the rules on unlabelled text; learn the labels, with other names put in (`govreport_ie.training.augment`), with several
networks, each without one fold of the regions, on which it is measured; let these label the unlabelled text softly; learn both with the network that is kept, which begins at the mean of their
weights (of their embeddings, where it is narrower), in several rounds, in which it labels text beside its teachers; and learn its gate (`govreport_ie.training.gate`) from what it says.  What the networks say of their left-out folds is the cross-validation: its figures are printed, and the votes of the rules and
the calibration of the scores are fitted to it.  From a network that is given: only learn the labels; a part of the regions is left out at first in place of folds.
"""

from __future__ import annotations

import io
import random
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from govreport_ie.errors import ReadError
from govreport_ie.extraction.engine import STAGES, new_analysis
from govreport_ie.extraction.entities import EntityStage
from govreport_ie.extraction.entities.decoding import best_tags, name_spans
from govreport_ie.extraction.entities.naming import evidence
from govreport_ie.extraction.entities.network import (
    LABELS,
    TAGS,
    Network,
    character_numbers,
    character_table,
    load_network,
    read_network,
    save_network,
)
from govreport_ie.training.augment import Augmenter, Changes
from govreport_ie.training.fit import SoftLabels, imitate, learn, soft_labels
from govreport_ie.training.gate import fit_gate
from govreport_ie.training.labels import LabelledText
from govreport_ie.training.measure import (
    Figures,
    Sample,
    calibrate,
    figures,
    found_in,
    judge,
    regression,
    rule_tags,
    sample,
)
from govreport_ie.training.network import TrainableNetwork
from govreport_ie.training.windows import Document, Window, window_tags

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["OwnLabels", "Recipe", "Trained", "from_network", "from_nothing"]

_LEAST_COUNT = 4  # of a character with a row of its own
_MOST_OF_REGION = 60
_RATE = 4e-3
_DROPOUT = 0.2  # half of it where soft labels, too, keep a network from learning its labels by heart
_SOFT_VOTES = np.float32(0.7)  # share of the rules' votes that counts in soft labels
_SEEN = 64  # characters around a window: more than a network sees
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Round:
    """Once more over all labels, beside soft labels of the teachers and of the network itself.

    Attributes:
        epochs: how often the labels are read.
        rate: highest learning rate.
        soft_characters: characters of softly labelled text beside every 1,000 of labelled text.
        offset: number of the first unlabelled report that is labelled softly.
        stride: every so many are.
    """

    epochs: float
    rate: float
    soft_characters: int
    offset: int
    stride: int = 3


@dataclass(frozen=True, slots=True)
class Recipe:
    """The numbers of the recipe.

    Attributes:
        size: width of the hidden layers of the network that is kept.
        teacher_size: width of those of the networks that label text softly.
        imitated: characters of unlabelled text that are read to imitate the rules.
        folds: of the regions, and networks that label text softly.
        epochs: how often each of these reads its labels.
        soft_epochs: how often the network that is kept reads all labels.
        soft_characters: characters of softly labelled text beside every 1,000 of labelled text.
        stride: every so many unlabelled reports are labelled softly.
        rounds: what the network that is kept learns after that.
        gate_stride: of every so many the gate is learned.
        fragments: share of the windows that are shown as some sentences that stand alone.
        changes: how often other names are put into windows.
        held_out: share of the labelled windows, in whole regions, that is left out at first where a network is given.
        seed: of all that is left to chance.
    """

    size: int = 48
    teacher_size: int = 64
    imitated: int = 6_000_000
    folds: int = 4
    epochs: float = 5
    soft_epochs: float = 5
    soft_characters: int = 1500
    stride: int = 3
    rounds: tuple[Round, ...] = (Round(2, 3e-3, 3000, 1), Round(2, 2e-3, 4000, 2), Round(3, 3e-3, 4000, 0))
    gate_stride: int = 4
    fragments: float = 0.2
    changes: Changes = field(default_factory=Changes)
    held_out: float = 0.1
    seed: int = 0


@dataclass(slots=True)
class Trained:
    """A trained network.

    Attributes:
        file: its file, as bytes.
        figures: precision, recall and F1 on the regions that were left out, by label, with the votes of the rules; None where there are too few.
        teachers: the files of the networks that labelled the text softly.
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

    def folds(self, count: int, seed: int) -> list[set[str]]:
        """The regions in so many parts with about as many windows each; what has no region is in none, and always learned.

        Args:
            count: how many parts; fewer where there are fewer regions.
            seed: of the order in which regions are dealt out.
        """
        counts = self._windows_by_region()
        regions = sorted(counts)
        random.Random(seed).shuffle(regions)
        regions.sort(key=lambda region: -counts[region])
        parts: list[set[str]] = [set() for _ in range(min(count, len(regions)))]
        sizes = [0] * len(parts)
        for region in regions:
            least = sizes.index(min(sizes))
            parts[least].add(region)
            sizes[least] += counts[region]
        return parts

    def _windows_by_region(self) -> Counter[str]:
        counts: Counter[str] = Counter()
        for text in self.texts:
            if text.region:
                counts[text.region] += len(text.windows)
        return counts

    def some_regions(self, share: float, seed: int) -> set[str]:
        """Regions with about a share of the windows, none with very many."""
        counts = self._windows_by_region()
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
    "PROJECT": (0.0, 1.0, 2.0, 3.0),
    "PLACE": (0.0, 0.7, 1.5, 2.5),
    "INSTITUTION": (0.0, 1.0, 2.0, 3.0, 4.0),
}
"""Weights of votes that are tried."""


def from_nothing(
    texts: OwnLabels,
    recipe: Recipe | None = None,
    say: Say = print,
    *,
    unseen: Sequence[Window] = (),
) -> Trained:
    """Train on labelled and unlabelled documents.

    Args:
        texts: the documents.
        recipe: the numbers.
        say: takes a line about every step.
        unseen: labelled windows of other documents.  Votes and scores are fitted to the folds, whose networks know less than the one
            that is kept; with these windows they are fitted to that, too.

    Raises:
        ReadError: if there is no labelled window.
    """
    recipe = recipe or Recipe()
    _need_windows(texts)
    documents = texts.unlabelled
    say(f"{len(texts.windows())} windows, {len(documents)} unlabelled reports")
    teachers, left_out = _teachers(texts, recipe, say)
    settings = weighed(left_out)
    votes = votes_of(settings)
    say(f"all folds, without votes: {_line(counted(left_out, votes * 0))}")
    say(f"all folds: {_line(counted(left_out, votes))}; votes {settings['votes']}")
    soft = soft_labels([_opened(teachers)], documents[:: recipe.stride], _SOFT_VOTES * votes) if documents else None
    stored = [read_network(io.BytesIO(file)).weights for file in teachers]
    mean = {name: np.stack([weights[name] for weights in stored]).mean(0, dtype=np.float32) for name in stored[0]}
    network = TrainableNetwork(texts.characters, size=recipe.size, seed=recipe.seed + 20)
    network.load(mean)  # of another width only the embeddings
    _learn_all(network, texts.windows(), recipe, soft)
    return finished(texts, recipe, say, _file(network, settings), (teachers, left_out), unseen=unseen)


def _teachers(texts: OwnLabels, recipe: Recipe, say: Say) -> tuple[list[bytes], list[Scored]]:
    """Networks that have learned all folds but one, and the windows of the folds with the scores of the one without them."""
    start = TrainableNetwork(texts.characters, size=recipe.teacher_size, seed=recipe.seed)
    if texts.unlabelled:
        imitate(start, texts.unlabelled, characters=recipe.imitated, rate=6e-3)
        say("the rules imitated")
    teachers: list[bytes] = []
    left_out: list[Scored] = []
    none = np.zeros(len(TAGS), np.float32)
    for number, regions in enumerate(texts.folds(recipe.folds, recipe.seed), 1):
        learner = TrainableNetwork(texts.characters, size=recipe.teacher_size, seed=recipe.seed + 10 + number)
        learner.load(start.average)
        windows = texts.windows(regions, inside=False)
        learn(
            learner,
            windows,
            epochs=recipe.epochs,
            fragments=recipe.fragments,
            augmenter=Augmenter(windows, texts.characters, recipe.changes),
        )
        teachers.append(_file(learner, {}))
        fold = scored(_open(teachers[-1]), texts.windows(regions))
        left_out += fold
        say(f"fold {number}, {len(fold)} windows left out, without votes: {_line(counted(fold, none))}")
    return teachers, left_out


def finished(
    texts: OwnLabels,
    recipe: Recipe,
    say: Say,
    file: bytes,
    taught: tuple[list[bytes], list[Scored]],
    *,
    unseen: Sequence[Window] = (),
) -> Trained:
    """The rounds, the votes, the calibration and the gate of a network that has learned the labels once.

    Args:
        texts: the documents.
        recipe: the numbers.
        say: takes a line about every step.
        file: the network.
        taught: the files of the teachers, and the windows of the folds with the scores of the network that has not learned them.
        unseen: see `from_nothing`.
    """
    teachers, left_out = taught
    documents = texts.unlabelled
    settings = weighed(left_out)
    votes = _SOFT_VOTES * votes_of(settings)
    for number, again in enumerate(recipe.rounds if documents else ()):
        stored = read_network(io.BytesIO(file))
        groups = [_opened(teachers), [_open(file)]]
        soft = soft_labels(groups, documents[again.offset :: again.stride] or documents, votes)
        network = TrainableNetwork(texts.characters, size=recipe.size, seed=recipe.seed + 30 + number)
        network.load(stored.weights)
        _learn_all(network, texts.windows(), recipe, soft, again)
        file = _file(network, settings)
        if unseen:
            say(f"round {number + 1}: {measured_line(_open(file), unseen)}")
    kept = scored(_open(file), unseen)
    settings = weighed(left_out, kept)
    found = counted(left_out, votes_of(settings))
    say(f"all folds: {_line(found)}; votes {settings['votes']}")
    if kept:
        settings = stretched(settings, kept)
    stored = read_network(io.BytesIO(file))
    if documents:
        stored.weights.update(fit_gate(stored, documents[:: recipe.gate_stride], recipe.seed))
    return Trained(_saved(stored.weights, stored.characters, stored.dilations, settings), found, teachers)


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
    first = read_network(start)

    def learned(windows: list[Window]) -> TrainableNetwork:
        size = first.weights["output"].shape[0]
        network = TrainableNetwork(texts.characters, size=size, dilations=first.dilations, seed=recipe.seed + 20)
        network.load(first.weights)
        _learn_all(network, windows, recipe, None)
        return network

    network = learned(known or texts.windows())
    settings = first.settings
    found = None
    if unseen:
        measured = scored(_open(_file(network, {})), unseen)
        settings = weighed(measured)
        found = counted(measured, votes_of(settings))
        say(f"regions left out: {_line(found)}; votes {settings['votes']}")
        network = learned([*known, *unseen])
    return Trained(_file(network, settings), found, [])


def _learn_all(
    network: TrainableNetwork,
    windows: list[Window],
    recipe: Recipe,
    soft: SoftLabels | None,
    again: Round | None = None,
) -> None:
    """What the network that is kept learns, at first or again."""
    again = again or Round(recipe.soft_epochs, _RATE, recipe.soft_characters, 0)
    learn(
        network,
        windows,
        epochs=again.epochs,
        rate=again.rate,
        soft=soft,
        soft_characters=again.soft_characters,
        fragments=recipe.fragments,
        augmenter=Augmenter(windows, network.characters, recipe.changes),
        dropout=_DROPOUT if soft is None else _DROPOUT / 2,
    )


def weighed(unseen: Sequence[Scored], kept: Sequence[Scored] = ()) -> dict[str, Any]:
    """The weights of the votes that give the best F1 on windows, label by label, and the calibration of the scores.

    Args:
        unseen: labelled windows with the scores of networks that have not learned them.
        kept: others with the scores of the network that is kept, which count as well.
    """
    best = dict.fromkeys(_VOTES, 0.0)
    for name, weights in _VOTES.items():
        tried = {}
        for weight in weights:
            votes = votes_of({"votes": best | {name: weight}})
            tried[weight] = counted([*unseen, *kept], votes)["all"].f1
        best[name] = max(tried, key=lambda weight: (round(tried[weight], 4), -abs(weight)))
    settings: dict[str, Any] = {"votes": best}
    samples = _samples(unseen, votes_of(settings))
    settings["calibration"] = {label: calibrate(known) for label, known in samples.items() if known}
    return settings


def stretched(settings: dict[str, Any], unseen: Sequence[Scored]) -> dict[str, Any]:
    """Settings whose scores fit windows that were scored by another network than the one they were calibrated for.

    Args:
        settings: votes and calibration.
        unseen: labelled windows with the scores of a network that has not learned them.
    """
    calibration = settings["calibration"]
    samples = _samples(unseen, votes_of(settings))
    columns = [
        (
            float(
                evidence(np.array([chances], np.float32), np.array([agrees]), np.array([size]))[0] @ calibration[label]
            ),
            right,
        )
        for label, known in samples.items()
        if label in calibration
        for chances, agrees, size, right in known
    ]
    if not columns:
        return settings
    odds, right = (np.array(column, float) for column in zip(*columns, strict=True))
    bias, factor = regression(np.column_stack([np.ones(len(odds)), odds]), right, np.array([0.0, 1.0]))
    return settings | {
        "calibration": {
            label: [round(float(factor * weight + bias * (number == 0)), 4) for number, weight in enumerate(weights)]
            for label, weights in calibration.items()
        }
    }


def _samples(unseen: Sequence[Scored], votes: NDArray[np.float32]) -> dict[str, list[Sample]]:
    """What is known of the names found in windows, by label, and whether they are right."""
    samples: dict[str, list[Sample]] = {label: [] for label in LABELS}
    for window, score in unseen:
        rules = {(start, end, label) for start, end, label in name_spans(best_tags(_of_rules(window)))}
        result = judge(window.entities, found_in(window, score, votes))
        for spans, right in ((result.right, True), (result.spurious, False)):
            for span in spans:
                samples[span[2]].append((sample(score, span), span in rules, span[1] - span[0], right))
    return samples


def _of_rules(window: Window) -> NDArray[np.float32]:
    tags = window.document.rules[window.start : window.end]
    scores = np.full((len(tags), len(TAGS)), -9.0, np.float32)
    scores[np.arange(len(tags)), tags] = 0.0
    return scores


def votes_of(settings: dict[str, Any]) -> NDArray[np.float32]:
    """The weights of the votes by tag."""
    return np.array([0.0, *(settings["votes"][label] for label in LABELS for _ in range(4))], np.float32)


Scored = tuple[Window, "NDArray[np.float32]"]
"""A window with the scores of its characters."""


def scored(network: Network, windows: Sequence[Window]) -> list[Scored]:
    """Windows with the scores that a network gives them in their documents."""
    found = []
    for window in windows:
        document = window.document
        low = max(0, window.start - _SEEN)
        part = slice(low, window.end + _SEEN)
        channels = {name: channel[part] for name, channel in document.channels.items()}
        scores = network.scores(document.folded[part], channels)
        found.append((window, scores[window.start - low : window.end - low]))
    return found


def counted(windows: Iterable[Scored], votes: NDArray[np.float32]) -> dict[str, Figures]:
    """The figures of scores with the votes of the rules, by label."""
    return figures(
        (window.entities, judge(window.entities, found_in(window, score, votes))) for window, score in windows
    )


def _line(found: dict[str, Figures]) -> str:
    parts = [f"{name} {one.f1:.3f}" for name, one in found.items()]
    return f"F1 {', '.join(parts)} (precision {found['all'].precision:.3f}, recall {found['all'].recall:.3f})"


def _need_windows(texts: OwnLabels) -> None:
    if not any(text.windows for text in texts.texts):
        raise ReadError("there is no labelled window to learn from")


def _file(network: TrainableNetwork, settings: dict[str, Any]) -> bytes:
    return _saved(network.average, network.characters, network.dilations, settings)


def _saved(
    weights: Mapping[str, NDArray[np.float32]], characters: str, dilations: tuple[int, ...], settings: dict[str, Any]
) -> bytes:
    buffer = io.BytesIO()
    save_network(buffer, weights, characters, dilations, settings)
    return buffer.getvalue()


def _open(file: bytes) -> Network:
    return load_network(io.BytesIO(file))


def _opened(files: Sequence[bytes]) -> list[Network]:
    return [_open(file) for file in files]


def measured_line(network: Network, windows: Sequence[Window]) -> str:
    """The figures of a network with its votes on windows, as a line of text."""
    return _line(counted(scored(network, windows), votes_of(network.settings)))
