"""Writes data/places/yongkang-villages.yaml from a gazetteer of division codes.

Run: python -m bench.export_places [FOLDER]; FOLDER (../shared/data/geo_yongkang unless given) holds
towns_330784.csv, villages_330784.csv, villages_jinhua_3307.csv.gz and counties_zhejiang_33.csv: the statistics
bureau's codes of 2023-06-30, collected under the MIT licence.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from pathlib import Path

import jieba
import pandas as pd

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "geo_yongkang"
TARGET = Path(__file__).resolve().parents[1] / "data" / "places" / "yongkang-villages.yaml"
COUNTY = 330784
# A name that is also a word of this frequency in jieba's dictionary says nothing alone.
EVERYDAY = 5
_OFFICE = re.compile(r"(?P<base>.+?)(?P<end>社区居委会|村村委会|村委会|居委会)$")
HEAD = """\
# Villages (村) and communities (社区) of Yongkang by town, as of 2023-06-30; made by bench/export_places.py.
# Names from the statistics bureau's division codes (330784), collected under the MIT licence.
# `everyday`: names that are also words, or villages of a neighbouring county: they count only behind their town.
# `elsewhere`: behind one of these names, nothing is ours.
"""
# Provinces and cities whose villages share names with ours; Zhejiang's own counties come from the table.
_FAR = [
    "北京",
    "上海",
    "天津",
    "重庆",
    "河北",
    "山西",
    "辽宁",
    "吉林",
    "黑龙江",
    "江苏",
    "安徽",
    "福建",
    "江西",
    "山东",
    "河南",
    "湖北",
    "湖南",
    "广东",
    "海南",
    "四川",
    "贵州",
    "云南",
    "陕西",
    "甘肃",
    "青海",
    "台湾",
    "内蒙古",
    "广西",
    "西藏",
    "宁夏",
    "新疆",
    "香港",
    "澳门",
    "杭州",
    "宁波",
    "温州",
    "嘉兴",
    "湖州",
    "绍兴",
    "金华",
    "衢州",
    "舟山群岛",
    "台州",
    "丽水",
    "广州",
    "深圳",
    "南京",
    "苏州",
    "武汉",
    "成都",
    "西安",
    "合肥",
    "福州",
    "厦门",
    "南昌",
    "长沙",
    "郑州",
    "济南",
    "青岛",
]


def main(folder: Path) -> None:
    """Read, sort out, write."""
    towns = pd.read_csv(folder / "towns_330784.csv").set_index("code")["name"]
    ours = pd.read_csv(folder / "villages_330784.csv")
    around = pd.read_csv(folder / "villages_jinhua_3307.csv.gz")
    foreign = {_parts(name)[0] for name in around.loc[around["areaCode"] != COUNTY, "name"]}
    counties = pd.read_csv(folder / "counties_zhejiang_33.csv")
    elsewhere = sorted({_short(name) for name in counties.loc[counties["code"] != COUNTY, "name"]} | set(_FAR))
    by_town: dict[str, set[str]] = defaultdict(set)
    everyday: set[str] = set()
    for name, code in zip(ours["name"], ours["streetCode"], strict=True):
        base, end = _parts(name)
        if len(base) < 2 or len(base) > 4:
            continue  # 新村, 西村: never to be told from the words; 城西新区集体户 is no village
        by_town[str(towns[code])].add(base + end)
        if base in foreign or _everyday(base) or base.startswith(tuple(elsewhere)):
            everyday.add(base + end)
    lines = [HEAD + "town: 永康", "villages:"]
    lines += [f"  {town}: [{', '.join(sorted(names))}]" for town, names in by_town.items()]
    lines += [f"everyday: [{', '.join(sorted(everyday))}]", f"elsewhere: [{', '.join(elsewhere)}]"]
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _parts(name: str) -> tuple[str, str]:
    """``("许码头", "社区")`` of 许码头居委会; ``("芝英一", "村")`` of 芝英一村居委会."""
    match = _OFFICE.fullmatch(name)
    if match is None:
        return name, ""
    if match["base"].endswith("村"):
        return match["base"][:-1], "村"
    return match["base"], "村" if match["end"].endswith("村委会") else "社区"


def _everyday(base: str) -> bool:
    return int(jieba.dt.FREQ.get(base, 0)) >= EVERYDAY


def _short(county: str) -> str:
    return county[:-1] if len(county) > 2 else county


if __name__ == "__main__":
    jieba.initialize()
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED)
