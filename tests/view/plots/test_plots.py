"""Plots: what is drawn where, read back from the axes."""

from __future__ import annotations

import warnings

import pytest

import govreport_ie as gi

pytest.importorskip("pandas", reason="needs the extra plot")
matplotlib = pytest.importorskip("matplotlib", reason="needs the extra plot")
from govreport_ie.view.plots import areas_plot, targets_plot, years_plot  # noqa: E402

matplotlib.use("Agg")


@pytest.fixture(scope="module")
def reports():
    def report(year: int, result: str, target: str):
        text = (
            f"{year}年政府工作报告\n一、{year - 1}年工作回顾\n{year - 1}年，地区生产总值增长{result}，粮食总产量达到{year - 1970}万吨。\n"
            f"二、{year}年工作安排\n{year}年，地区生产总值增长{target}，粮食总产量达到{year - 1969}万吨。\n"
        )
        return gi.extract(text, year=year, region="宁海县", doc_id=str(year))

    return [report(2022, "7%", "6%以上"), report(2023, "6.4%", "5%—6%"), report(2024, "5.5%", "5%左右")]


@pytest.fixture(autouse=True)
def closed():
    """No figure is left over."""
    yield
    matplotlib.pyplot.close("all")


def test_results_in_percent_of_their_targets(reports):
    ax = targets_plot(gi.panel(reports, table="targets"))
    labels = [label.get_text() for label in ax.get_yticklabels()]
    dots = {line.get_gid(): line for line in ax.lines if (line.get_gid() or "").startswith("result-")}
    where = {labels[int(gid.split("-")[1])]: line.get_xdata()[0] for gid, line in dots.items()}  # pyright: ignore[reportIndexIssue]
    assert where["地区生产总值 2022"] == pytest.approx(100 * 6.4 / 6)
    assert where["地区生产总值 2023"] == pytest.approx(100 * 5.5 / 5.5)  # the middle of 5 to 6
    assert len(ax.patches) == 1  # the band of the one range
    assert dots[f"result-{labels.index('地区生产总值 2022')}"].get_color() == "#1d7a66"


def test_an_indicator_over_the_years(reports):
    ax = years_plot(gi.panel(reports), "地区生产总值")
    results, targets = ax.lines
    assert list(results.get_xdata()) == [2021, 2022, 2023]  # pyright: ignore[reportArgumentType]
    assert list(results.get_ydata()) == [7.0, 6.4, 5.5]  # pyright: ignore[reportArgumentType]
    assert list(targets.get_ydata()) == [6.0, 5.0]  # pyright: ignore[reportArgumentType]
    (band,) = ax.collections
    assert band.get_segments()[0].tolist() == [[2023, 5], [2023, 6]]  # pyright: ignore[reportAttributeAccessIssue]
    assert ax.get_title() == "地区生产总值 (growth)"
    assert ax.get_ylabel() == "%"


def test_an_indicator_by_its_id_into_axes_of_your_own(reports):
    _, mine = matplotlib.pyplot.subplots()
    assert years_plot(gi.panel(reports), "gross_regional_product_gdp", measure="growth", ax=mine) is mine


def test_shares_of_areas_sum_to_one(reports):
    ax = areas_plot(reports, share="metrics", most=1)
    assert [label.get_text() for label in ax.get_yticklabels()] == ["宁海县 2022", "宁海县 2023", "宁海县 2024"]
    ends = [bar.get_x() + bar.get_width() for bar in ax.containers[-1]]
    assert ends == pytest.approx([100, 100, 100], abs=0.1)
    widths = [bar.get_width() for bar in ax.containers[0]]
    assert widths == pytest.approx([50, 50, 50], abs=0.1)
    assert [text.get_text() for text in ax.get_legend().get_texts()][-1] == "其他 other"


def test_wrong_input_is_told(reports):
    with pytest.raises(gi.ConfigError, match="table='targets'"):
        targets_plot(gi.panel(reports))
    with pytest.raises(gi.ConfigError, match="no values of '无此指标'"):
        years_plot(gi.panel(reports), "无此指标")
    with pytest.raises(gi.ConfigError, match="no share of 'words'"):
        areas_plot(reports, share="words")
    with pytest.raises(gi.ConfigError, match="no report"):
        areas_plot([])
    with pytest.raises(gi.ConfigError, match="no row"):
        targets_plot(gi.panel(reports[:1], table="targets"))


def test_chinese_is_drawn_where_a_font_is_there(reports, tmp_path):
    from govreport_ie.view.plots.style import chinese_font

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if chinese_font() is None:
            pytest.skip("no font with Chinese characters (apt-get install fonts-noto-cjk)")
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # matplotlib warns of missing glyphs
        for number, ax in enumerate((targets_plot(gi.panel(reports, table="targets")), areas_plot(reports))):
            ax.figure.savefig(tmp_path / f"{number}.png")  # pyright: ignore[reportAttributeAccessIssue]


def test_the_users_settings_stay(reports):
    before = dict(matplotlib.rcParams)
    areas_plot(reports)
    assert dict(matplotlib.rcParams) == before


def test_the_hint_where_the_extra_is_missing(reports, monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "matplotlib", None)
    monkeypatch.setitem(sys.modules, "matplotlib.pyplot", None)
    with pytest.raises(gi.MissingExtraError, match=r'pip install "govreport-ie\[plot\]"'):
        areas_plot(reports)
