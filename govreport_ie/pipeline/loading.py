"""Loading the packaged or a saved pipeline, and running one over a text."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable
from importlib import resources
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.util import load_model_from_config
from thinc.api import Config

from govreport_ie.about import __version__
from govreport_ie.errors import ConfigError, GovReportError
from govreport_ie.extraction.engine import Engine, new_analysis, without_cycle_collection
from govreport_ie.extraction.entities.rulebook import read_token_patterns
from govreport_ie.pipeline import components, tagger, token_patterns, tokenizer  # noqa: F401  (registers factories without entry points)
from govreport_ie.pipeline.layers import META, report_of
from govreport_ie.report.assemble import assemble
from govreport_ie.report.models import Report

__all__ = ["load_pipeline", "process"]

DEFAULT_PIPELINE = "zh_govreport"
PACKAGED = {
    DEFAULT_PIPELINE: (
        "govreport",
        "Quantities, metrics, entities and policy areas of Chinese government work reports.",
    ),
    "zh_govreport_rules": (
        "govreport_rules",
        "The same with the names of the rules alone, without the network.",
    ),
}
"""Name of a pipeline that ships with the library (its config is the file of that name) to its name and description for spaCy."""
ALIASES = {"zh_govreport_accurate": DEFAULT_PIPELINE}
"""Former names of pipelines, and what they are now."""
TOKENS = ("char", "words")

_CARD = {
    "version": __version__,
    "license": "MIT",
    "author": "The govreport-ie authors",
    "requirements": [f"govreport-ie>={__version__}"],
}
"""What ``nlp.meta`` says of every packaged pipeline; a wheel that ``spacy package`` builds requires this distribution."""


def load_pipeline(
    name_or_path: str | Path = DEFAULT_PIPELINE,
    *,
    tokens: str = "char",
    policy_areas: str | Path | None = None,
    indicators: str | Path | None = None,
    entity_rules: str | Path | None = None,
    names: str | Path | None = None,
    disable: str | Iterable[str] = (),
    enable: str | Iterable[str] = (),
    exclude: str | Iterable[str] = (),
) -> Language:
    """Load a pipeline; see `govreport_ie.load`."""
    if tokens not in TOKENS:
        raise ConfigError(f"tokens must be one of {', '.join(TOKENS)}, not {tokens!r}")
    chosen: dict[str, Any] = {"disable": _names(disable), "enable": _names(enable), "exclude": _names(exclude)}
    overrides: dict[str, object] = {}
    if policy_areas is not None:
        overrides["components.govreport_policy.policy_areas"] = str(Path(policy_areas).resolve())
    if indicators is not None:
        overrides["components.govreport_metrics.indicators"] = str(Path(indicators).resolve())
    if entity_rules is not None:
        overrides["components.govreport_entities.rules"] = str(Path(entity_rules).resolve())
    if names is not None:
        overrides["components.govreport_entities.names"] = str(Path(names).resolve())
    if str(name_or_path) in ALIASES:
        warnings.warn(
            f"{name_or_path} is another name of {ALIASES[str(name_or_path)]} now", FutureWarning, stacklevel=3
        )
        name_or_path = ALIASES[str(name_or_path)]
    if str(name_or_path) in PACKAGED:  # a folder of that name in the working directory is ./zh_govreport
        name, description = PACKAGED[str(name_or_path)]
        text = resources.files("govreport_ie.pipeline").joinpath(f"{name_or_path}.cfg").read_text("utf-8")
        config = Config().from_str(text, overrides=overrides)
        _check_names(config["nlp"]["pipeline"], chosen)
        nlp = _with_names(chosen, lambda: load_model_from_config(config, auto_fill=True, **chosen))
        nlp.meta.update(name=name, description=description, **_CARD)
    else:
        try:
            nlp = _with_names(chosen, lambda: spacy.load(name_or_path, config=overrides, **chosen))
        except OSError as error:
            raise ConfigError(
                f"no pipeline {str(name_or_path)!r}: give one of {', '.join(PACKAGED)} or the folder of a saved pipeline"
            ) from error
    if entity_rules is not None and read_token_patterns(Path(entity_rules)):
        patterns = {"patterns": str(Path(entity_rules).resolve())}
        nlp.add_pipe("govreport_token_patterns", after="govreport_entities", config=patterns)
    if tokens == "words":
        from govreport_ie.pipeline.words import WordTokenizer

        nlp.tokenizer = WordTokenizer(nlp.vocab)
    return nlp


def _names(given: str | Iterable[str]) -> list[str]:
    return [given] if isinstance(given, str) else list(given)


def _check_names(pipeline: list[str], chosen: dict[str, Any]) -> None:
    """Refuse names of components that the pipeline does not have, which spaCy would pass over in silence."""
    for option, names in chosen.items():
        unknown = sorted(set(names) - set(pipeline))
        if unknown:
            raise ConfigError(f"{option}: no component {', '.join(unknown)}; the pipeline has {', '.join(pipeline)}")


def _with_names(chosen: dict[str, Any], make: Callable[[], Language]) -> Language:
    """Make a pipeline; what spaCy says against the choice of components (E1042: enable beside disable) is a `ConfigError`."""
    try:
        return make()
    except ValueError as error:
        if isinstance(error, GovReportError) or not any(chosen.values()):
            raise
        raise ConfigError(str(error)) from error


def process(
    nlp: Language,
    text: str,
    *,
    year: int | None = None,
    region: str | None = None,
    doc_id: str | None = None,
    genre: str | None = None,
    title: str | None = None,
) -> Report:
    """Run a pipeline over one text and assemble the report.

    A pipeline of nothing but our stages is run without a Doc, which gives the same result sooner.

    Raises:
        TextError: if the text is no valid Unicode string.
    """
    stages = [component.stage for _, component in nlp.pipeline if isinstance(component, components.StageComponent)]
    if len(stages) == len(nlp.pipeline):
        with without_cycle_collection():
            return assemble(
                Engine(stages).analyse(text, year=year, region=region, doc_id=doc_id, genre=genre, title=title)
            )
    new_analysis(text, genre=genre)  # the checks of the text, before spaCy meets it
    doc = nlp.make_doc(text)
    doc._.set(META, {"year": year, "region": region, "doc_id": doc_id, "genre": genre, "title": title})
    return report_of(nlp(doc))
