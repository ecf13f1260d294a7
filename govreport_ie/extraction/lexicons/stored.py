"""Rows of the lexicons as stored in a wheel, which load in half the time that reading the files anew takes.

The build (`hatch_build.py`) stores the rows of every lexicon beside the SHA-256 of the file that they were read from.  Rows are used
only while that file is the same, so a changed lexicon is read from its file, as it always is in an editable installation.
"""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from importlib import resources

__all__ = ["NAME", "Rows", "stored_rows", "to_bytes"]

NAME = "rows.pickle"
"""The file that a wheel holds beside the lexicons."""

Rows = tuple[dict[str, str], ...]


def to_bytes(lexicons: Mapping[str, tuple[bytes, Rows]]) -> bytes:
    """Content of the stored file.

    Args:
        lexicons: lexicon name to the content of its file and its rows.
    """
    stored = {name: (sha256(content).digest(), rows) for name, (content, rows) in lexicons.items()}
    return pickle.dumps(stored, protocol=4)


def stored_rows(name: str, content: bytes) -> Rows | None:
    """The stored rows of a lexicon; None where nothing is stored or its file has another content by now.

    Args:
        name: name of the lexicon.
        content: content of its file.
    """
    digest, rows = _stored().get(name, (b"", ()))
    return rows if digest == sha256(content).digest() else None


@cache
def _stored() -> dict[str, tuple[bytes, Rows]]:
    try:
        return pickle.loads(resources.files("govreport_ie.extraction.lexicons").joinpath(NAME).read_bytes())
    except OSError:
        return {}
