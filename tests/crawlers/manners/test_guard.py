"""Where a crawler may go, as a rule and on the wire."""

from __future__ import annotations

import pytest

from crawlers.manners.guard import Site, allowed_pairs, fault_of, may_connect, site_of
from model.config import FeedSource

TOWN = Site(host="bbs.town.cn", port=443, loopback=False)
HERE = Site(host="127.0.0.1", port=8000, loopback=True)


def source(url: str, *, loopback: bool = False) -> FeedSource:
    return FeedSource(name="甲", kind="feed", url=url, allow_loopback=loopback)


@pytest.mark.parametrize("url", [
    "https://bbs.town.cn/a", "http://bbs.town.cn/a", "https://www.bbs.town.cn/", "https://BBS.town.cn./",
    "https://bbs.town.cn:443/a", "http://bbs.town.cn:80/a",
])  # fmt: skip
def test_the_site_itself(url: str) -> None:
    assert fault_of(url, TOWN) is None


@pytest.mark.parametrize(("url", "fault"), [
    ("https://bbs.town.cn:8443/", "off-site"), ("https://town.cn/", "off-site"),
    ("https://evil.cn/bbs.town.cn", "off-site"), ("https://bbs.town.cn.evil.cn/", "off-site"),
    ("https://bbs.town.cn@evil.cn/", "bad-address"), ("https://a:b@bbs.town.cn/", "bad-address"),
    ("file:///etc/passwd", "not-http"), ("ftp://bbs.town.cn/", "not-http"), ("data:text/plain,x", "not-http"),
    ("javascript:alert(1)", "not-http"), ("https://bbs.town.cn:99999/", "bad-address"),
    ("https:///x", "bad-address"), ("http://[::1/", "bad-address"), ("http://127.0.0.1/", "off-site"),
])  # fmt: skip
def test_everything_else(url: str, fault: str) -> None:
    assert fault_of(url, TOWN) == fault


@pytest.mark.parametrize("host", [
    "127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0.0.0.0", "10.0.0.1", "[::1]",
    "[::ffff:10.0.0.1]", "169.254.169.254",
])  # fmt: skip
def test_a_source_inside_the_network_is_refused_in_any_spelling(host: str) -> None:
    url = f"http://{host}:8000/feed"
    assert fault_of(url, site_of(source(url))) == "inner-address"


def test_the_allowance_is_for_one_host_and_port_of_one_source() -> None:
    assert fault_of("http://127.0.0.1:8000/x", HERE) is None
    assert fault_of("http://127.0.0.1:8001/x", HERE) == "off-site"
    assert fault_of("http://localhost:8000/x", HERE) == "off-site"
    intranet = Site(host="10.0.0.1", port=80, loopback=True)
    assert fault_of("http://10.0.0.1/", intranet) == "inner-address"
    pairs = allowed_pairs([source("http://127.0.0.1:8000/", loopback=True), source("https://bbs.town.cn/")])
    assert pairs == {("127.0.0.1", 8000)}


def test_a_chinese_name_is_one_site_in_both_spellings() -> None:
    site = site_of(source("https://论坛.cn/list"))
    assert fault_of(f"https://{'论坛'.encode('idna').decode()}.cn/t/1", site) is None


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "223.5.5.5"])
def test_the_world_outside(address: str) -> None:
    assert may_connect(address, loopback=False)


@pytest.mark.parametrize("address", [
    "127.0.0.1", "::1", "0.0.0.0", "::", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "224.0.0.1", "255.255.255.255", "192.0.0.1", "198.18.0.1", "192.88.99.1", "240.0.0.1", "::ffff:127.0.0.1",
    "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::", "2001::1", "fec0::1",
    "fe80::1%eth0", "fc00::1", "ff02::1", "5f00::1", "nonsense", "",
])  # fmt: skip
def test_addresses_nobody_may_connect_to(address: str) -> None:
    assert not may_connect(address, loopback=False)


def test_loopback_is_not_the_whole_inside() -> None:
    assert may_connect("127.0.0.1", loopback=True) and may_connect("::1", loopback=True)
    assert not may_connect("10.0.0.1", loopback=True) and not may_connect("0.0.0.0", loopback=True)
