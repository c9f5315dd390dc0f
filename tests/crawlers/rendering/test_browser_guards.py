"""What the scripts of a hostile page try, with a real Chromium: nothing leaves but through the crawler's guards."""

from __future__ import annotations

import contextlib
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from crawlers.rendering.browser import FLAGS
from crawlers.rendering.needs import chromium
from tests.crawlers.rendering.conftest import ARTICLE, RUMOUR, News, need_browser
from tests.crawlers.run.conftest import Site

NAMED = str(Path(__file__).with_name("named_child.py"))
# Each is tried by a page of the source's own site; {port} and {udp} belong to a server of this machine that is not
# the source's. Nothing here may ever reach it.
WAYS = """
fetch('http://127.0.0.1:{port}/fetch').catch(() => 0);
fetch('http://localhost:{port}/name').catch(() => 0);
fetch('http://2130706433:{port}/number').catch(() => 0);
fetch('http://[::ffff:127.0.0.1]:{port}/mapped').catch(() => 0);
fetch('http://169.254.169.254/latest/meta-data/').catch(() => 0);
fetch('http://[fd00:ec2::254]/latest').catch(() => 0);
fetch('/moved').catch(() => 0);
fetch('/moved-away').catch(() => 0);
const request = new XMLHttpRequest(); request.open('GET', 'http://127.0.0.1:{port}/xhr'); request.send();
const late = document.createElement('script');
late.src = 'http://127.0.0.1:{port}/script.js'; document.head.append(late);
new Image().src = 'http://127.0.0.1:{port}/image.png';
for (const [tag, name] of [['iframe', 'src'], ['embed', 'src'], ['object', 'data'], ['video', 'src'],
                           ['audio', 'src']]) {{
  const node = document.createElement(tag);
  node[name] = 'http://127.0.0.1:{port}/' + tag; document.body.append(node);
}}
for (const rel of ['stylesheet', 'preconnect', 'dns-prefetch', 'prefetch', 'preload', 'modulepreload', 'prerender',
                   'icon', 'manifest']) {{
  const link = document.createElement('link'); link.rel = rel; link.href = 'http://127.0.0.1:{port}/' + rel;
  if (rel == 'preload') link.as = 'fetch'; document.head.append(link);
}}
const rules = document.createElement('script'); rules.type = 'speculationrules';
rules.textContent = JSON.stringify({{prefetch: [{{source: 'list', urls: ['http://127.0.0.1:{port}/speculate']}}]}});
document.head.append(rules);
const attempt = what => {{ try {{ what(); }} catch (error) {{ }} }};
attempt(() => new WebSocket('ws://127.0.0.1:{port}/socket'));
attempt(() => new EventSource('http://127.0.0.1:{port}/events'));
attempt(() => new WebTransport('https://127.0.0.1:{udp}/transport'));
attempt(() => navigator.sendBeacon('http://127.0.0.1:{port}/beacon', 'x'));
attempt(() => navigator.serviceWorker.register('/worker.js'));
attempt(() => open('http://127.0.0.1:{port}/window'));
attempt(() => {{
  const code = `fetch('http://127.0.0.1:{port}/worker'); new WebSocket('ws://127.0.0.1:{port}/worker-socket')`;
  new Worker(URL.createObjectURL(new Blob([code], {{type: 'text/javascript'}})));
  new Worker('data:text/javascript,' + encodeURIComponent(code));
}});
attempt(() => {{
  const frame = document.createElement('iframe');
  frame.srcdoc = `<script>fetch('http://127.0.0.1:{port}/inner'); new RTCPeerConnection()</scr` + 'ipt>';
  document.body.append(frame);
  const bare = document.createElement('iframe'); document.body.append(bare);
  for (const room of [window, bare.contentWindow]) attempt(() => {{
    const peer = new room.RTCPeerConnection({{iceServers: [{{urls: 'stun:127.0.0.1:{udp}'}}]}});
    peer.createDataChannel('x'); peer.createOffer().then(offer => peer.setLocalDescription(offer));
  }});
  bare.contentWindow.fetch('http://127.0.0.1:{port}/bare').catch(() => 0);
  attempt(() => new bare.contentWindow.WebSocket('ws://127.0.0.1:{port}/bare-socket'));
}});
attempt(() => {{
  const form = document.createElement('form');
  form.action = 'http://127.0.0.1:{port}/form'; form.target = '_blank'; document.body.append(form); form.submit();
}});
attempt(() => {{
  const anchor = document.createElement('a'); anchor.href = 'http://127.0.0.1:{port}/ping-target';
  anchor.ping = 'http://127.0.0.1:{port}/ping'; anchor.target = '_blank';
  document.body.append(anchor); anchor.click();
}});
"""


@contextlib.contextmanager
def _listening(kind: socket.SocketKind, port: int = 0) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_INET, kind) as here:
        here.bind(("127.0.0.1", port))
        if kind is socket.SOCK_STREAM:
            here.listen(50)
        here.setblocking(False)
        yield here


def _heard(here: socket.socket) -> bool:
    """Has anybody connected, or sent anything?"""
    with contextlib.suppress(BlockingIOError):
        here.recv(1) if here.type is socket.SOCK_DGRAM else here.accept()[0].close()
        return True
    return False


def test_the_listeners_would_hear() -> None:
    with _listening(socket.SOCK_STREAM) as tcp, _listening(socket.SOCK_DGRAM) as udp:
        assert not _heard(tcp) and not _heard(udp)
        with contextlib.closing(socket.create_connection(tcp.getsockname())):
            udp.sendto(b"x", udp.getsockname())
            assert _heard(tcp) and _heard(udp)


@pytest.mark.parametrize("flags", [FLAGS, ()], ids=["as we start it", "as anybody does"])
def test_chromium_by_itself_reaches_nothing(flags: tuple[str, ...], tmp_path: Path) -> None:
    """Should a request ever slip past our answers, there is no way out for it either."""
    need_browser()
    with _listening(socket.SOCK_STREAM) as tcp, _listening(socket.SOCK_DGRAM) as udp, TemporaryDirectory() as home:
        port, stun = tcp.getsockname()[1], udp.getsockname()[1]
        script = (
            f"new Image().src = 'http://127.0.0.1:{port}/'; fetch('http://localhost:{port}/', {{mode: 'no-cors'}});"
            f"new WebSocket('ws://127.0.0.1:{port}/');"
            f"const peer = new RTCPeerConnection({{iceServers: [{{urls: 'stun:127.0.0.1:{stun}'}}]}});"
            "peer.createDataChannel('x'); peer.createOffer().then(offer => peer.setLocalDescription(offer));"
        )
        page = tmp_path / "page.html"
        page.write_text(f"<script>{script}</script>", encoding="utf-8")
        root = ["--no-sandbox"] if os.geteuid() == 0 else []
        line = [str(chromium()), "--headless", f"--user-data-dir={home}/profile", *root, *flags, "--timeout=3000"]
        subprocess.run([*line, "--dump-dom", page.as_uri()], capture_output=True, timeout=60, check=False)
        assert (_heard(tcp), _heard(udp)) == ((False, False) if flags else (True, True))


def test_no_way_leads_into_this_machine_or_its_network(news: News) -> None:
    news.publish(RUMOUR, ARTICLE)
    with _listening(socket.SOCK_STREAM) as tcp, _listening(socket.SOCK_DGRAM) as udp:
        port = tcp.getsockname()[1]
        news.site.raw("/moved", status=302, headers={"Location": "http://169.254.169.254/latest/meta-data/"})
        news.site.raw("/moved-away", status=307, headers={"Location": f"http://localhost:{port}/moved"})
        news.also(WAYS.format(port=port, udp=udp.getsockname()[1]))
        result = news.visit()
        assert not _heard(tcp) and not _heard(udp)
    assert [row["title"] for row in news.rows("title")] == [RUMOUR, ARTICLE]  # it is read all the same
    [told] = [issue.message for issue in result.issues if issue.kind == "javascript-inner"]
    counted = re.search(r"(\d+) 次", told)
    assert (
        counted and int(counted[1]) >= 10
    )  # 6 by fetch, 2 redirects, XMLHttpRequest, a script; some hints to load ahead
    assert {path for path in news.site.paths() if "api" not in path and "/a/" not in path} == {
        "/", "/app.js", "/article.js", "/moved", "/moved-away",
    }  # fmt: skip


@pytest.mark.parametrize("answers", [["169.254.169.254"], ["10.0.0.7", "127.0.0.1"]])
def test_a_name_that_leads_inwards_is_no_way_either(answers: list[str], news: News, other_site: Site) -> None:
    """Whatever it says at the next look (DNS rebinding): every look is ours, and Chromium has none."""
    news.publish(RUMOUR)
    name = f"http://data.town.example:{other_site.port}"
    news.also(f"fetch('{name}/a').catch(() => 0).then(() => fetch('{name}/b')).catch(() => 0);")
    result = news.visit(program=(sys.executable, "-P", NAMED, "data.town.example", *answers))
    assert other_site.asked == []
    assert [row["title"] for row in news.rows("title")] == [RUMOUR]
    assert "javascript-inner" in {issue.kind for issue in result.issues}


def test_files_and_inner_pages_of_the_browser_are_out_of_reach(news: News, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("机密文字", encoding="utf-8")
    tries = [
        f"file://{secret}",
        "chrome://version",
        "view-source:http://127.0.0.1/",
        "data:text/html,<p>机密文字</p>",
    ]
    shown = "document.body.innerHTML = '<article><p>' + '水管爆裂,今晚停水。'.repeat(20) + '</p></article>';"
    news.article = shown + "".join(
        f"fetch('{url}').then(r => r.text()).then(t => document.querySelector('p').append(t)).catch(() => 0);"
        f"document.body.append(Object.assign(document.createElement('iframe'), {{src: '{url}'}}));"
        f"try {{ open('{url}') }} catch (error) {{ }}"
        for url in tries
    )  # fmt: skip
    news.publish(RUMOUR)
    news.visit(body="article")
    [row] = news.rows("body")
    assert row["body"].count("今晚停水") == 20 and "机密" not in row["body"]
