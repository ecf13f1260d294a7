"""Basis: what a change, share or rank is compared with."""

from __future__ import annotations

from govreport_ie.records import Analysis

__all__ = ["assign_basis"]


def assign_basis(analysis: Analysis) -> None:
    """Set ``basis`` and ``basis_year`` on every metric of an analysis, in place."""
