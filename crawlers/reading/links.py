"""Addresses found in pages: http(s) only, no session ids, no tracking; one page, one address."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

_LONGEST = 2000
_SPACE = re.compile(r"[\x00-\x20\x7f]+")
_SESSION_PATH = re.compile(
    r";(?:jsessionid|phpsessid|sid)=[^/?#;]*"
    r"|/\((?:[A-Z]\([0-9a-z]{20,30}\))+\)(?=/)",  # ASP.NET without cookies: /(S(lit3py55t21z5v55vlm25s55))/
    re.IGNORECASE,
)
_NOISE = re.compile(
    r"^(?:(?:utm_\w+|fbclid|gclid|msclkid|yclid|spm|scm|share_\w+|isappinstalled|nsukey|wxshare_count|from_source"
    r"|(?:php|j|asp)?sess(?:ion)?_?id\w*|aspsessionid\w*|oscsid|zenid|cfid|cftoken|nocache)(?:=|$)"
    r"|(?:s?sid|session|phpsess)=[0-9a-f]{16,}.*|s=[0-9a-f]{32}$"
    # Against caches: a clock or a random number, and so a new address at every look.
    r"|(?:_|_t|ts|timestamp)=1\d{9}(?:\d{3})?$|(?:r|t|_|rnd|rand|random)=0\.\d{4,}$|(?:rnd|rand|random)=\d+$)",
    re.IGNORECASE,
)
_REPLY = re.compile(
    r"^(?:comments?|respond|reply|post|pid|p|floor|c|msg|lastpost|latest)(?:[-_]?\d+|$)", re.IGNORECASE
)


# Whose post it is, or who shared it: a page is found without it, and no address we keep may point to a person.
_PERSON_FIELD = re.compile(
    r"^(?:from_?)?(?:uid|user|user_?name|user_?id|author|author_?id|nick|nick_?name|member|member_?id)=",
    re.IGNORECASE,
)
_REPLY_FIELD = re.compile(r"^(?:pid|post_?id|reply(?:_?id)?|comment(?:_?id)?|replytocom|floor)=", re.IGNORECASE)


_PEOPLE = r"(?:authors?|users?|members?|profiles?|space-uid-\d+)"
_PERSON_PATH = re.compile(rf"/(?:{_PEOPLE}|u)(?:/[^/]|\.html$)|/space-uid-\d+|[?&]mod=space\b", re.IGNORECASE)
_PEOPLE_FILE = re.compile(rf"(?:^|[-_.]){_PEOPLE}(?=[-_.\d])", re.IGNORECASE)
_FRONT = re.compile(r"/(?:(?:index|default|home)\.[a-z]{3,5})?", re.IGNORECASE)


def absolute(url: str, base: str) -> str:
    """`url` seen from `base`, or '' when it is no http(s) address that can be visited (javascript:, data: …)."""
    try:
        parts = urlsplit(urljoin(base, _SPACE.sub("", url)))
        usable = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        return ""
    if not usable or parts.username is not None or parts.password is not None:
        return ""
    whole = urlunsplit(parts)
    return whole if len(whole) <= _LONGEST else ""


def canonical(url: str) -> str:
    """`url` (absolute) without session ids, tracking and who it is from, with a lower-case host.

    A reply's fragment is kept.
    """
    parts = urlsplit(url)
    fields = [part for part in parts.query.split("&") if part and not _NOISE.match(part)]
    query = "&".join(part for part in fields if not _PERSON_FIELD.match(part))
    fragment = parts.fragment if _REPLY.match(parts.fragment) else ""
    path = _SESSION_PATH.sub("", parts.path) or "/"
    return urlunsplit((parts.scheme, _host(parts), path, query, fragment))


def leads_to_a_person(url: str) -> bool:
    """True for the page of a writer or member (``/author/…``, ``space-uid-7.html``): topics, never people."""
    parts = urlsplit(url)
    return bool(_PERSON_PATH.search(f"{parts.path}?{parts.query}" if parts.query else parts.path))


def lists_people(url: str) -> bool:
    """True for a sitemap of such pages, by its name (``wp-sitemap-users-1.xml``, ``author-sitemap.xml``)."""
    return bool(_PEOPLE_FILE.search(urlsplit(url).path.rpartition("/")[2]))


def is_front(url: str) -> bool:
    """True for the front page of a site, which is no article."""
    parts = urlsplit(url)
    return not parts.query and _FRONT.fullmatch(parts.path or "/") is not None


def is_reply(url: str) -> bool:
    """True when the fragment of `url` names one reply (``#comment-12``, ``#pid345``)."""
    return bool(_REPLY.match(urlsplit(url).fragment))


def whole_thread(url: str) -> str:
    """`url` (canonical) of the page as a whole, never of one reply in it.

    Boards also name a reply in the query: Discuz ``mod=redirect&goto=findpost&ptid=5&pid=77`` is thread 5.
    """
    parts = urlsplit(url)
    fields = [part for part in parts.query.split("&") if part and not _REPLY_FIELD.match(part)]
    if "goto=findpost" in fields:
        thread = next((part[1:] for part in fields if part.startswith("ptid=")), "")
        fields = ["mod=viewthread", thread] if thread else []
    return urlunsplit(parts._replace(query="&".join(fields), fragment=""))


def same_site(url: str, other: str) -> bool:
    """True when both addresses name the same host and port."""
    return _host(urlsplit(url)) == _host(urlsplit(other))


def _host(parts: SplitResult) -> str:
    host = parts.hostname or ""
    host = f"[{host}]" if ":" in host else host
    usual = {"http": 80, "https": 443}.get(parts.scheme)
    return host if parts.port in {None, usual} else f"{host}:{parts.port}"
