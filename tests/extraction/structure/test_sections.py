"""Sections: headings in every style, and review told apart from plan with and without them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.extraction.structure.helpers import analyse, frame_of, outline

DONE = "全年完成投资82亿元，建成公园12个，获评省级园林县城。居民收入稳步增长，城乡面貌明显改善。"
TO_DO = "力争全年投资突破90亿元，新建公园8个。加快推进旧城改造，着力办好民生实事，让群众更有获得感。"
REVIEW_BODY = "".join(f"第{n}季度，{DONE}" for n in "一二三四")
PLAN_BODY = "".join(f"要抓好第{n}批项目。{TO_DO}" for n in "一二三四")


class TestHeadings:
    """Main headings say what a part is; the numbering may take any style."""

    @pytest.mark.parametrize(
        ("review", "plan"),
        [
            ("一、2023年工作回顾", "二、2024年工作安排"),
            ("2023年工作回顾", "2024年重点工作"),
            ("第一部分 2023年工作回顾", "第二部分 2024年主要任务"),
            ("一．过去一年工作回顾", "二．今年工作任务"),
            ("一、2023年主要工作", "二、2024年目标任务和重点工作"),
            ("一、过去五年工作回顾", "二&、今后五年奋斗目标"),
            ("一、“十三五”时期发展回顾", "二、“十四五”时期的主要目标任务"),
            ("一、关于2023年国民经济计划执行情况", "二、2024年国民经济计划草案"),
            ("一、２０２３年决算", "二、２０２４年预算草案"),
            ("一、“九五”计划的任务圆满完成", "二、2024年的工作"),
        ],
    )
    def test_styles(self, review: str, plan: str) -> None:
        text = f"{review}\n{DONE}\n{plan}\n{TO_DO}"
        sections = analyse(text, 2024).sections
        assert [(section.kind, section.heading, section.depth) for section in sections] == [
            ("review", review, 1),
            ("plan", plan, 1),
        ]

    def test_depth_and_path(self) -> None:
        text = f"一、2023年工作回顾\n（一）兴业富民。{DONE}\n1．农业增产\n{DONE}\n二、2024年工作安排\n（一）扩大投资\n{TO_DO}"
        found = [(section.heading, section.depth, section.path) for section in analyse(text, 2024).sections]
        assert found == [
            ("一、2023年工作回顾", 1, ()),
            ("（一）兴业富民", 2, ("一、2023年工作回顾",)),
            ("1．农业增产", 3, ("一、2023年工作回顾", "（一）兴业富民")),
            ("二、2024年工作安排", 1, ()),
            ("（一）扩大投资", 2, ("二、2024年工作安排",)),
        ]

    def test_numbers_that_begin_again_below_an_unnumbered_heading(self) -> None:
        text = f"2023年工作回顾\n一、城乡统筹\n{DONE}\n二、改革开放\n{DONE}\n2024年工作安排\n一、城乡统筹\n{TO_DO}"
        sections = analyse(text, 2024).sections
        assert [section.kind for section in sections] == ["review"] * 3 + ["plan"] * 2
        assert sections[2].path == ("2023年工作回顾",)

    def test_heading_keeps_its_characters(self) -> None:
        text = f"（一）２０２３年工作回顾\n{DONE}"
        assert analyse(text, 2024).sections[0].heading == "（一）２０２３年工作回顾"

    @pytest.mark.parametrize("mark", ["\u200b", "\u202e", "\ufeff", "　　"])
    def test_invisible_characters_before_a_heading(self, mark: str) -> None:
        text = f"{mark}一、2023年工作回顾\n{DONE}\n{mark}二、2024年工作安排\n{TO_DO}"
        assert [section.kind for section in analyse(text, 2024).sections] == ["review", "plan"]

    def test_heading_glued_to_the_sentence_before_it(self) -> None:
        text = f"一、2023年工作回顾\n{DONE}二、2024年工作安排\n{TO_DO}"
        assert [section.heading for section in analyse(text, 2024).sections][-1] == "二、2024年工作安排"

    def test_year_tells_headings_of_equal_words_apart(self) -> None:
        text = f"一、2023年工作\n{DONE}\n二、2024年工作\n{TO_DO}"
        assert [section.kind for section in analyse(text, 2024).sections] == ["review", "plan"]


class TestLostHeadings:
    """Where the heading is lost, the wording of the sentences decides."""

    def test_plan_without_heading_behind_a_review_with_one(self) -> None:
        text = f"一、2023年工作回顾\n{REVIEW_BODY}\n{PLAN_BODY}"
        assert frame_of(text, "第一季度") == "review"
        assert frame_of(text, "第一批") == "plan"
        assert frame_of(text, "第四批") == "plan"

    def test_plan_that_a_sentence_opens(self) -> None:
        text = f"一、2023年工作回顾\n{REVIEW_BODY}\n今年要重点做好以下工作：\n{PLAN_BODY}"
        assert frame_of(text, "第四季度") == "review"
        assert frame_of(text, "第一批") == "plan"

    def test_no_heading_at_all(self) -> None:
        text = f"{REVIEW_BODY}\n{PLAN_BODY}"
        assert outline(text, 2024) == [("review", "第一季度，全"), ("plan", "要抓好第一批")]

    def test_one_line_without_any_break(self) -> None:
        text = f"{REVIEW_BODY}{PLAN_BODY}"
        assert [kind for kind, _ in outline(text, 2024)] == ["review", "plan"]

    def test_inline_headings_of_a_text_without_breaks(self) -> None:
        text = f"各位代表：现在，我代表县政府报告工作。一、2023年工作回顾 {REVIEW_BODY} 二、2024年工作安排 {PLAN_BODY}"
        assert [section.heading for section in analyse(text).sections] == [
            None,
            "一、2023年工作回顾",
            "二、2024年工作安排",
        ]

    def test_looking_back_inside_a_plan_does_not_tear_it_apart(self) -> None:
        text = f"二、2024年工作安排\n{PLAN_BODY}去年已建成公园12个。{PLAN_BODY}"
        assert {section.frame for section in analyse(text, 2024).sections} == {"plan"}

    @pytest.mark.parametrize(
        ("sentence", "frame"),
        [
            ("2023年，新改建农村公路120公里。", "review"),
            ("去年共争取专项资金3亿元。", "review"),
            ("过去一年，新增就业3200人。", "review"),
            ("一年来，化解矛盾纠纷560件。", "review"),
            ("2024年，新改建农村公路130公里。", "plan"),
            ("今年新增就业3500人以上。", "plan"),
            ("力争到2027年，全县工业产值突破百亿元。", "plan"),
            ("计划改造老旧小区23个。", "plan"),
            ("成功举办农民丰收节，累计接待游客20万人次。", "review"),
        ],
    )
    def test_single_sentences(self, sentence: str, frame: str) -> None:
        assert frame_of(sentence, sentence) == frame

    def test_nothing_to_go_by(self) -> None:
        section = analyse("甲乙丙丁").sections[0]
        assert (section.kind, section.frame) == ("other", None)


class TestOuterParts:
    """Title and greeting, self-government, closing, glossary and page chrome."""

    REPORT = (
        "青溪县2024年政府工作报告\n——2024年1月18日在青溪县第十七届人民代表大会第三次会议上\n县长　某某\n各位代表：\n"
        "现在，我代表县人民政府向大会报告工作，请予审议。\n"
        f"一、2023年工作回顾\n{REVIEW_BODY}\n二、2024年工作安排\n{PLAN_BODY}\n"
        "三、加强政府自身建设\n坚持依法行政，清理证明事项15项。\n"
        "各位代表！使命在肩，奋斗正当时。让我们团结一心，谱写青溪发展新篇章！\n"
        "名词解释\n1．三进：进村、进厂、进社区。\n"
        "责任编辑：某某\n上一篇：通知\n"
    )

    def test_order(self) -> None:
        assert [kind for kind, _ in outline(self.REPORT)] == [
            "title",
            "review",
            "plan",
            "self_government",
            "closing",
            "glossary",
            "boilerplate",
        ]

    def test_self_government_and_closing_speak_of_what_is_to_come(self) -> None:
        frames = {section.kind: section.frame for section in analyse(self.REPORT).sections}
        assert frames["self_government"] == frames["closing"] == "plan"
        assert frames["glossary"] is frames["title"] is None

    def test_self_government_in_the_review_stays_review(self) -> None:
        text = f"一、2023年工作回顾\n{REVIEW_BODY}\n（八）自身建设不断加强。{DONE}\n二、2024年工作安排\n{PLAN_BODY}"
        assert "self_government" not in {section.kind for section in analyse(text, 2024).sections}

    def test_page_chrome_before_and_inside(self) -> None:
        text = f"来源：县政府网\n【字号：大 中 小】\n{self.REPORT}".replace("二、2024", "(第3/9页)\n二、2024")
        kinds = [kind for kind, _ in outline(text)]
        assert kinds[:3] == ["boilerplate", "title", "review"]
        assert kinds[3:5] == ["boilerplate", "plan"]

    def test_a_section_goes_on_behind_chrome(self) -> None:
        text = f"一、2023年工作回顾\n{REVIEW_BODY}\n下一页：第二页\n{REVIEW_BODY}"
        sections = analyse(text, 2024).sections
        assert [section.kind for section in sections] == ["review", "boilerplate", "review"]
        assert sections[2].path == ("一、2023年工作回顾",)


class TestInvariants:
    """Sections cover the text; blank lines around it change nothing but offsets."""

    LINES = st.sampled_from([
        "一、2023年工作回顾", "二、2024年工作安排", "（一）稳增长", "1．强农业", "名词解释", "各位代表：", "来源：县政府网", "",
        "现在，我代表县人民政府向大会报告工作。", "各位代表！让我们团结奋斗！", DONE, TO_DO, "　　", "第2/3页", "12", "\u202e字",
    ])  # fmt: skip

    @settings(max_examples=150, deadline=None)
    @given(st.lists(LINES, max_size=14).map("\n".join))
    def test_cover_without_gap_or_overlap(self, text: str) -> None:
        sections = analyse(text).sections
        assert (sections[0].start, sections[-1].end) == (0, len(text))
        for section, following in pairwise(sections):
            assert section.start < section.end == following.start
        for section in sections:
            assert section.heading is None or text[section.start :].lstrip().startswith(section.heading)

    @settings(max_examples=100, deadline=None)
    @given(st.lists(LINES, min_size=1, max_size=10).map("\n".join), st.integers(1, 3), st.integers(0, 3))
    def test_blank_lines_around(self, text: str, before: int, after: int) -> None:
        text = text.strip("\n　")
        plain = analyse(text, 2024)
        padded = analyse("\n" * before + text + "\n" * after, 2024)
        assert [(s.kind, s.heading, s.frame) for s in padded.sections] == [
            (s.kind, s.heading, s.frame) for s in plain.sections
        ]
        assert [s.start for s in padded.sections[1:]] == [s.start + before for s in plain.sections[1:]]

    def test_deterministic(self) -> None:
        text = TestOuterParts.REPORT
        assert analyse(text).sections == analyse(text).sections
