"""Colours of the entity labels in displaCy, registered by entry point."""

from __future__ import annotations

__all__ = ["DISPLACY_COLORS"]

DISPLACY_COLORS: dict[str, str] = {"PROJECT": "#f6bd60", "PLACE": "#84c5a5", "INSTITUTION": "#8fb8de"}
