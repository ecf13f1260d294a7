"""The stages of training: imitate the rules, learn from labels, and learn what several networks think of unlabelled text."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from govreport_ie.extraction.entities.channels import without_home
from govreport_ie.extraction.entities.network import TAGS, Network, character_numbers, character_table
from govreport_ie.training.augment import Augmenter, Span
from govreport_ie.training.network import Batch, TrainableNetwork, softmax
from govreport_ie.training.windows import IGNORED, Document, Window

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["SoftLabels", "imitate", "learn", "of_fragment", "soft_labels"]

_AROUND = 18  # characters on either side of a window that are shown and not learned
_GAP = 17  # empty characters between stretches: more than the convolutions see
_HIDDEN = 0.02  # share of characters that are masked
_WARM = 50
_IMITATED = 1280  # characters at a time
_LEARNED = 1000
_LEAST_STEPS = 8  # an epoch, where there are few windows
_SENTENCE_END = re.compile(r"[。;!?\n]")
_SENTENCES = 3  # of a fragment, at most
_LEAST_FRAGMENT = 6  # characters


@dataclass(slots=True)
class SoftLabels:
    """Unlabelled text with the tags that networks give it.

    Attributes:
        rows: rows of the characters of all documents, one after the other.
        channels: their channels.
        probabilities: characters x tags, in 255ths.
    """

    rows: NDArray[np.int32]
    channels: dict[str, NDArray[np.uint8]]
    probabilities: NDArray[np.uint8]


Progress = Callable[[int, int, float], None]


def imitate(
    network: TrainableNetwork,
    documents: Sequence[Document],
    *,
    characters: int,
    rate: float = 4e-3,
    dropout: float = 0.1,
    progress: Progress | None = None,
) -> None:
    """Learn the rules' tags on unlabelled text, as a start.

    Args:
        network: the network.
        documents: unlabelled documents.
        characters: how many characters to read in all.
        rate: highest learning rate.
        dropout: see `TrainableNetwork.learn`.
        progress: called after every step with its number, the number of steps and the loss.
    """
    rows = np.concatenate([document.rows for document in documents])
    rules = np.concatenate([document.rules for document in documents])
    channels = {name: np.concatenate([document.channels[name] for document in documents]) for name in network.names}
    random, known = network.random, np.eye(len(TAGS), dtype=np.float32)
    blocks = max(1, len(rows) // _IMITATED)
    steps = max(1, characters // _IMITATED)
    ones = np.ones(_IMITATED, np.float32)
    order: list[int] = []
    for step in range(steps):
        if not order:
            order = random.permutation(blocks).tolist()
        start = order.pop() * _IMITATED
        part = slice(start, start + _IMITATED)
        seen = _masked(rows[part], random)
        batch = Batch(
            seen, {name: channel[part] for name, channel in channels.items()}, known[rules[part]], ones[: len(seen)]
        )
        loss = network.learn(batch, _schedule(rate, step, steps), dropout)
        if progress is not None:
            progress(step, steps, loss)


def learn(
    network: TrainableNetwork,
    windows: Sequence[Window],
    *,
    epochs: float,
    soft: SoftLabels | None = None,
    soft_characters: int = 1000,
    fragments: float = 0.0,
    augmenter: Augmenter | None = None,
    rate: float = 4e-3,
    dropout: float = 0.2,
    progress: Progress | None = None,
) -> None:
    """Learn labelled windows, and soft labels beside them.

    Args:
        network: the network.
        windows: labelled windows.
        epochs: how often every window is read.
        soft: unlabelled text with what other networks think of it.
        soft_characters: how many characters of it stand beside a batch of windows.
        fragments: share of the windows of which only some sentences are shown, as a text of their own: what stands alone has
            no report around it that tells the home region.
        augmenter: puts other names in.
        rate: highest learning rate.
        dropout: see `TrainableNetwork.learn`.
        progress: see `imitate`.
    """
    total = sum(window.end - window.start for window in windows)
    each = max(1, min(round(_LEARNED * len(windows) / max(1, total)), len(windows) // _LEAST_STEPS))
    steps = max(1, int(epochs * len(windows) / each))
    line_end = character_numbers("\n", character_table(network.characters))
    order: list[int] = []
    for step in range(steps):
        if len(order) < each:
            order = network.random.permutation(len(windows)).tolist()
        parts = []
        for window in [windows[order.pop()] for _ in range(min(each, len(order)))]:
            alone = fragments and network.random.random() < fragments
            part, spans = (
                of_fragment(window, network.names, line_end, network.random)
                if alone
                else _of_window(window, network.names)
            )
            if augmenter is not None:
                augmenter.change(part, spans, network.random)
            parts.append(part)
        if soft is not None:
            parts.append(_of_soft(soft, soft_characters, network))
        loss = network.learn(_side_by_side(parts, network), _schedule(rate, step, steps), dropout)
        if progress is not None:
            progress(step, steps, loss)


def _side_by_side(parts: Sequence[Batch], network: TrainableNetwork) -> Batch:
    """One batch of several, some of its characters masked."""
    return Batch(
        _masked(np.concatenate([part.rows for part in parts]), network.random),
        {name: np.concatenate([part.channels[name] for part in parts]) for name in network.names},
        np.concatenate([part.targets for part in parts]),
        np.concatenate([part.weights for part in parts]),
    )


def _schedule(rate: float, step: int, steps: int) -> float:
    return rate * min(1.0, (step + 1) / _WARM) * max(0.03, 1 - step / steps)


def _masked(rows: NDArray[np.int32], random: np.random.Generator) -> NDArray[np.int32]:
    return np.where(random.random(len(rows)) < _HIDDEN, np.int32(1), rows)


def _of_window(window: Window, names: Sequence[str]) -> tuple[Batch, list[Span]]:
    """A window with the characters around it, and empty ones behind; and its certain names."""
    document = window.document
    low, high = max(0, window.start - _AROUND), min(len(document.rows), window.end + _AROUND)
    channels = {name: document.channels[name][low:high] for name in names}
    start = window.start - low
    return _labelled(document.rows[low:high], channels, window.tags, start), _certain(
        window, 0, len(window.tags), start
    )


def of_fragment(
    window: Window, names: Sequence[str], line_end: NDArray[np.int32], random: np.random.Generator
) -> tuple[Batch, list[Span]]:
    """Some sentences of a window as a text of their own, between the ends of two lines; and their certain names.

    Args:
        window: the window; no name is cut.
        names: the channels to look at.
        line_end: the row of the end of a line.
        random: chooses the sentences.
    """
    document = window.document
    text = document.folded[window.start : window.end]
    ends = {match.end() for match in _SENTENCE_END.finditer(text)} - {len(text)}
    cuts = [0, *(at for at in sorted(ends) if window.tags[at] == 0), len(text)]
    first = int(random.integers(len(cuts) - 1))
    last = min(len(cuts) - 1, first + int(random.integers(1, _SENTENCES + 1)))
    start, end = cuts[first], cuts[last]
    if end - start < _LEAST_FRAGMENT:
        return _of_window(window, names)
    part = slice(window.start + start, window.start + end)
    channels = {name: np.pad(document.channels[name][part], 1) for name in names}
    if "gazetteer" in channels:
        channels["gazetteer"] = without_home(channels["gazetteer"])
    rows = np.concatenate([line_end, document.rows[part], line_end])
    return _labelled(rows, channels, window.tags[start:end], 1), _certain(window, start, end, 1)


def _certain(window: Window, start: int, end: int, first: int) -> list[Span]:
    """The certain names of a part of a window, with offsets in a batch in which the part begins at `first`."""
    shift = first - start
    return [
        (entity["start"] + shift, entity["end"] + shift, entity["label"])
        for entity in window.entities
        if not entity["opt"]
        and start <= entity["start"]
        and entity["end"] <= end
        and window.tags[entity["start"]] != IGNORED
    ]


def _labelled(
    rows: NDArray[np.int32], channels: dict[str, NDArray[np.uint8]], tags: NDArray[np.uint8], start: int
) -> Batch:
    """Characters of which those from `start` on have tags, with empty ones behind."""
    size = len(rows) + _GAP
    targets = np.zeros((size, len(TAGS)), np.float32)
    weights = np.zeros(size, np.float32)
    certain = np.flatnonzero(tags != IGNORED)
    targets[certain + start, tags[certain]] = 1.0
    weights[certain + start] = 1.0
    return Batch(
        np.pad(rows, (0, _GAP)),
        {name: np.pad(channel, (0, _GAP)) for name, channel in channels.items()},
        targets,
        weights,
    )


def _of_soft(soft: SoftLabels, count: int, network: TrainableNetwork) -> Batch:
    start = int(network.random.integers(0, max(1, len(soft.rows) - count)))
    part = slice(start, start + count)
    targets = soft.probabilities[part].astype(np.float32)
    targets /= np.maximum(targets.sum(1, keepdims=True), 1.0)
    weights = np.ones(len(targets), np.float32)
    weights[:_GAP] = weights[-_GAP:] = 0.0
    return Batch(soft.rows[part], {name: soft.channels[name][part] for name in network.names}, targets, weights)


def soft_labels(
    groups: Sequence[Sequence[Network]],
    documents: Sequence[Document],
    votes: NDArray[np.float32] | None = None,
) -> SoftLabels:
    """What several networks think of unlabelled text: the geometric mean of their probabilities, with the votes of the rules.

    Args:
        groups: the networks; those of a group share what another group has alone.
        documents: unlabelled documents.
        votes: what the rules' tag adds to its log-probability, by tag.
    """
    probabilities = []
    for document in documents:
        logs = np.zeros((len(document.folded), len(TAGS)), np.float32)
        for networks in groups:
            share = np.float32(1 / len(groups) / len(networks))
            for network in networks:
                logs += share * np.log(softmax(network.scores(document.folded, document.channels)) + 1e-9)
        if votes is not None:
            logs[np.arange(len(logs)), document.rules] += votes[document.rules]
        probabilities.append(np.round(softmax(logs) * 255).astype(np.uint8))
    names = documents[0].channels
    return SoftLabels(
        np.concatenate([document.rows for document in documents]),
        {name: np.concatenate([document.channels[name] for document in documents]) for name in names},
        np.concatenate(probabilities),
    )
