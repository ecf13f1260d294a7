"""Pipelines that are copied, pickled and sent to processes, however these are started."""

from __future__ import annotations

import copy
import json
import pickle
import subprocess
import sys

import pytest
from spacy.tokens import Doc

import govreport_ie as gi
from tests.conftest import REPORT

PROGRAM = """
import multiprocessing, sys
if __name__ == "__main__":
    multiprocessing.set_start_method(sys.argv[1])
    import govreport_ie as gi
    text = "2023年，全县新增城镇就业1.2万人，增长6.5%。"
    nlp = gi.load()
    expected = gi.extract(text)
    assert list(gi.pipe([text] * 3, n_process=2)) == [expected] * 3
    assert list(gi.pipe([text] * 3, n_process=2, nlp=nlp)) == [expected] * 3
    assert [doc._.govreport for doc in nlp.pipe([text] * 3, n_process=2)] == [expected] * 3
    print("well")
"""


@pytest.mark.parametrize(
    "way", [copy.deepcopy, lambda nlp: pickle.loads(pickle.dumps(nlp))], ids=["deep copy", "pickle"]
)
@pytest.mark.parametrize("options", [{}, {"tokens": "words"}, {"name_or_path": "zh_govreport_rules"}], ids=str)
def test_copies_of_a_pipeline_do_the_same(way, options):
    nlp = gi.load(**options)
    again = way(nlp)
    assert again.pipe_names == nlp.pipe_names
    assert again(REPORT)._.govreport == nlp(REPORT)._.govreport


def test_the_files_of_the_user_go_along(tmp_path):
    areas = tmp_path / "areas.csv"
    areas.write_text("id,level,name_zh,name_en,terms\nwork,1,就业,Work,就业\n", encoding="utf-8")
    try:
        nlp = gi.load(policy_areas=areas)
    except gi.GovReportError as error:
        pytest.skip(str(error))
    again = pickle.loads(pickle.dumps(nlp))
    assert again(REPORT)._.govreport == nlp(REPORT)._.govreport


@pytest.mark.parametrize("method", ["spawn", "forkserver"])
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has only spawn, which is the default there")
def test_start_methods(method, tmp_path):
    program = tmp_path / "program.py"
    program.write_text(PROGRAM, encoding="utf-8")
    done = subprocess.run([sys.executable, str(program), method], capture_output=True, text=True, timeout=300)
    assert (done.stdout, done.returncode) == ("well\n", 0), done.stderr


@pytest.mark.parametrize("text", ["", " ", "\n\n", REPORT])
def test_copies_of_a_doc(nlp, text):
    doc = nlp(text)
    assert doc.copy()._.govreport == doc._.govreport == gi.extract(text)


def test_json_of_a_doc_with_the_report(nlp):
    data = nlp(REPORT).to_json(underscore=["govreport_json"])
    assert gi.Report.model_validate(json.loads(json.dumps(data))["_"]["govreport_json"]) == gi.extract(REPORT)
    assert Doc.has_extension("govreport_json")
