"""What people see of a trial: a post to read, and a block that config.yaml takes."""

from __future__ import annotations

from pathlib import Path

from pydantic import TypeAdapter

from commands.source_report import block, card
from model.catalogue import Catalogue
from model.config import Source, load

POST = {
    "key": "1", "url": "https://bbs.town.cn/t-1.html", "thread": "1", "title": "路灯不亮",
    "body": "东门桥\n" + "啊" * 500, "published_at": "2026-11-23T19:48:05+08:00",
}  # fmt: skip


def test_a_post_for_people() -> None:
    shown = card(POST, Catalogue("zh"))
    assert shown.splitlines()[:4] == [
        "标题  路灯不亮", "时间  2026-11-23 19:48", "网址  https://bbs.town.cn/t-1.html", "    东门桥",
    ]  # fmt: skip
    assert "（还有 104 个字）" in shown
    assert "（回帖，没有标题）" in card({**POST, "title": ""}, Catalogue("zh"))
    assert "没有读出来" in card({**POST, "published_at": None}, Catalogue("zh"))


def test_the_block_is_taken_by_config_yaml(tmp_path: Path) -> None:
    source: Source = TypeAdapter(Source).validate_python(
        {"name": "try", "kind": "discuz", "url": "https://bbs.town.cn/forum.php?mod=forumdisplay&fid=2"}
    )
    path = tmp_path / "config.yaml"
    for language in ("zh", "en"):
        text = "association: {name: 协会, town: 永康, contact: mailto:help@xiehui.cn}\nsources:\n"
        path.write_text(text + block(source, Catalogue(language)) + "\n", encoding="utf-8")
        (found,) = load(path, {}).sources
        assert (found.kind, found.url) == (source.kind, source.url)
