"""Extract from documents that a grammar of lexicon words, numerals, quotes and marks makes up, and count what does not hold.

    python benchmarks/fuzz_extract.py [--documents 20000] [--seed 1] [--spacy 10]

A document that fails is printed as JSON, shortened as far as it still fails.  Exit status 1 if any does.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import govreport_ie as gi
from tests.fuzz import Grammar, violations


def shortened(text: str, fails: Callable[[str], bool]) -> str:
    """The text with everything left out that can be without making it pass."""
    size = len(text) // 2
    while size:
        at = 0
        while at < len(text):
            without = text[:at] + text[at + size :]
            if fails(without):
                text = without
            else:
                at += size
        size //= 2
    return text


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--spacy", type=int, default=10, help="every how many documents spaCy's way is compared too")
    arguments = parser.parse_args()
    grammar = Grammar(arguments.seed)
    nlp = gi.load()
    characters = failed = slow = 0
    kinds: set[str] = set()
    started = time.monotonic()
    for number in range(arguments.documents):
        text = grammar.document()
        characters += len(text)
        pipeline = nlp if number % arguments.spacy == 0 else None
        began = time.process_time()
        wrong = violations(text, pipeline)
        if time.process_time() - began > 5:
            slow += 1
            print(f"slow: {json.dumps(text)}", flush=True)
        if not wrong:
            continue
        failed += 1
        kind = wrong[0].split(" of ")[0].split("(")[0][:60]
        if kind not in kinds:
            kinds.add(kind)
            least = shortened(text, lambda part, pipeline=pipeline: bool(violations(part, pipeline)))
            print(f"{number}: {violations(least, pipeline)[:3]} {json.dumps(least)}", flush=True)
    print(
        f"seed {arguments.seed}: {arguments.documents} documents, {characters} characters, {failed} failed, {slow} slow, "
        f"{time.monotonic() - started:.0f} s"
    )
    raise SystemExit(1 if failed else 0)


if __name__ == "__main__":
    main()
