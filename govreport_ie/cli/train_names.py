"""`govreport-ie train-names`: the name network learned from one's own labels."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from govreport_ie.cli.messages import note_line

__all__ = ["train_names"]


def train_names(
    gold: Annotated[Path, typer.Argument(help="Labelled windows, as for evaluate (JSONL).")],
    docs: Annotated[Path, typer.Option(help="Folder of the documents that the windows are of.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="File of the network (.npz).")],
    start: Annotated[
        Path | None, typer.Option(help="Network to go on with, instead of the packaged one.", show_default=False)
    ] = None,
    epochs: Annotated[float, typer.Option(help="How often every window is read.", min=0.1)] = 6,
    seed: Annotated[int, typer.Option(help="Of what is left to chance.")] = 0,
) -> None:
    """Learn names from your own labels, starting from the packaged network.

    A tenth of the labelled windows, in whole regions, is left out at first to measure with; the figures are printed.  Give the file to
    extract, batch and the others as --names FILE, or to gi.load(names=FILE).
    """
    from govreport_ie.extraction.entities.network import PACKAGED, read_network
    from govreport_ie.training.labels import read_labels
    from govreport_ie.training.names import OwnLabels, Recipe, from_network

    first = start or PACKAGED
    texts = OwnLabels(read_labels(gold, docs), characters=read_network(first).characters)
    trained = from_network(texts, first, Recipe(soft_epochs=epochs, seed=seed), say=note_line)
    output.write_bytes(trained.file)
    note_line(f"written: {output} ({len(trained.file) / 1e6:.2f} MB)")
