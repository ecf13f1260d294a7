"""Genres: what tells them, and the years and statuses that they give to numbers without a word of time."""

from __future__ import annotations

import pytest

import govreport_ie as gi
from govreport_ie.extraction.lexicons import load
from govreport_ie.extraction.structure.genre import GENRES, frame_of


def rows(text: str, **known) -> list[tuple]:
    report = gi.extract(text, **known)
    return [
        (quantity.text, metric.status, metric.period and (metric.period.start, metric.period.end))
        for metric, quantity in report.iter_rows()
    ]


@pytest.mark.parametrize(
    ("title", "genre", "region", "level", "year"),
    [
        ("2026年青禾省人民政府工作报告", "work_report", "青禾省", "province", 2026),
        ("二〇〇一年青禾县政府工作报告", "work_report", "青禾县", "county", 2001),
        ("二００一年青禾县政府工作报告", "work_report", "青禾县", "county", 2001),
        ("2024年青禾县国民经济和社会发展统计公报", "communique", "青禾县", "county", 2025),
        ("青禾市2023年国民经济和社会发展统计公报", "communique", "青禾市", "city", 2024),
        ("青禾市长岭区财政局关于青禾市长岭区2023年预算执行情况和2024年预算草案的报告", "budget_report", "青禾市长岭区", "county", 2024),
        ("关于青禾县2024年国民经济和社会发展计划执行情况\n与2025年国民经济和社会发展计划草案的报告", "plan_report", "青禾县", "county", 2025),
        ("青禾市国民经济和社会发展第十五个五年规划纲要", "five_year_plan", "青禾市", "city", 2026),
        ("2025年前三季度青禾市经济运行情况", "quarterly", "青禾市", "city", 2025),
        ("青禾县2024年1-5月财政预算收支情况分析", "quarterly", "青禾县", "county", 2024),
        ("青禾市2022年国民经济和社会发展计划执行情况", "plan_report", "青禾市", "city", 2022),
        ("青禾县国民经济和社会发展第十一个五年规划纲要", "five_year_plan", "青禾县", "county", 2006),
        ("行政長官2025年施政報告", "policy_address", "香港", "province", 2025),
        ("青禾省政府工作报告摘要", "digest", "青禾省", "province", None),
        ("青禾河的传说", "other", None, None, None),
    ],
)  # fmt: skip
def test_titles(title, genre, region, level, year):
    report = gi.extract(f"{title}\n一、基本情况\n各项事业取得进步。\n")
    assert (report.genre, report.region, report.level, report.year) == (genre, region, level, year)
    assert report.title == (None if genre == "other" else title.replace("\n", ""))


def test_a_genre_is_explained_and_can_be_given():
    text = "2024年青禾县国民经济和社会发展统计公报\n一、综合\n全年粮食产量8.1万吨，增长1.2%。\n"
    account = gi.explain(gi.extract(text), "genre")
    assert account.reasons[0].field == "genre"
    assert "统计公报" in (account.reasons[0].text or "")
    given = gi.extract(text, genre="work_report", year=2025)
    assert given.genre == "work_report"
    assert gi.explain(given, "genre").reasons[0].rule == "structure.genre:given"
    with pytest.raises(gi.ConfigError, match="no genre"):
        gi.extract(text, genre="novel")
    (piped,) = gi.pipe([(text, {"genre": "digest"})])
    assert piped.genre == "digest"


def test_a_pipeline_of_spacy_gives_the_same():
    text = "行政長官2025年施政報告\n1. 我們已增加300個名額。\n2. 我們會在明年增加500個名額。\n"
    nlp = gi.load()
    assert nlp(text)._.govreport.model_dump() == gi.extract(text).model_dump()


@pytest.mark.parametrize("year", [None, 2024, 2025])
def test_a_communique_tells_results_of_the_year_in_its_title(year):
    text = "2024年青禾县国民经济和社会发展统计公报\n一、综合\n地区生产总值120.5亿元，比上年增长5.1%。年末常住人口42万人。\n"
    assert {row[1:] for row in rows(text, year=year)} == {("actual", (2024, 2024))}


@pytest.mark.parametrize(
    "text",
    [
        "2023年，全县经济回升向好。\n一、综合\n初步核算，全年地区生产总值120.5亿元。\n二、农业\n粮食产量8.1万吨。\n",
        "现将2023年全县发展情况公报如下：\n1、总量\n全年生产总值60.5亿元。\n2、农业\n粮食产量12万吨。\n",
    ],
)
def test_a_communique_without_a_title_by_its_opening(text):
    report = gi.extract(text)
    assert (report.genre, report.year) == ("communique", 2024)
    assert {row[1:] for row in rows(text)} == {("actual", (2023, 2023))}


def test_an_outline_promises_for_the_years_of_its_plan():
    text = "青禾县国民经济和社会发展第十一个五年规划纲要\n一、主要目标\n生产总值年均增长13%，工业增加值达到41亿元，新建学校60所。\n"
    assert rows(text) == [
        ("13%", "target", (2006, 2010)),
        ("41亿元", "target", (2010, 2010)),
        ("60所", "target", (2006, 2010)),
    ]


@pytest.mark.parametrize(
    ("before", "sentence", "status"),
    [
        ("", "报告提出了2024年指标体系安排，具体为：地区生产总值增长6%左右；获批高新技术企业80家。", "target"),
        ("（四）2024年收入预计和支出安排\n", "一般公共预算收入48亿元，比2023年执行数增长3%。", "target"),
        ("（四）2023年收支执行情况\n", "一般公共预算收入48亿元，比上年增长3%。", "actual"),
    ],
)
def test_a_plan_without_a_main_heading(before, sentence, status):
    """A list of goals in running text, and a heading of a lower rank that names the year."""
    text = f"青禾县2023年计划执行情况与2024年计划草案的报告\n2023年，各项事业取得进步。\n{before}{sentence}\n"
    assert {row[1] for row in rows(text, genre="plan_report", year=2024)} == {status}


def test_quarterly_figures_are_of_their_own_year_and_have_months():
    text = "2025年前三季度青禾市经济运行情况\n前三季度，全市地区生产总值619.8亿元，同比增长6.0%。\n"
    report = gi.extract(text)
    assert [(m.status, m.period.start, m.period.months) for m, _ in report.iter_rows() if m.period] == [
        ("actual", 2025, (1, 9))
    ] * 2


def test_a_policy_address_mixes_what_was_done_with_what_will_be():
    text = (
        "行政長官2025年施政報告\n1. 國家安全展覽廳已錄得超過100萬參觀人次。\n2. 我們會在2026-27年度增加300個服務名額。\n"
        "3. 香港擁有263個島嶼。\n"
    )
    assert rows(text) == [
        ("100萬", "actual", (2025, 2025)),
        ("300個", "target", (2026, 2027)),
        ("263個", "actual", (2025, 2025)),
    ]


def test_every_genre_has_a_frame_and_signs():
    assert {row["genre"] for row in load("genre_frames")} == set(GENRES)
    assert {row["genre"] for row in load("genres")} <= set(GENRES)
    assert frame_of(None) == frame_of("other")


ADDRESS = "行政長官2025年施政報告\n主席、各位議員：\n"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        # what was done, what is, and what will be done, sentence by sentence
        ("社區會堂今年首八個月已舉辦超過120場活動。", [("actual", 2025, 2025)]),
        ("現時全港有45個社區會堂。", [("actual", 2025, 2025)]),
        ("我們會增建8個社區會堂。", [("target", 2026, 2026)]),
        ("現時有45個社區會堂，我們會增建8個。", [("actual", 2025, 2025), ("target", 2026, 2026)]),
        ("政府於今年3月公布的20億元撥款中，建議撥出3億元修葺碼頭。", [("actual", 2025, 2025), ("target", 2025, 2025)]),
        ("過去兩年，社區會堂增加了6個。", [("actual", 2023, 2025)]),
        # years of budgets and schools are one year each
        ("渡輪津貼會在2026-27年度增至5億元。", [("target", 2026, 2027)]),
        (
            "把長者渡輪名額由2024-25年度的約300個，在2028-29 年度或之前增至約500個；",
            [("actual", 2024, 2025), ("target", 2028, 2029)],
        ),
        (
            "把渡輪學徒的人數由2023/24學年的60人增加至2027/28學年的90人。",
            [("actual", 2023, 2024), ("target", 2027, 2028)],
        ),
        ("上學年渡輪學徒共有60人，已屬歷年之最。", [("actual", 2024, 2025)]),
        # a sentence with no word for either goes on like the one before it in its paragraph, which a year gone by tells of
        ("政府明年會調整渡輪津貼。普通津貼增加500元。", [("target", 2024 + 2, 2026)]),
        ("政府在2018年開放碼頭，將服務擴展至12個社區。", [("actual", 2018, 2018)]),
        # years in brackets say which years those before are; those of a base stand aside
        ("未來十年（即2025-26至2034-35年度），我們會修葺碼頭90個。", [("target", 2025, 2035)]),
        ("未來五年（2026-27至2030-31年度）碼頭需求量將為40個。", [("target", 2026, 2031)]),
        # the start of a promised change is what is now
        ("碼頭會由16個增加至28個。", [("actual", 2025, 2025), ("target", 2026, 2026)]),
    ],
)
def test_frames_of_an_address(sentence, expected):
    report = gi.extract(ADDRESS + sentence + "\n")
    assert report.genre == "policy_address"
    assert [(m.status, m.period.start, m.period.end) for m in report.metrics] == expected


def test_a_year_of_an_address_names_it():
    text = ADDRESS + "2023年《施政報告》的指標\n我們會增建8個社區會堂。\n"
    (metric,) = gi.extract(text).metrics
    assert (metric.status, metric.period.start) == ("target", 2026)


def test_years_in_brackets_head_what_follows():
    text = (
        ADDRESS
        + "1. 碼頭工程會分階段進行：\n第一階段（2026-2030年）\n• 修葺碼頭12個\n第二階段（2031-2035年）\n• 修葺碼頭9個\n"
    )
    assert [(m.period.start, m.period.end) for m in gi.extract(text).metrics] == [(2026, 2030), (2031, 2035)]


def told(text: str, year: int | None = None) -> list[tuple]:
    """Amount, name, measure, status and years of every metric."""
    report = gi.extract(text, year=year)
    amount = {quantity.id: quantity.text for quantity in report.quantities}
    return [
        (amount[m.quantity], m.indicator.name, m.measure, m.status, m.period and (m.period.start, m.period.end))
        for m in report.metrics
    ]


@pytest.mark.parametrize(
    ("text", "year", "expected"),
    [
        # the year that opens a paragraph dates it
        (
            "五年来，茶叶产值平均每年增长9%。\n在刚刚过去的1996年，茶农干劲很足。鲜叶产量增长12%。",
            1997,
            [("9%", "茶叶产值", "growth", "actual", (1992, 1996)), ("12%", "鲜叶产量", "growth", "actual", (1996, 1996))],
        ),
        # a rate behind 同比 is a change
        (
            "茶叶产值3亿元，同比2.5%。",
            2024,
            [("3亿元", "茶叶产值", "level", "actual", (2023, 2023)), ("2.5%", "茶叶产值", "growth", "actual", (2023, 2023))],
        ),
        # a number inside the short name of a policy is none
        ("落实“两个20%”办法，茶园覆盖率达到8%。", 2024, [("8%", "茶园覆盖率", "share", "actual", (2023, 2023))]),
        # medals belong to the games named last
        (
            "选手在2024年某地奥运会上获得3金，在残奥会上获得5金。",
            2025,
            [
                ("3金", "某地奥运会金牌", "level", "actual", (2024, 2024)),
                ("5金", "残奥会金牌", "level", "actual", (2024, 2024)),
            ],
        ),
        # a page says when it was published
        ("茶乡规划出台\n2021-05-19 18:00:17 来源：网络\n到2025年，茶叶产值达到3亿元。", None, [("3亿元", "茶叶产值", "level", "target", (2025, 2025))]),
    ],
)  # fmt: skip
def test_small_things_of_kindred_texts(text, year, expected):
    rows = told(text, year)
    assert [(amount, *rest) for amount, name, *rest in rows] == [(amount, *rest) for amount, name, *rest in expected]
    assert all(name in row[1] or row[1] in name for row, (_, name, *_) in zip(rows, expected, strict=True))


def test_money_of_budgets_leaves_yuan_out():
    report = gi.extract("财政支出年初预算1184万，实现支出1504万。", year=2014)
    assert [(q.value, q.unit) for q in report.quantities] == [(11_840_000, "CNY"), (15_040_000, "CNY")]


def test_a_report_on_half_a_year_tells_of_that_year():
    text = "关于青禾县2024年上半年国民经济和社会发展计划执行情况的报告\n一、计划执行情况\n(一)农业稳步发展\n茶叶产量12万吨，增长4%。\n"
    assert {row[3:] for row in told(text)} == {("actual", (2024, 2024))}
    assert gi.extract(text).genre == "plan_report"
    whole = "关于青禾县2023年计划执行情况与2024年计划草案的报告\n一、2023年计划执行情况\n茶叶产量12万吨。\n二、2024年计划安排\n茶叶产量增长4%。\n"
    assert [row[3:] for row in told(whole)] == [("actual", (2023, 2023)), ("target", (2024, 2024))]


@pytest.mark.parametrize(
    ("title", "region"),
    [
        ("青禾市2024年国民经济和社会发展计划", "青禾市"),
        ("关于青禾县2024年上半年国民经济和社会发展计划执行情况的审查意见", "青禾县"),
    ],
)
def test_plans_and_what_is_said_of_them(title, region):
    report = gi.extract(f"{title}\n\n茶叶产量增长4%左右。\n")
    assert (report.genre, report.region, report.year) == ("plan_report", region, 2024)


def test_the_base_of_a_budget_stands_without_de():
    text = "青禾县2023年预算执行情况和2024年预算草案的报告\n一、2023年预算执行情况\n茶叶税收入3亿元，较上年2.5亿元增长20%。\n"
    assert [(row[0], row[4]) for row in told(text)] == [
        ("3亿元", (2023, 2023)),
        ("2.5亿元", (2022, 2022)),
        ("20%", (2023, 2023)),
    ]


@pytest.mark.parametrize(
    ("clause", "years"),
    [
        ("茶叶税收入3亿元，比上年同期2.5亿元增长20%。", [(2023, 2023), (2022, 2022), (2023, 2023)]),
        ("茶叶税收入3亿元，比2022年执行数2.5亿元增长20%。", [(2023, 2023), (2022, 2022), (2023, 2023)]),
    ],
)
def test_the_base_of_a_change_is_of_its_own_year(clause, years):
    text = f"青禾县2023年预算执行情况和2024年预算草案的报告\n一、2023年预算执行情况\n{clause}\n"
    assert [row[4] for row in told(text)] == years


def test_the_budget_that_an_account_is_held_against():
    text = "青禾县2024年1-5月财政收支情况\n全县完成茶叶税收入3亿元，占年初预算7亿元的42.9%，增长5%。\n"
    assert [(row[0], row[2], row[3]) for row in told(text)] == [
        ("3亿元", "level", "actual"),
        ("7亿元", "level", "target"),
        ("42.9%", "share", "actual"),
        ("5%", "growth", "actual"),
    ]
    assert told(text)[1][1] == "茶叶税收入年初预算"


def test_years_ahead_of_a_sentence_of_an_address():
    (metric,) = gi.extract(ADDRESS + "政府會在五至八年內修葺碼頭90個。\n").metrics
    assert metric.status == "target"
    assert metric.period.start >= 2025


def test_months_of_a_document_on_a_part_of_the_year():
    """What it tells of the year without another word is of its months, and never of the whole year."""
    text = (
        "2025年上半年青禾市经济运行情况\n上半年，全市地区生产总值600亿元。\n规模以上工业增加值增长7.1%，比一季度加快0.6个百分点。\n"
        "6月份，居民消费价格上涨0.4%，环比下降0.1%。\n1—5月，规模以上工业企业利润12亿元。\n"
    )
    months = [m.period.months for m, _ in gi.extract(text).iter_rows() if m.period]
    assert months == [(1, 6), (1, 6), (1, 6), (6, 6), (6, 6), (1, 5)]


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (2023, [("estimated", 2023, 2023), ("actual", 2023, 2023), ("target", 2024, 2024), ("estimated", 2023, 2023)]),
        (2024, [("estimated", 2023, 2023), ("actual", 2023, 2023), ("target", 2024, 2024), ("estimated", 2024, 2024)]),
    ],
)
def test_a_plan_delivered_before_the_old_year_is_over(year, expected):
    """今年 is the year in which it is said, results and promises belong to the years that the title names."""
    text = (
        "关于青禾区2023年国民经济和社会发展计划执行情况与2024年国民经济和社会发展计划(草案)的报告\n"
        "一、2023年计划执行情况\n预计地区生产总值增长6%。\n一般公共预算收入45亿元。\n"
        "二、2024年主要预期目标\n规上工业增加值增长8%。\n今年预计建成公园3个。\n"
    )
    report = gi.extract(text, year=year)
    assert report.year == year
    assert [(m.status, m.period.start, m.period.end) for m, _ in report.iter_rows() if m.period] == expected


def test_a_proposal_of_the_coming_plan():
    """It is made in the last year of the old plan, whose results it tells, and promises for the years of the new one."""
    text = (
        "中共青禾市委关于编制全市第十五个五年规划的建议\n一、“十四五”时期取得重大成就\n"
        "全市人均可支配收入达到4.6万元。\n二、“十五五”时期主要目标\n研发投入强度提高到3.2%。\n"
    )
    report = gi.extract(text, year=2025)
    assert (report.genre, report.year) == ("five_year_plan", 2025)
    assert [(m.status, m.period.start, m.period.end) for m, _ in report.iter_rows() if m.period] == [
        ("actual", 2025, 2025), ("target", 2030, 2030),
    ]  # fmt: skip


def test_a_special_plan_tells_where_things_stand_before_it_promises():
    text = (
        "青禾市“十四五”综合交通发展规划\n第一章 现状\n截至2020年底，全市公路总里程达到1.2万公里。\n"
        "第二章 目标\n到2025年，公路总里程达到1.35万公里。\n专栏1\n新增公交车500辆。\n"
    )
    assert [row[1:] for row in rows(text, year=2021)] == [
        ("actual", (2020, 2020)), ("target", (2025, 2025)), ("target", (2021, 2025)),
    ]  # fmt: skip


def test_goals_that_a_piece_of_news_quotes():
    """Goals of a year to come are promises, however the sentence leads up to them."""
    text = (
        "报告指出，2023年青禾市地区生产总值增长6.2%。\n"
        "报告提出2024年主要预期目标：茶业总产值增长6%左右；城镇新增就业5万人以上；粮食产量60万吨。\n"
    )
    assert [row[1] for row in rows(text, genre="plan_report", year=2024)] == ["actual", "target", "target", "target"]


def test_a_digest_under_a_slogan():
    assert gi.extract("一图读懂！2026年青禾市政府工作报告\n\n2025年成绩单\n\n新增就业4.2万人\n\n").genre == "digest"


@pytest.mark.parametrize(
    ("text", "genre", "year"),
    [
        ("前三季度，全县生产总值50亿元，增长7%。", "quarterly", 2024),
        ("今年以来，全市经济平稳。1-7月，规上工业增加值增长6%。", "quarterly", 2024),
        ("元至九月，全县完成生产总值56亿元，增长7%。", "quarterly", 2024),
        ("截至2024年8月底，累计完成税收收入3.6亿元，增长6%。", "quarterly", 2024),
        ("去年，全县生产总值50亿元。上半年增长7%，下半年增长8%。", "other", 2023),
        ("第一季度，全市新建公园3个。第二季度，新建公园4个。", "other", 2023),
        ("国务院关于今年以来预算执行情况的报告\n1-7月，全国税收收入同比增长1%。", "budget_report", 2024),
    ],
)
def test_first_words_that_add_up_the_months_of_a_year(text, genre, year):
    """A document about a part of a year is about the running one, whether it has a title or not."""
    report = gi.extract(text, year=2024)
    assert report.genre == genre
    assert {m.period.start for m, _ in report.iter_rows() if m.period} == {year}


def test_a_list_that_a_forecast_opens():
    text = (
        "2024年，预计主要指标完成情况如下：\n——生产总值预计实现90亿元，完成目标的107%，增长6%；\n——税收收入增长5%。\n"
        "建成公园3个，绿化率提高1%（预计，下同）。\n"
    )
    assert [row[1] for row in rows(text, year=2025)] == ["estimated"] * 4 + ["actual", "estimated"]


def test_a_line_that_only_says_when_dates_what_stands_under_it():
    text = "一、2025年工作回顾\n\n新增就业12万人\n\n过去5年\n\n生产总值年均增长5.4%\n\n新增就业累计超过60万人\n\n二、2026年目标\n\n新增就业11万人以上\n"
    assert [row[2] for row in rows(text, year=2026)] == [(2025, 2025), (2021, 2025), (2021, 2025), (2026, 2026)]


def test_the_amount_that_a_multiple_is_of_is_of_its_own_years():
    text = "“十三五”期间，全县民生支出67亿元，是“十二五”时期39亿元的1.7倍，年均增长6%。\n"
    assert [row[2] for row in rows(text, genre="budget_report", year=2021)] == [
        (2016, 2020), (2011, 2015), (2016, 2020), (2016, 2020),
    ]  # fmt: skip


def test_the_name_of_a_report_tells_nothing_of_its_years():
    text = (
        "今日召开的大会书面印发了青禾市2025年预算执行情况和2026年预算草案的报告。\n"
        "报告指出，2025年，全市预算总收入128亿元。全市总支出119亿元。收支相抵，结转下年支出9亿元。\n"
    )
    assert {row[1:] for row in rows(text, year=2026)} == {("actual", (2025, 2025))}


def test_what_became_of_the_tasks_of_a_year():
    """Tables and lists of tasks beside what was done: both are of the year under review, also in an appendix behind the plan."""
    table = (
        "一、2025年工作回顾\n新建学校3所。\n二、2026年工作安排\n新建学校4所。\n附件1\n2025年民生实事项目完成情况\n"
        "| 序号 | 项目 | 目标任务 | 落实情况 |\n| --- | --- | --- | --- |\n| 1 | 停车 | 停车位2000个 | 已建成2150个 |\n"
        "附件2\n2026年民生实事项目安排表\n序号\t项目\t目标\n1\t教育\t新增学位3000个\n"
    )
    assert rows(table, year=2026)[2:] == [
        ("2000个", "target", (2025, 2025)), ("2150个", "actual", (2025, 2025)), ("3000个", "target", (2026, 2026)),
    ]  # fmt: skip
    listed = "2025年政府工作报告重点任务落实情况\n1.任务：新建公园3个。落实情况：已建成公园4个。\n"
    assert [row[1:] for row in rows(listed, year=2026)] == [("target", (2025, 2025)), ("actual", (2025, 2025))]


def test_a_part_of_a_named_year_dates_what_follows():
    text = "2023年1月至9月，全市规上工业增加值增长5%。\n固定资产投资增长6%。\n"
    assert {row[2] for row in rows(text, year=2024)} == {(2023, 2023)}
    text = "一、2023年工作回顾\n新建公园3个。\n2024年一季度，生产总值增长7%。税收收入增长2%。\n新建学校4所。\n"
    assert [row[2] for row in rows(text, year=2024)] == [(2023, 2023), (2024, 2024), (2024, 2024), (2023, 2023)]
