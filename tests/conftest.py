"""Fixtures that every test may use."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from govreport_ie.extraction.engine import without_cycle_collection

settings.register_profile("default", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("default")

ROOT = Path(__file__).resolve().parent.parent

# A short report of our own: two parts, coordination, 分别, a target, entities, a slogan.
REPORT = """2024年清和县政府工作报告
各位代表：
现在，我代表县人民政府向大会报告工作，请予审议。
一、2023年工作回顾
（一）综合实力稳步提升。全县地区生产总值达到286.4亿元，增长6.2%；规上工业增加值增长8.1%；城乡居民人均可支配收入分别为4.1万元、2.3万元，分别增长5.2%和7.1%。
（二）城市面貌持续改善。新增停车位1860个、充电桩945个，改造老旧小区36个，惠及居民约1.2万户。清河大桥建成通车，县人民医院新院区投入使用。
二、2024年工作安排
坚持“两个确立”，力争地区生产总值增长6%以上，新建学校8所，完成投资不低于XX亿元，城镇新增就业3000人。
"""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """Processes for the tests: as many as processors for all of them, none of its own for the files that somebody names."""
    return 0 if config.getoption("file_or_dir") else None


@pytest.fixture(scope="session")
def report_text() -> str:
    """A short report of the project's own."""
    return REPORT


@pytest.fixture(scope="session")
def nlp():
    """The default pipeline, loaded once."""
    import govreport_ie as gi

    return gi.load()


@pytest.fixture(autouse=True)
def _steady_times(request: pytest.FixtureRequest) -> Iterator[None]:
    """Pause the collector of cycles, whose time depends on all that earlier tests left, where a test compares times."""
    if request.node.get_closest_marker("scaling") is None:
        yield
        return
    with without_cycle_collection():
        yield
