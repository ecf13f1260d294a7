"""Make cap_major_topics.tsv: the packaged terms, regrouped under the 21 major topics of the Comparative Agendas Project.

    python examples/taxonomies/make_cap_major_topics.py

A sub-area's terms go to the first of its CAP major codes, except where `SUB_AREAS` and `TERMS` say otherwise.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from govreport_ie.extraction.policy.taxonomy import FULL_WEIGHT, load_taxonomy

TOPICS = {
    "1": ("macroeconomics", "宏观经济", "Macroeconomics"),
    "2": ("civil-rights", "公民权利", "Civil Rights"),
    "3": ("health", "卫生", "Health"),
    "4": ("agriculture", "农业", "Agriculture"),
    "5": ("labor", "劳动", "Labor"),
    "6": ("education", "教育", "Education"),
    "7": ("environment", "环境", "Environment"),
    "8": ("energy", "能源", "Energy"),
    "9": ("immigration", "移民", "Immigration"),
    "10": ("transportation", "交通运输", "Transportation"),
    "12": ("law-and-crime", "法律与犯罪", "Law and Crime"),
    "13": ("social-welfare", "社会福利", "Social Welfare"),
    "14": ("housing", "住房与社区发展", "Housing"),
    "15": ("domestic-commerce", "国内商业", "Domestic Commerce"),
    "16": ("defense", "国防", "Defense"),
    "17": ("technology", "科学技术与通信", "Technology"),
    "18": ("foreign-trade", "对外贸易", "Foreign Trade"),
    "19": ("international-affairs", "国际事务", "International Affairs"),
    "20": ("government-operations", "政府运作", "Government Operations"),
    "21": ("public-lands", "公共土地与水资源", "Public Lands"),
    "23": ("culture", "文化", "Culture"),
}
SUB_AREAS = {  # sub-areas whose first code is not the topic of most of their terms
    "employment-income.employment": "5",
    "science-innovation.talent": "17",
    "agriculture-rural.income-support": "13",
    "natural-resources-water.water-resources": "21",
    "public-safety.food-drug": "4",
    "social-security.children-women": "13",
    "governance.rule-of-law": "12",
    "governance.united-front-defence": "2",
}
TERMS = {  # terms that CAP counts elsewhere than their sub-area
    "1": "城镇登记失业率 登记失业率 失业率 城镇调查失业率 调查失业率",
    "2": "未成年人保护 无障碍 无障碍改造 无障碍设施",
    "9": "免签 外籍 签证 出入境 移民管理 外国人永久居留 落户 户籍制度 农业转移人口 市民化",
    "16": "征兵 征兵人数 大学生征兵 兵员 国防 国防动员 国防教育 民兵 国防后备 武警 人防 人防工程 防空 边防",
}
RULES = {
    "10": "充电桩 @ 千瓦,千伏安,兆瓦 -> energy / transportation",
    "18": "中欧班列 @ 公里 -> transportation / foreign-trade",
    "7": "河道 + 防洪,行洪,防汛 -> public-lands / environment",
}
HEADER = """\
# The 21 major topics of the Comparative Agendas Project (comparativeagendas.net, master codebook) as a taxonomy.
# Made by make_cap_major_topics.py from the packaged terms; see README.md beside this file for the columns.
"""


def main() -> None:
    """Write the file beside this script."""
    packaged = load_taxonomy()
    moved = {term: topic for topic, terms in TERMS.items() for term in terms.split()}
    entries: dict[str, list[str]] = defaultdict(list)
    for text, topic in moved.items():
        entries[topic].append(text)
    for term in packaged.terms:
        if term.text in moved:
            continue
        topic = SUB_AREAS.get(term.area) or packaged.areas[term.area].codes["cap_major"][0]
        entries[topic].append(term.text if term.weight == FULL_WEIGHT else f"{term.text}={term.weight}")
    lines = ["id\tname_zh\tname_en\tcap_major\trules\tterms"]
    for code, (identifier, name_zh, name_en) in TOPICS.items():
        terms = "|".join(sorted(entries[code]))
        lines.append("\t".join((identifier, name_zh, name_en, code, RULES.get(code, ""), terms)))
    path = Path(__file__).with_name("cap_major_topics.tsv")
    path.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
