"""A linked @name is taken out as a whole, wherever the name may have spaces or signs in it."""

from __future__ import annotations

import pytest

from crawlers.reading.text import plain_of
from crawlers.redaction import redact


@pytest.mark.parametrize(
    "name",
    ["青衫客 不打伞", "Li Lei", "〆小☆鱼〆 (二号)", "一个名字长到二十个字以上的人就是这样的一个人啊不信你数"],
)
@pytest.mark.parametrize("sign", ["@", "＠"])
def test_no_part_of_a_linked_name_is_left(name: str, sign: str) -> None:
    html = f'<p>听说<a class="comment-mention" href="/user/3/x/">{sign}{name}</a>拍了照片,真的吗</p>'
    assert redact(plain_of(html)).text == "听说 〔@某人〕 拍了照片,真的吗"


def test_other_links_keep_their_words() -> None:
    assert plain_of('<p>见<a href="/topic/5/">涵洞积水 @ 西站</a>一帖</p>') == "见涵洞积水 @ 西站一帖"
    long = "@全体家长:" + "明天上午学校门口修路,请从东门进出。" * 4
    assert plain_of(f'<a href="/n/1">{long}</a>') == long
