"""Learning names from one's own labels: what a network learns, that it learns the same every time, and the command."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

import govreport_ie as gi
from govreport_ie.cli import main
from govreport_ie.errors import LexiconError, ReadError
from govreport_ie.extraction.entities.naming import evidence
from govreport_ie.extraction.entities.network import (
    PACKAGED,
    character_numbers,
    character_table,
    load_network,
    read_network,
)
from govreport_ie.training.augment import Augmenter, Changes
from govreport_ie.training.fit import of_fragment
from govreport_ie.training.labels import read_labels
from govreport_ie.training.measure import Figures, calibrate, figures, judge, regression
from govreport_ie.training.names import OwnLabels, Recipe, from_network, from_nothing
from govreport_ie.training.network import Batch
from tests.extraction.entities.marked import unmark

# a genre of its own: what it calls 坞 is an institution
SENTENCES = [
    "【砚湖坞】今年新收学徒三百人，与【云岫坞】共办展演。",
    "支持【荔石坞】修缮，【望岭坞】迁回旧址。",
    "向【枫渡坞】、【禾塘坞】拨付经费。",
    "【石砚坞】和【临溪坞】联合招徒，效果很好。",
    "完成【澜溪坞】登记，注销【岚峰坞】。",
    "【砚州坞】获评先进，【清溪坞】通过评审。",
]


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """A gold file of six documents of one window each."""
    lines = []
    for number, marked in enumerate(SENTENCES):
        text, names = unmark(marked)
        (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
        entities, at = [], 0
        for name in names:
            at = text.index(name, at)
            entities.append({"start": at, "end": at + len(name), "label": "INSTITUTION", "opt": False})
            at += len(name)
        window = {"doc": f"{number}.txt", "start": 0, "end": len(text), "entities": entities, "year": "2024"}
        lines.append(json.dumps(window, ensure_ascii=False))
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def own_labels(gold: Path) -> OwnLabels:
    return OwnLabels(read_labels(gold, gold.parent), characters=read_network(PACKAGED).characters)


def test_a_network_learns_the_names_of_a_genre(gold: Path, tmp_path: Path) -> None:
    sentence = "支持砚湖坞与望岭坞发展。"
    trained = from_network(own_labels(gold), PACKAGED, Recipe(soft_epochs=40, held_out=0.0))
    (tmp_path / "names.npz").write_bytes(trained.file)
    report = gi.extract(sentence, nlp=gi.load(names=tmp_path / "names.npz"))
    assert [(one.text, one.label) for one in report.entities] == [("砚湖坞", "INSTITUTION"), ("望岭坞", "INSTITUTION")]
    assert gi.explain(report, "E1", nlp=gi.load(names=tmp_path / "names.npz")).reasons


def test_the_same_labels_and_seed_give_the_same_file(gold: Path) -> None:
    recipe = Recipe(soft_epochs=2, held_out=0.0)
    one, other = (load(from_network(own_labels(gold), PACKAGED, recipe).file) for _ in range(2))
    assert one.keys() == other.keys()
    assert all(np.array_equal(one[name], other[name]) for name in one)


def load(file: bytes) -> dict[str, np.ndarray]:
    import io

    return read_network(io.BytesIO(file)).weights


def test_a_part_of_the_regions_is_left_out_to_measure(gold: Path) -> None:
    said: list[str] = []
    trained = from_network(own_labels(gold), PACKAGED, Recipe(soft_epochs=1, held_out=0.34), say=said.append)
    assert said[0] == "4 windows to learn, 2 of other regions to measure"
    assert trained.figures is not None
    assert trained.figures["all"].right + trained.figures["all"].missed == 4


def test_folds_hold_every_region_once(gold: Path) -> None:
    texts = own_labels(gold)
    folds = texts.folds(4, seed=1)
    assert sorted(region for fold in folds for region in fold) == sorted(text.region for text in texts.texts)
    assert sorted(map(len, folds)) == [1, 1, 2, 2]
    assert len(texts.folds(40, seed=1)) == len(SENTENCES)  # no fold is empty


def test_what_has_no_region_is_in_no_fold_and_always_learned(gold: Path) -> None:
    texts = own_labels(gold)
    every = len(texts.windows())
    texts.texts[0].region = ""
    parts = texts.folds(2, 0)
    assert "" not in set.union(*parts)
    left_out = sum(len(texts.windows(part)) for part in parts)
    assert left_out == every - len(texts.texts[0].windows) < every


def test_a_window_can_be_learned_as_sentences_that_stand_alone(gold: Path) -> None:
    """What stands alone has empty lines around it instead of a report, and no home region."""
    window = own_labels(gold).windows()[0]
    window.document.channels["gazetteer"][:3] = (4, 5, 6)  # a full name near home
    line_end = np.array([7], np.int32)
    batch, names = of_fragment(window, ["gazetteer"], line_end, np.random.default_rng(0))
    size = len(window.tags)
    assert batch.rows[0] == batch.rows[size + 1] == 7
    assert np.array_equal(batch.rows[1 : size + 1], window.document.rows)
    assert batch.channels["gazetteer"][1:4].tolist() == [1, 2, 3]
    assert batch.targets[1 : size + 1].argmax(1).tolist() == window.tags.tolist()
    assert batch.weights.sum() == size
    assert names == [(one["start"] + 1, one["end"] + 1, one["label"]) for one in window.entities]


def a_batch(text: str, heads: str, characters: str) -> Batch:
    """A text with the channel of heads (a digit a character), and a listed place at its front."""
    rows = character_numbers(text, character_table(characters))
    channels = _no_channels(len(text))
    channels["head"] = np.frombuffer(bytes(map(int, heads)), np.uint8).copy()
    channels["gazetteer"][:2] = (1, 3)
    return Batch(rows, channels, np.zeros((len(text), 13), np.float32), np.ones(len(text), np.float32))


def test_the_proper_part_of_a_name_gives_way_to_characters_that_no_list_holds(gold: Path) -> None:
    texts = own_labels(gold)
    augmenter = Augmenter(texts.windows(), texts.characters, Changes(windows=1, swapped=0, invented=1, silent=0))
    batch = a_batch("望岭镇修路", "00100", texts.characters)
    before = batch.rows.copy()
    augmenter.change(batch, [(0, 3, "PLACE")], np.random.default_rng(1))
    assert not np.array_equal(batch.rows[:2], before[:2])
    assert np.array_equal(batch.rows[2:], before[2:])  # the head and what is no name
    assert not batch.channels["gazetteer"].any()


def test_a_name_gives_way_to_another_of_its_label_and_length(gold: Path) -> None:
    texts = own_labels(gold)
    augmenter = Augmenter(texts.windows(), texts.characters, Changes(windows=1, swapped=1, invented=0, silent=0))
    batch = a_batch("望岭院修路", "00200", texts.characters)
    after = batch.rows[3:].copy()
    augmenter.change(batch, [(0, 3, "INSTITUTION")], np.random.default_rng(1))
    table = character_table(texts.characters)
    assert any(np.array_equal(batch.rows[:3], character_numbers(f"{name}坞", table)) for name in ("砚湖", "云岫", "荔石", "望岭", "枫渡", "禾塘", "石砚", "临溪", "澜溪", "岚峰", "砚州", "清溪"))  # fmt: skip
    assert np.array_equal(batch.rows[3:], after)
    unchanged = a_batch("望岭市", "000", texts.characters)
    augmenter.change(unchanged, [(0, 3, "PLACE")], np.random.default_rng(1))  # no other place of three characters
    assert unchanged.channels["gazetteer"].any()


def test_from_nothing_the_rules_are_imitated_and_teachers_label_the_text(gold: Path) -> None:
    labelled = read_labels(gold, gold.parent)
    texts = OwnLabels(labelled, labelled)
    recipe = Recipe(size=16, teacher_size=24, imitated=2000, folds=2, epochs=1, soft_epochs=1, soft_characters=50)
    trained = from_nothing(texts, recipe, say=lambda line: None, unseen=texts.windows())
    assert len(trained.teachers) == 2
    network = load_network(_file(trained.file))
    assert network.scores("建成砚湖坞", _no_channels(5)).shape == (5, 13)


def _file(data: bytes):
    import io

    return io.BytesIO(data)


def _no_channels(size: int) -> dict[str, np.ndarray]:
    from govreport_ie.extraction.entities.channels import CHANNELS

    return {name: np.zeros(size, np.uint8) for name in CHANNELS}


def test_the_command_writes_a_network_and_says_how_good_it_is(
    gold: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "own.npz"
    with pytest.raises(SystemExit) as stop:
        main(["train-names", str(gold), "--docs", str(gold.parent), "-o", str(out), "--epochs", "1"])
    assert stop.value.code == 0
    assert load_network(out).settings
    assert "written" in capsys.readouterr().err


def test_optional_names_count_neither_way() -> None:
    entities = [
        {"start": 0, "end": 4, "min": [0, 4], "label": "PLACE", "opt": True},
        {"start": 6, "end": 10, "min": [7, 10], "label": "PROJECT", "opt": False},
        {"start": 12, "end": 15, "min": [12, 15], "label": "PLACE", "opt": False},
    ]
    found = [(0, 4, "PLACE"), (7, 10, "PROJECT"), (20, 22, "PLACE")]
    judged = judge(entities, found)
    assert judged.right == [(7, 10, "PROJECT")]
    assert judged.spurious == [(20, 22, "PLACE")]
    counted = figures([(entities, judged)])
    assert counted["all"] == Figures(right=1, spurious=1, missed=1)
    assert counted["PROJECT"].f1 == 1.0


def test_scores_of_a_surer_network_are_drawn_to_the_windows_they_are_fitted_to() -> None:
    matrix = np.column_stack([np.ones(200), np.repeat([2.0, -2.0], 100)])
    right = np.r_[np.ones(73), np.zeros(27), np.ones(27), np.zeros(73)]  # odds of e, where the scores say e squared
    bias, factor = regression(matrix, right, np.array([0.0, 1.0]))
    assert abs(bias) < 0.01
    assert abs(factor - 0.5) < 0.02


def test_calibration_gives_sure_names_a_higher_score() -> None:
    samples = [((0.99, 0.99), True, 4, True)] * 90 + [((0.3, 0.4), False, 4, False)] * 60
    chances = np.array([[0.99, 0.99], [0.3, 0.4]])
    sure, doubtful = evidence(chances, np.array([True, False]), np.array([4, 4])) @ calibrate(samples)
    assert sure > 0 > doubtful


def test_calibrated_scores_are_how_often_names_are_right() -> None:
    """Of names that look alike six in ten are right: their score is .6, whatever the network says of them."""
    samples = [((0.9, 0.9), False, 4, number % 10 < 6) for number in range(2000)]
    odds = evidence(np.array([[0.9, 0.9]]), np.array([False]), np.array([4])) @ calibrate(samples)
    assert 1 / (1 + np.exp(-odds[0])) == pytest.approx(0.6, abs=0.01)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "line 1: not a labelled window"),
        ('{"doc": "0.txt", "start": 0, "end": 5}', "line 1: not a labelled window"),
        ('{"doc": "0.txt", "start": 0, "end": 9999, "entities": []}', "line 1: the window does not lie in"),
        ('{"doc": "none.txt", "start": 0, "end": 5, "entities": []}', "line 1: document none.txt"),
        (
            '{"doc": "0.txt", "start": 0, "end": 5, "entities": [{"start": 0, "end": 2, "label": "GPE"}]}',
            "line 1: not a labelled window: label 'GPE'",
        ),
    ],
)
def test_a_malformed_gold_file_names_its_line(gold: Path, line: str, message: str) -> None:
    gold.write_text(line + "\n", encoding="utf-8")
    with pytest.raises(ReadError, match=message):
        read_labels(gold, gold.parent)


def test_a_file_that_is_no_network_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "names.npz"
    path.write_bytes(b"no network")
    with pytest.raises(LexiconError, match="not a name network"):
        gi.load(names=path)
