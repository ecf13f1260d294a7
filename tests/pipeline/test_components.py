"""The registrations, and what a user may do to the groups between components."""

from __future__ import annotations

import re
from importlib.metadata import entry_points
from itertools import pairwise
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Span

import govreport_ie as gi
from govreport_ie.extraction.engine import STAGES
from govreport_ie.pipeline.components import COMPONENTS
from govreport_ie.pipeline.layers import report_of
from govreport_ie.pipeline.words import WORD_MODEL

ROOT = Path(__file__).resolve().parents[2]


def test_one_component_a_stage_in_the_order_of_the_stages(nlp):
    assert list(COMPONENTS.values()) == [stage for stage in STAGES if stage != "times"]  # structure runs it
    assert nlp.pipe_names == list(COMPONENTS)


def test_factories_are_entry_points():
    registered = {point.name for point in entry_points(group="spacy_factories")}
    assert set(COMPONENTS) <= registered


def test_factory_metadata():
    assert Language.get_factory_meta("govreport_entities").assigns == ["doc.spans", "doc.ents", "token.ent_kb_id"]
    for name in ("govreport_metrics", "govreport_policy"):
        assert Language.get_factory_meta(name).requires == ["doc.spans"]


def test_entities_alone_on_another_pipeline():
    other = spacy.blank("zh")
    other.add_pipe("govreport_entities")
    doc = other("推进杭州市建设。")
    assert "杭州市" in {span.text for span in doc.ents}


@pytest.mark.parametrize("segmenter", ["char", "jieba", "pkuseg"])
def test_entities_alone_with_any_segmenter(segmenter):
    if segmenter == "jieba":
        pytest.importorskip("jieba")
    other = spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": segmenter}}})
    if segmenter == "pkuseg":
        other.tokenizer.initialize(pkuseg_model=str(WORD_MODEL))  # pyright: ignore[reportFunctionMemberAccess]
    other.add_pipe("govreport_entities")
    doc = other("支持四川省绵阳市建设国家科技创新先行示范区，清溪大桥建成通车。")
    found = {record["name"] for record in doc.spans["govreport_entities"].attrs["records"].values()}
    assert {"绵阳市", "清溪大桥"} <= found
    assert all(left.end <= right.start for left, right in pairwise(doc.ents))


def test_processing_a_doc_again_gives_the_same(nlp, report_text):
    doc = nlp(report_text)
    first, ents = report_of(doc), [(span.start, span.end, span.label_) for span in doc.ents]
    nlp(doc)
    assert report_of(doc) == first
    assert [(span.start, span.end, span.label_) for span in doc.ents] == ents


def test_a_component_that_runs_again_keeps_the_layers_before_it(nlp):
    doc = nlp("全年清溪县新建学校8所。")
    nlp.get_pipe("govreport_entities")(doc)
    again = report_of(doc)
    assert [q.text for q in again.quantities] == ["8所"]
    assert again.metrics == (), "the metrics pointed into the entities of before"


def test_entities_of_other_components_stay_in_ents(nlp):
    doc = nlp("推进杭州市建设，由李明同志发言。")
    at = doc.text.index("李明")
    doc.set_ents([*doc.ents, Span(doc, at, at + 2, label="PERSON")])
    nlp.get_pipe("govreport_entities")(doc)
    assert {(span.text, span.label_) for span in doc.ents} == {("杭州市", "PLACE"), ("李明", "PERSON")}


def test_colours_of_the_labels_are_an_entry_point():
    registered = {}
    for point in entry_points(group="spacy_displacy_colors"):
        registered.update(point.load())
    assert {"PROJECT", "PLACE", "INSTITUTION"} <= set(registered)


def test_removed_spans_are_gone_and_their_metrics_too(nlp):
    doc = nlp("全年新建学校8所，新增停车位1860个。")
    group = doc.spans["govreport_quantities"]
    before = report_of(doc)
    kept = [span for span in group if span.text != "8所"]
    attrs = group.attrs
    doc.spans["govreport_quantities"] = kept
    doc.spans["govreport_quantities"].attrs.update(attrs)
    after = report_of(doc)
    assert [q.text for q in before.quantities] == ["8所", "1860个"]
    assert [q.text for q in after.quantities] == ["1860个"]
    assert [after[m.quantity].text for m in after.metrics] == ["1860个"]  # pyright: ignore[reportAttributeAccessIssue]


def test_added_spans_become_entities(nlp):
    doc = nlp("全年在无名地块新建学校8所。")
    start = doc.text.index("无名地块")
    span = Span(doc, start, start + 4, label="PLACE")
    doc.spans["govreport_entities"].append(span)
    assert "无名地块" in {entity.text for entity in report_of(doc).entities}


def test_span_gives_its_object(nlp):
    doc = nlp("全年新建学校8所。")
    quantity = doc.spans["govreport_quantities"][0]._.govreport
    assert (quantity.id, quantity.unit_text, int(quantity.value)) == ("Q1", "所", 8)


def test_unknown_pipeline_is_a_clear_error():
    with pytest.raises(gi.ConfigError, match="no pipeline"):
        gi.load("no_such_pipeline")
    with pytest.raises(gi.ConfigError, match="tokens must be"):
        gi.load(tokens="syllables")


def test_saved_pipeline_in_the_repository_is_current(nlp):
    saved = ROOT / "models" / "zh_govreport"
    if not saved.exists():
        pytest.skip("installed without the repository")
    config = spacy.util.load_config(saved / "config.cfg")
    assert config["components"] == nlp.config["components"]
    assert config["nlp"]["tokenizer"] == nlp.config["nlp"]["tokenizer"]
    assert re.search(rf'"version":"{gi.__version__}"', (saved / "meta.json").read_text("utf-8"))


def test_spacy_evaluates_our_layers(report_text):
    from spacy.training import Example

    pipeline = gi.load()
    reference = pipeline(report_text)
    perfect = pipeline.evaluate([Example(pipeline.make_doc(report_text), reference)])
    for name in ("govreport_normalised_f", "govreport_entities_f", "govreport_rows_f", "govreport_area_acc"):
        assert perfect[name] == 1.0, name
    corrected = pipeline(report_text)
    corrected.spans["govreport_entities"].append(Span(corrected, 3, 5, label="PLACE"))
    assert pipeline.evaluate([Example(pipeline.make_doc(report_text), corrected)])["govreport_entities_r"] < 1.0


def test_a_scorer_can_be_turned_off():
    other = spacy.blank("zh")
    other.add_pipe("govreport_quantities", config={"scorer": None})
    assert other.get_pipe("govreport_quantities").score([]) == {}  # pyright: ignore[reportFunctionMemberAccess]


def test_own_indicators_and_taxonomy(tmp_path):
    indicators = tmp_path / "mine.csv"
    indicators.write_text(
        "id,name_zh,aliases,name_en,dimensions,typical_units,policy_area,direction,kind,context_only_aliases\n"
        "happy_trees,幸福树,,Happy trees,count,棵,ecology-environment,up,flow,\n",
        encoding="utf-8",
    )
    taxonomy = ROOT / "examples" / "taxonomies" / "cap_major_topics.tsv"
    pipeline = gi.load(indicators=indicators, policy_areas=taxonomy)
    report = gi.extract("全年幸福树达到30棵，新建学校8所。", year=2024, nlp=pipeline)
    assert report.metrics[0].indicator.id == "happy_trees"
    areas = {area.id for area in gi.policy_areas(taxonomy)}
    assert {metric.policy_area.id for metric in report.metrics if metric.policy_area} <= areas
    assert gi.extract("全年幸福树达到30棵。", year=2024).metrics[0].indicator.id is None


def test_a_faulty_file_of_the_user_is_a_clear_error(tmp_path):
    faulty = tmp_path / "mine.csv"
    faulty.write_text("id,name_zh\n1,2,3\n", encoding="utf-8")
    with pytest.raises(gi.LexiconError, match=r"mine\.csv, line 1"):
        gi.load(indicators=faulty)


def test_words_as_tokens_give_the_same_report(report_text):
    words = gi.load(tokens="words")
    doc = words(report_text)
    assert len(doc) < len(report_text)
    assert report_of(doc) == gi.extract(report_text)
    for span in (*doc.spans["govreport_quantities"], *doc.spans["govreport_entities"]):
        assert span.text == span._.govreport.text, "a token crosses the edge of what was extracted"


def test_codes_are_the_kb_ids_of_ents(nlp):
    doc = nlp("2024年杭州市新建学校8所。")
    assert [(span.text, span.kb_id_) for span in doc.ents] == [("杭州市", "330100")]


@pytest.mark.parametrize("tokens", ["char", "words"])
def test_sentences_are_the_sents_of_the_doc(tokens):
    doc = gi.load(tokens=tokens)("  第一句增长5%。\n\n第二句新建学校8所！第三句没有数")
    assert [sentence.text for sentence in doc.sents] == ["  第一句增长5%。\n\n", "第二句新建学校8所！", "第三句没有数"]


def test_sentences_of_another_component_stay():
    other = spacy.blank("zh")
    other.add_pipe("sentencizer", config={"punct_chars": ["，"]})
    other.add_pipe("govreport_structure")
    assert [sentence.text for sentence in other("甲县增长5%，乙县增长6%。").sents] == ["甲县增长5%，", "乙县增长6%。"]


def test_components_are_chosen_as_in_spacy():
    assert gi.load(exclude="govreport_policy").component_names[-1] == "govreport_metrics"
    disabled = gi.load(disable=["govreport_policy"])
    assert "govreport_policy" in disabled.component_names
    assert "govreport_policy" not in disabled.pipe_names
    assert gi.load(enable=["govreport_structure", "govreport_quantities"]).pipe_names == [
        "govreport_structure",
        "govreport_quantities",
    ]
    report = gi.extract("全年新建学校8所。", nlp=disabled)
    assert [metric.policy_area for metric in report.metrics] == [None]


@pytest.mark.parametrize(
    "choice",
    [{"disable": "no_such"}, {"exclude": ["ner"]}, {"enable": "govreport_policy", "disable": "govreport_policy"}],
)
def test_a_choice_that_cannot_be_is_a_clear_error(choice):
    with pytest.raises(gi.ConfigError, match=r"no component|inconsistent"):
        gi.load(**choice)


@pytest.mark.parametrize("name", ["zh_govreport", "zh_govreport_rules"])
def test_saved_pipelines_say_what_they_need_and_give_the_same(name, tmp_path, report_text):
    pipeline = gi.load(name)
    pipeline.to_disk(tmp_path / name)
    saved = spacy.load(tmp_path / name)
    assert saved.meta["requirements"] == [f"govreport-ie>={gi.__version__}"]
    assert saved.meta["license"] == "MIT"
    assert report_of(saved(report_text)) == report_of(pipeline(report_text))
