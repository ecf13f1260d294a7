"""A taxonomy of the user's own: what it may hold, and what is refused with the line named."""

from __future__ import annotations

from pathlib import Path

import pytest

from govreport_ie.errors import LexiconError
from govreport_ie.extraction.policy import PolicyStage
from govreport_ie.extraction.policy.taxonomy import load_taxonomy
from tests.extraction.policy.conftest import marked

EXAMPLE = Path(__file__).parents[3] / "examples" / "taxonomies" / "cap_major_topics.tsv"
HEADER = "id\tparent\tname_zh\tterms\trules\n"
GOOD = (
    "# roads and water\n"
    + HEADER
    + "roads\t\t道路\t公路|桥梁=3|村=0\t\n"
    + "roads.rural\troads\t农村公路\t农村公路\t\n"
    + "water\t\t水\t水库|堤防\tprose about water\n"
    + "power\t\t电\t\t水库 @ 千瓦,兆瓦 -> power / water|公路 + 光伏,电站 -> power\n"
)


def write(folder: Path, text: str, name: str = "areas.tsv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "area", "sub", "secondary"),
    [
        ("新建<农村公路>{30公里}。", "roads", "roads.rural", None),
        ("新建<桥梁>{5座}。", "roads", None, None),
        ("加固<水库>{3座}。", "water", None, None),
        ("<水库>装机{3千瓦}。", "power", None, "water"),
        ("<公路>沿线光伏装机{3座}。", "power", None, None),
        ("通车<村>{12个}。", "roads", None, None),
    ],
)
def test_areas_terms_and_rules(tmp_path: Path, text: str, area: str, sub: str | None, secondary: str | None) -> None:
    analysis = marked(text)
    PolicyStage(write(tmp_path, GOOD))(analysis)
    link = analysis.metrics[0].policy
    assert link is not None
    assert (link.id, link.sub_id, link.secondary) == (area, sub, secondary)


def test_nothing_to_go_on(tmp_path: Path) -> None:
    analysis = marked("创作<歌曲>{3首}。")
    PolicyStage(write(tmp_path, GOOD))(analysis)
    assert analysis.metrics[0].policy is None


def test_csv_with_quoted_cells(tmp_path: Path) -> None:
    text = '\ufeffid,name_zh,terms,rules\nroads,道路,公路,"prose, with a comma\nand a second line"\nwater,水,水库,\n'
    taxonomy = load_taxonomy(write(tmp_path, text, "areas.csv"))
    assert list(taxonomy.areas) == ["roads", "water"]
    assert taxonomy.areas["roads"].rules.endswith("second line")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no header line"),
        ("id\tname_zh\n", "line 1: columns missing: terms"),
        ("id\tname_zh\tterms\tid\n", "line 1: a column stands twice"),
        (HEADER + "roads\t\t道路\t公路\t\textra\n", "line 2: 6 cells, the header has 5"),
        (HEADER + "\n# a comment\nroads and rails\t\t道路\t公路\t\n", "line 4: an id is one word"),
        (HEADER + "\t\t道路\t公路\t\n", "line 2: an id is one word"),
        (HEADER + "roads\t\t道路\t公路\t\nroads\t\t路\t桥\t\n", "line 3: id 'roads' stands twice"),
        (HEADER + "roads\t\t\t公路\t\n", "line 2: 'roads' has no name_zh"),
        (HEADER + "roads\tpaths\t道路\t公路\t\n", "line 2: no area named 'paths' for a parent"),
        (HEADER + "a\t\t甲\t公路\t\nb\ta\t乙\t\t\nc\tb\t丙\t\t\n", "line 4: 'b' is a sub-area itself"),
        (HEADER + "roads\t\t道路\t公路=9\t\n", "line 2: the weight of '公路' is 0 to 4, not '9'"),
        (HEADER + "roads\t\t道路\t=2\t\n", "line 2: no term before the weight"),
        (HEADER + "a\t\t甲\t公路\t\nb\t\t乙\t“公路”\t\n", "line 3: '公路' stands for 'a' on line 2 already"),
        (HEADER + "a\t\t甲\t公路\t公路 @ 亩 -> b\n", "line 2: no area named 'b' in the rule"),
        (HEADER + "a\t\t甲\t公路\t@ 亩 -> a\n", "line 2: no term in the rule"),
        (HEADER + "a\t\t甲\t\t\n", "no area has any terms"),
    ],
)
def test_faults_name_the_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(LexiconError) as caught:
        load_taxonomy(write(tmp_path, text))
    assert message in str(caught.value)
    assert "areas.tsv" in str(caught.value)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="cannot be read"):
        load_taxonomy(tmp_path / "missing.csv")
    (tmp_path / "binary.csv").write_bytes(b"\xff\xfe\x00id")
    with pytest.raises(LexiconError, match="cannot be read"):
        load_taxonomy(tmp_path / "binary.csv")
    (tmp_path / "gbk.csv").write_bytes("id,name_zh,terms\na,教育,学校\n".encode("gbk"))
    with pytest.raises(LexiconError, match=r"gbk\.csv, line 2: .* save the file as UTF-8"):
        load_taxonomy(tmp_path / "gbk.csv")


CAP_SENTENCES = [
    ("<地区生产总值>增长{6%}。", "macroeconomics"),
    ("创建<民族团结进步示范单位>{8个}。", "civil-rights"),
    ("新增<医院床位>{700张}。", "health"),
    ("<粮食总产量>{35万吨}。", "agriculture"),
    ("<城镇新增就业>{1.3万人}。", "labor"),
    ("新增<学位>{5600个}。", "education"),
    ("<空气质量优良天数比例>{92%}。", "environment"),
    ("<发电量>{180亿千瓦时}。", "energy"),
    ("<农业转移人口>进城落户{1.1万人}。", "immigration"),
    ("新增<高速公路>{46公里}。", "transportation"),
    ("<刑事案件发案数>下降{9%}。", "law-and-crime"),
    ("<城乡低保标准>提高到{980元}。", "social-welfare"),
    ("改造<老旧小区>{45个}。", "housing"),
    ("<社会消费品零售总额>增长{7.1%}。", "domestic-commerce"),
    ("<大学生征兵>{230人}。", "defense"),
    ("<技术合同成交额>{45亿元}。", "technology"),
    ("<进出口总额>{95亿元}。", "foreign-trade"),
    ("缔结<国际友好城市>{2个}。", "international-affairs"),
    ("<政协提案办结率>{100%}。", "government-operations"),
    ("加固<病险水库>{9座}。", "public-lands"),
    ("新建<文化馆>{3座}。", "culture"),
]


@pytest.fixture(scope="module")
def cap() -> PolicyStage:
    return PolicyStage(EXAMPLE)


@pytest.mark.parametrize(("text", "topic"), CAP_SENTENCES)
def test_the_21_cap_major_topics(cap: PolicyStage, text: str, topic: str) -> None:
    analysis = marked(text)
    cap(analysis)
    link = analysis.metrics[0].policy
    assert link is not None
    assert link.id == topic


def test_the_cap_example_is_complete(cap: PolicyStage) -> None:
    areas = list(cap.taxonomy.areas.values())
    assert [area.codes["cap_major"][0] for area in areas] == [str(n) for n in range(1, 24) if n not in (11, 22)]
    assert {topic for _, topic in CAP_SENTENCES} == {area.id for area in areas}
