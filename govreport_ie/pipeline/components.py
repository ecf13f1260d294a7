"""The spaCy components: each wraps one stage, reads the layers before it from the Doc and writes its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example

from govreport_ie.extraction.decimals import exactly
from govreport_ie.extraction.engine import STAGES, Stage, run_stage
from govreport_ie.extraction.entities import EntityStage
from govreport_ie.extraction.metrics import MetricStage
from govreport_ie.extraction.policy import PolicyStage
from govreport_ie.extraction.records import Analysis
from govreport_ie.pipeline.layers import forget_layer, read_analysis, register_extensions, write_layer

__all__ = [
    "COMPONENTS",
    "StageComponent",
    "make_entities",
    "make_metrics",
    "make_policy",
    "make_quantities",
    "make_structure",
]

Scorer = Callable[..., dict[str, Any]]

COMPONENTS = {
    "govreport_structure": "structure",
    "govreport_quantities": "quantities",
    "govreport_entities": "entities",
    "govreport_metrics": "metrics",
    "govreport_policy": "policy",
}
"""Factory name to stage, in pipeline order; the structure component runs the stage `times` too."""

_WRITES = {
    "structure": ("sections",),
    "quantities": ("quantities",),
    "entities": ("entities",),
    "metrics": ("quantities", "metrics"),  # what stands beside an amount tells whether it is a threshold
    "policy": ("sections", "entities", "metrics"),
}

_REPLACES = {
    "structure": ("sections", "metrics"),
    "quantities": ("quantities", "metrics"),
    "entities": ("entities", "metrics"),
    "metrics": ("metrics",),
    "policy": (),
}

register_extensions()


class StageComponent:
    """A pipeline component that runs one stage.

    Args:
        name: name of the component in its pipeline.
        stage_name: key of `govreport_ie.extraction.engine.STAGES`.
        scorer: what ``nlp.evaluate`` calls for this component's layer; None leaves the layer out.
        settings: the settings of the stage, as in a pipeline's config.
    """

    def __init__(self, name: str, stage_name: str, scorer: Scorer | None = None, **settings: Any) -> None:
        self.name = name
        self.stage_name = stage_name
        self.settings = settings
        self.stage = _stage(stage_name, **settings)
        self.scorer = scorer

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickled and copied by its config: a stage is automata and compiled patterns, made again from the lexicons."""
        return partial(StageComponent, self.name, self.stage_name, self.scorer, **self.settings), ()

    @exactly
    def __call__(self, doc: Doc) -> Doc:
        """Run the stage on a Doc and write its layer.

        What an earlier run has left of the layer, and of the metrics that point into it, goes first, so that processing a Doc
        again gives the same result.
        """
        for layer in _REPLACES[self.stage_name]:
            forget_layer(doc, layer)
        analysis = read_analysis(doc)
        run_stage(self.stage, analysis)
        for layer in _WRITES[self.stage_name]:
            write_layer(doc, analysis, layer)
        return doc

    def score(self, examples: Iterable[Example], **options: Any) -> dict[str, Any]:
        """The figures of this component's layer over Examples."""
        return self.scorer(examples, **options) if self.scorer else {}


class _InTurn:
    """Several stages run as one."""

    def __init__(self, *stages: Stage) -> None:
        self.stages = stages

    def __call__(self, analysis: Analysis) -> None:
        for stage in self.stages:
            stage(analysis)


def _stage(name: str, **settings: Any) -> Stage:
    """The stage of a component, with the settings of its config."""
    if name == "entities" and settings and settings != {"rules": None, "names": None, "network": True}:
        return EntityStage(**settings)
    if name == "structure":
        return _InTurn(STAGES["structure"](), STAGES["times"]())
    if settings.get("indicators") is not None:
        return MetricStage(indicators=Path(settings["indicators"] or ""))
    if settings.get("policy_areas") is not None:
        return PolicyStage(taxonomy=Path(settings["policy_areas"] or ""))
    return STAGES[name]()


def _default_config(layer: str, **settings: Any) -> dict[str, Any]:
    return {**settings, "scorer": {"@scorers": f"govreport_ie.{layer}_scorer.v1"}}


@Language.factory(
    "govreport_structure",
    assigns=["doc.spans", "token.is_sent_start"],
    default_config=_default_config("structure"),
    default_score_weights={"govreport_sections_f": 0.0},
)
def make_structure(nlp: Language, name: str, scorer: Scorer | None) -> StageComponent:
    """Sections, sentences, title, year, region and level, and the temporal expressions, which need the year."""
    return StageComponent(name, "structure", scorer)


@Language.factory(
    "govreport_quantities",
    assigns=["doc.spans"],
    default_config=_default_config("quantities"),
    default_score_weights={"govreport_quantities_f": 0.0, "govreport_normalised_f": 0.25},
)
def make_quantities(nlp: Language, name: str, scorer: Scorer | None) -> StageComponent:
    """Normalised quantities, and the numerals that are none."""
    return StageComponent(name, "quantities", scorer)


@Language.factory(
    "govreport_entities",
    assigns=["doc.spans", "doc.ents", "token.ent_kb_id"],
    default_config=_default_config("entities", rules=None, names=None, network=True),
    default_score_weights={"govreport_entities_f": 0.25},
)
def make_entities(
    nlp: Language, name: str, rules: str | None, names: str | None, network: bool, scorer: Scorer | None
) -> StageComponent:
    """Projects, places and institutions; usable alone in any Chinese pipeline.

    ``rules`` is a file of the user's own rules, ``names`` one of a network; without ``network`` the rules alone decide.
    """
    return StageComponent(name, "entities", scorer, rules=rules, names=names, network=network)


@Language.factory(
    "govreport_metrics",
    assigns=["doc.spans"],
    requires=["doc.spans"],
    default_config=_default_config("metrics", indicators=None),
    default_score_weights={"govreport_metrics_f": 0.0, "govreport_rows_f": 0.25},
)
def make_metrics(nlp: Language, name: str, indicators: str | None, scorer: Scorer | None) -> StageComponent:
    """What each quantity measures; ``indicators`` is a file of the user's own canonical indicators."""
    return StageComponent(name, "metrics", scorer, indicators=indicators)


@Language.factory(
    "govreport_policy",
    assigns=["doc.spans"],
    requires=["doc.spans"],
    default_config=_default_config("policy", policy_areas=None),
    default_score_weights={"govreport_area_acc": 0.25},
)
def make_policy(nlp: Language, name: str, policy_areas: str | None, scorer: Scorer | None) -> StageComponent:
    """The policy area of each metric, section and entity; ``policy_areas`` is a file of the user's own taxonomy."""
    return StageComponent(name, "policy", scorer, policy_areas=policy_areas)
