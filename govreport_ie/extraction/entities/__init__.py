"""The entities stage: named projects, places and institutions, linked to division codes.

Reads the quantities layer (no entity may cut an amount) and fills `Analysis.entities`: the rules find what they are sure of and
vote, the network (`network`) gives every character the probability of its tags, and the best well-formed tags of both are the
names (`naming`).  Code, full name, subtype and stage are then looked up (`linking`).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from govreport_ie.extraction.entities.channels import channels
from govreport_ie.extraction.entities.context import EntityContext
from govreport_ie.extraction.entities.edges import Edges
from govreport_ie.extraction.entities.home import Home, home_of
from govreport_ie.extraction.entities.linking import describe
from govreport_ie.extraction.entities.listed import lists
from govreport_ie.extraction.entities.names import normalise_names
from govreport_ie.extraction.entities.naming import NameTagger
from govreport_ie.extraction.entities.network import Network, load_network, packaged_network
from govreport_ie.extraction.entities.places import see_places
from govreport_ie.extraction.entities.rulebook import Rulebook, packaged_rulebook
from govreport_ie.extraction.entities.villages import Villages
from govreport_ie.extraction.records import Analysis, EntityRecord

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["EntityStage", "Seen"]


class Seen(NamedTuple):
    """What is known of a report before the network is asked.

    Attributes:
        context: its places, amounts and quotations.
        home: the region it is about.
        rules: what the rules have found.
        channels: the input channels of the network.
    """

    context: EntityContext
    home: Home
    rules: list[EntityRecord]
    channels: dict[str, NDArray[np.uint8]]


class EntityStage:
    """Fill the entities layer of an analysis.

    Args:
        villages: the optional file of villages, whose codes are then given to the villages found.
        rules: a file of the user's own rules, asked beside the packaged ones.
        names: files of networks (their mean counts) instead of the packaged one.
        network: False leaves the network out: the rules alone decide.
    """

    def __init__(
        self,
        villages: str | Path | None = None,
        *,
        rules: str | Path | None = None,
        names: str | Path | Sequence[str | Path] | None = None,
        network: bool = True,
    ) -> None:
        self.villages = Villages(villages) if villages is not None else None
        self._rulebook: Rulebook = packaged_rulebook() if rules is None else packaged_rulebook().with_file(Path(rules))
        self._tagger: NameTagger | None = NameTagger(_networks(names)) if network else None

    def look(self, analysis: Analysis) -> Seen:
        """What is known of a report before the network is asked.

        Args:
            analysis: an analysis with structure and quantities.
        """
        folded = analysis.folded
        listed = lists().scan(folded)
        home = home_of(listed.places, analysis)
        heads = self._rulebook.rules.heads_in(folded, [*listed.heads, *listed.place_heads])
        edges = Edges(folded, [hit[0] for hits in (listed.places, listed.bodies, heads) for hit in hits])
        context = EntityContext.of(analysis, see_places(analysis, edges, listed.places, home))
        rules = self._rulebook.find(context, edges, listed.bodies, heads)
        return Seen(context, home, rules, channels(analysis, listed, home))

    def __call__(self, analysis: Analysis) -> None:
        """Find the entities of one report.

        Args:
            analysis: an analysis with structure and quantities; its entities are replaced.
        """
        seen = self.look(analysis)
        found = seen.rules
        if self._tagger is not None:
            found = self._tagger.find(seen.context, seen.channels, seen.rules)
        for record in found:
            describe(record, seen.context, seen.home)
        analysis.entities = normalise_names(analysis, found, seen.context, seen.home)
        if self.villages is not None:
            self.villages.link(analysis.entities, seen.home)


def _networks(names: str | Path | Sequence[str | Path] | None) -> list[Network]:
    if names is None:
        return [packaged_network()]
    return [load_network(file) for file in ([names] if isinstance(names, str | Path) else names)]
