"""Title, year of delivery, region and level, as the report states them."""

from __future__ import annotations

import pytest

from tests.extraction.structure.helpers import analyse

GREETING = "各位代表：\n现在，我代表{}人民政府向大会报告工作，请予审议。\n"


class TestYear:
    """A report of year Y reviews Y-1 and plans Y."""

    @pytest.mark.parametrize(
        ("text", "year", "rule"),
        [
            ("2024年青溪县政府工作报告\n各位代表：\n现在，我代表县政府报告工作。\n建成公园3个。", 2024, "title"),
            ("政府工作报告（2009年）\n各位代表：\n现在，我代表县政府报告工作。", 2009, "title"),
            (
                "政府工作报告\n——2015年1月25日在青溪县第九届人民代表大会第五次会议上\n各位代表：\n现在，我代表县政府报告工作。",
                2015,
                "date_line",
            ),
            ("一、2023年工作回顾\n建成公园3个。", 2024, "review_heading"),
            ("二、2024年工作安排\n新建公园3个。", 2024, "plan_heading"),
            ("建成公园3个。\n做好2021年政府工作，要坚持稳中求进。", 2021, "goals_of_the_year"),
            ("刚刚过去的2018年，全县建成公园3个。", 2019, "past_year"),
            ("2023年，全县建成公园3个。\n2024年是攻坚之年。", 2024, "opening_years"),
            (
                "各位代表：\n现在，我受国务院委托，在第十届全国人民代表大会第一次会议上汇报五年来的情况。",
                2003,
                "congress_session",
            ),
            ("一、一九五五年计划执行情况\n产量增加。\n二、一九五六年计划草案\n产量将增加。", 1956, "plan_heading"),
        ],
    )
    def test_where_it_comes_from(self, text: str, year: int, rule: str) -> None:
        analysis = analyse(text)
        assert (analysis.year, analysis.year_rule) == (year, f"structure.identity:{rule}")

    def test_given_year_wins(self) -> None:
        analysis = analyse("2024年青溪县政府工作报告\n各位代表：", year=2023)
        assert (analysis.year, analysis.year_rule) == (2023, "given")

    def test_december_report_plans_the_year_that_follows(self) -> None:
        text = (
            "政府工作报告\n——2023年12月28日在青溪县第九届人民代表大会第五次会议上\n各位代表：\n现在，我代表县政府报告工作。\n"
            "一、2023年工作回顾\n建成公园3个。\n二、2024年工作安排\n新建公园2个。"
        )
        assert analyse(text).year == 2024

    @pytest.mark.parametrize(
        "text",
        [
            "建成公园3个。",
            "到2035年远景目标\n基本实现现代化。",
            "2012年以来工作回顾\n成效明显。",
            "由2019年的3个增至5个。",
        ],
    )
    def test_unknown_stays_unknown(self, text: str) -> None:
        analysis = analyse(text)
        assert (analysis.year, analysis.year_rule) == (None, None)


class TestTitle:
    """The line that names the report, without the label a site puts before it."""

    @pytest.mark.parametrize(
        ("text", "title"),
        [
            ("2024年青溪县政府工作报告\n各位代表：\n现在，我代表县政府报告工作。", "2024年青溪县政府工作报告"),
            (
                "标题：2024年青溪县政府工作报告\n来源：县政府网\n正文：\n各位代表：\n现在，我代表县政府报告工作。",
                "2024年青溪县政府工作报告",
            ),
            (
                "关于2023年国民经济计划执行情况的报告\n各位代表：\n受县人民政府委托，报告如下。",
                "关于2023年国民经济计划执行情况的报告",
            ),
            ("2024年政府工作报告-10篇(第3/9页)\n新建公园3个。", None),
            ("各位代表：\n现在，我代表县政府报告工作。", None),
        ],
    )
    def test_line(self, text: str, title: str | None) -> None:
        assert analyse(text).title == title


class TestRegionAndLevel:
    """Region and level by title, greeting and assembly; the level alone also by wording."""

    @pytest.mark.parametrize(
        ("greeted", "region", "level"),
        [
            ("浙江省", "浙江省", "province"),
            ("广西壮族自治区", "广西壮族自治区", "province"),
            ("上海市", "上海市", "province"),
            ("宁波市", "宁波市", "city"),
            ("溧阳市", "溧阳市", "county"),
            ("保定市清苑区", "保定市清苑区", "county"),
            ("阿坝藏族羌族自治州", "阿坝藏族羌族自治州", "city"),
            ("青溪镇", "青溪镇", "township"),
            ("县", None, "county"),
            ("市", None, "city"),
            ("XX区", None, "county"),
            ("××镇", None, "township"),
        ],
    )
    def test_greeting(self, greeted: str, region: str | None, level: str) -> None:
        analysis = analyse(GREETING.format(greeted))
        assert (analysis.region, analysis.level) == (region, level)

    def test_national(self) -> None:
        analysis = analyse("各位代表：\n现在，我代表国务院，向大会报告政府工作。")
        assert (analysis.region, analysis.level) == ("全国", "national")

    def test_assembly(self) -> None:
        text = "政府工作报告\n——2024年1月9日在宁波市第十六届人民代表大会第四次会议上\n各位代表：\n建成公园3个。"
        assert analyse(text).region == "宁波市"

    def test_redacted_title(self) -> None:
        analysis = analyse("2024年XX区政府工作报告\n各位代表：\n现在，我代表区人民政府向大会报告工作。")
        assert (analysis.title, analysis.region, analysis.level) == ("2024年XX区政府工作报告", None, "county")

    @pytest.mark.parametrize(
        ("text", "level"),
        [
            ("全县建成公园3个，我县获评园林县城。", "county"),
            ("全镇新建公路，我镇农业增产。", "township"),
            ("我市建成机场，全市外贸增长。", "city"),
            ("总量居全省第五位。", None),
            ("建成公园3个。", None),
        ],
    )
    def test_wording(self, text: str, level: str | None) -> None:
        assert analyse(text).level == level

    def test_given_region_gives_the_level(self) -> None:
        analysis = analyse("建成公园3个。", region="浙江省")
        assert (analysis.region, analysis.level) == ("浙江省", "province")
