"""The spaCy components: each wraps one stage, reads the layers before it from the Doc and writes its own."""

from __future__ import annotations

from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from govreport_ie.pipeline.layers import read_analysis, register_extensions, write_layer
from govreport_ie.stages import STAGES, Stage

__all__ = [
    "COMPONENTS",
    "StageComponent",
    "make_entities",
    "make_metrics",
    "make_policy",
    "make_quantities",
    "make_structure",
]

register_extensions()

COMPONENTS = {
    "govreport_structure": "structure",
    "govreport_quantities": "quantities",
    "govreport_entities": "entities",
    "govreport_metrics": "metrics",
    "govreport_policy": "policy",
}
"""Factory name to stage, in pipeline order."""

_WRITES = {
    "structure": ("sections",),
    "quantities": ("quantities",),
    "entities": ("entities",),
    "metrics": ("metrics",),
    "policy": ("sections", "entities", "metrics"),
}


class StageComponent:
    """A pipeline component that runs one stage.

    Args:
        name: name of the component in its pipeline.
        stage_name: key of `govreport_ie.stages.STAGES`.
        stage: the stage to run.
    """

    def __init__(self, name: str, stage_name: str, stage: Stage) -> None:
        self.name = name
        self.stage_name = stage_name
        self.stage = stage

    def __call__(self, doc: Doc) -> Doc:
        """Run the stage on a Doc and write its layer."""
        analysis = read_analysis(doc)
        self.stage(analysis)
        for layer in _WRITES[self.stage_name]:
            write_layer(doc, analysis, layer)
        return doc


@Language.factory("govreport_structure", assigns=["doc.spans"], default_config={})
def make_structure(nlp: Language, name: str) -> StageComponent:
    """Sections, sentences, title, year, region and level."""
    return StageComponent(name, "structure", STAGES["structure"]())


@Language.factory("govreport_quantities", assigns=["doc.spans"], default_config={})
def make_quantities(nlp: Language, name: str) -> StageComponent:
    """Normalised quantities, and the numerals that are none."""
    return StageComponent(name, "quantities", STAGES["quantities"]())


@Language.factory("govreport_entities", assigns=["doc.spans", "doc.ents"], default_config={})
def make_entities(nlp: Language, name: str) -> StageComponent:
    """Projects, places and institutions; usable alone in any Chinese pipeline."""
    return StageComponent(name, "entities", STAGES["entities"]())


@Language.factory("govreport_metrics", assigns=["doc.spans"], requires=["doc.spans"], default_config={})
def make_metrics(nlp: Language, name: str) -> StageComponent:
    """What each quantity measures."""
    return StageComponent(name, "metrics", STAGES["metrics"]())


@Language.factory(
    "govreport_policy", assigns=["doc.spans"], requires=["doc.spans"], default_config={"policy_areas": None}
)
def make_policy(nlp: Language, name: str, policy_areas: str | None) -> StageComponent:
    """The policy area of each metric, section and entity."""
    if policy_areas is None:
        return StageComponent(name, "policy", STAGES["policy"]())
    from govreport_ie.policy import PolicyStage

    return StageComponent(name, "policy", PolicyStage(taxonomy=Path(policy_areas)))
