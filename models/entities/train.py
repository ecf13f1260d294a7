"""Train the packaged name network from the raw corpus and all labels; write govreport_ie/extraction/entities/names.npz.

The recipe is govreport_ie/training/names.py; no network that was learned before has a part in it.  The figures are those of the cross-validation over regions, of dev, of held_out.tsv and, to
check, of dev2; none of the latter's reports is learned from.  A run writes train.log; how the shipped file was made stands in RECORD.md.

    python models/entities/train.py [DIRECTORY]    # some nine CPU minutes, one thread; the networks of the folds go to DIRECTORY
"""

from __future__ import annotations

import io
import os
import sys
import time
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from labelled import CORPUS, FOLDER, GOLD, invented_fragments, labelled_texts, read_offsets, unlabelled_texts

from govreport_ie.extraction.entities.network import PACKAGED, load_network
from govreport_ie.training.labels import read_labels
from govreport_ie.training.names import OwnLabels, Recipe, from_nothing, measured_line

LOG = FOLDER / "train.log"


def main() -> None:
    """Train, measure and write."""
    begun = time.process_time()
    with LOG.open("w", encoding="utf-8") as log:

        def say(line: str) -> None:
            line = f"{time.process_time() - begun:5.0f} s  {line}"
            print(line, flush=True)
            log.write(line + "\n")
            log.flush()

        texts = OwnLabels([*labelled_texts(), *invented_fragments()], unlabelled_texts())
        say("documents read")
        sets = {
            "dev": read_labels(GOLD / "dev.jsonl", GOLD / "docs"),
            "held_out": read_offsets(FOLDER / "held_out.tsv"),
            "dev2": read_labels(GOLD / "dev2.jsonl", CORPUS),
        }
        unseen = {name: OwnLabels(own, characters=texts.characters).windows() for name, own in sets.items()}
        trained = from_nothing(texts, Recipe(), say, unseen=unseen["held_out"])
        PACKAGED.write_bytes(trained.file)
        for number, teacher in enumerate(trained.teachers if len(sys.argv) > 1 else (), 1):
            (Path(sys.argv[1]) / f"fold{number}.npz").write_bytes(teacher)
        network = load_network(io.BytesIO(trained.file))
        say(f"{PACKAGED.name}: {len(trained.file):,} bytes")
        for name, windows in unseen.items():
            say(f"{name}: {measured_line(network, windows)}")


if __name__ == "__main__":
    main()
