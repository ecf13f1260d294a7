"""Which pipeline to extract with: a value that travels to worker processes and into a run's fingerprint."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["DEFAULT_CHOICE", "SHORT_NAMES", "PipelineChoice", "chosen_pipeline"]

SHORT_NAMES = {"default": "zh_govreport", "accurate": "zh_govreport_accurate", "rules": "zh_govreport_rules"}
"""Short name of a packaged pipeline to its name for `govreport_ie.load`."""


@dataclass(frozen=True, slots=True)
class PipelineChoice:
    """A pipeline and the user's own files for it.

    Attributes:
        pipeline: a key of `SHORT_NAMES`, the name of an installed pipeline, or a folder.
        policy_areas: file of the user's taxonomy.
        indicators: file of the user's indicators.
        entity_rules: file of the user's rules of names.
        names: file of the user's network of names.
    """

    pipeline: str = "default"
    policy_areas: str | None = None
    indicators: str | None = None
    entity_rules: str | None = None
    names: str | None = None

    @property
    def is_default(self) -> bool:
        """Whether the stages without spaCy serve."""
        return self == DEFAULT_CHOICE

    def load(self) -> Language:
        """The pipeline.

        Raises:
            ConfigError: if there is no such pipeline.
            LexiconError: if a file of the user's is malformed.
        """
        from govreport_ie.pipeline.loading import load_pipeline  # noqa: PLC0415 — imports spaCy

        return load_pipeline(
            SHORT_NAMES.get(self.pipeline, self.pipeline),
            policy_areas=self.policy_areas,
            indicators=self.indicators,
            entity_rules=self.entity_rules,
            names=self.names,
        )

    def digest(self) -> str:
        """A digest of the choice and of the content of every file in it."""
        digest = hashlib.sha256()
        for field in fields(self):
            value = getattr(self, field.name)
            digest.update(f"{field.name}={value}\n".encode())
            for file in _files(Path(value)) if value else ():
                digest.update(file.read_bytes())
        return digest.hexdigest()


DEFAULT_CHOICE = PipelineChoice()


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(file for file in path.rglob("*") if file.is_file())
    return [path] if path.is_file() else []


@lru_cache(maxsize=1)
def chosen_pipeline(choice: PipelineChoice) -> Language | None:
    """The pipeline of a choice, loaded once a process; None where the stages without spaCy serve."""
    return None if choice.is_default else choice.load()
