"""Scrapy's settings: every default that is unsafe or impolite is closed here, each with its reason."""

from __future__ import annotations

from typing import Any

from crawlers.manners.identity import NAME, sender, user_agent
from crawlers.rendering.browser import context_options, launch_options, refuse_all
from model.config import Config, Source, wants_browser

# Pauses vary by a fifth so that we do not knock in step with others; the shortest is exactly what was promised.
JITTER = 0.2

_HTTP = "scrapy.core.downloader.handlers.http11.HTTP11DownloadHandler"


def process_settings(config: Config) -> dict[str, Any]:
    """Settings that belong to the whole crawler process."""
    return {
        **_CLOSED,
        "TWISTED_DNS_RESOLVER": "crawlers.manners.resolver.GuardedResolver",
        # What is logged is decided in child.py: DEBUG prints addresses and, with items, what a page gave.
        "LOG_LEVEL": "WARNING",
        "DNS_TIMEOUT": config.crawl.timeout.total_seconds(),
    }


def source_settings(config: Config, source: Source) -> dict[str, Any]:
    """Settings of the crawler of one source."""
    mail = sender(config.association.contact)
    more = _browser_settings(config, source) if wants_browser(source) else {}
    return {
        **process_settings(config),
        "USER_AGENT": user_agent(config.association.contact),
        "ROBOTSTXT_USER_AGENT": NAME,
        "DEFAULT_REQUEST_HEADERS": {
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,application/json;q=0.8,*/*;q=0.5",
            "Accept-Encoding": "gzip",  # the one coding whose end is checked
            "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.1",
            **({"From": mail} if mail else {}),
        },
        "DOWNLOAD_DELAY": config.delay_of(source).total_seconds() / (1 - JITTER),
        "DOWNLOAD_DELAY_JITTER": JITTER,
        "DOWNLOAD_TIMEOUT": config.crawl.timeout.total_seconds(),
        "DOWNLOAD_MAXSIZE": config.crawl.max_bytes,
        **more,
    }


def _browser_settings(config: Config, source: Source) -> dict[str, Any]:
    """For a source whose pages only scripts make (see rendering/)."""
    agent = user_agent(config.association.contact)
    middlewares = {
        **_CLOSED["DOWNLOADER_MIDDLEWARES"],
        "crawlers.rendering.middleware.Rendering": 40,
    }  # last to see it
    return {
        "DOWNLOADER_MIDDLEWARES": middlewares,
        "PLAYWRIGHT_LAUNCH_OPTIONS": launch_options(),
        # Should our own answer to a request ever be missing, it is refused and does not go anywhere.
        "PLAYWRIGHT_ABORT_REQUEST": refuse_all,
        "PLAYWRIGHT_DOWNLOAD_TIMEOUT": 1,  # milliseconds: nothing is downloaded, so nothing is waited for
        "HUISHENG_CONTEXT": context_options(agent, config.zone_of(source).key),
        "HUISHENG_ENCODING": source.encoding or "",
    }


_CLOSED: dict[str, Any] = {
    "TELNETCONSOLE_ENABLED": False,  # a Python prompt on a local port
    "REMOTE_CONTROL_ENABLED": False,  # a local HTTP server that executes Python
    "EXTENSIONS_BASE": {"scrapy.extensions.corestats.CoreStats": 0},  # neither of them is even loaded
    "COOKIES_ENABLED": False,  # nobody is followed, us included; also avoids tldextract's download
    "REFERER_ENABLED": False,
    "HTTPPROXY_ENABLED": False,  # a proxy from the environment would connect where the guard cannot see
    "HTTPCACHE_ENABLED": False,  # pages hold people's names: none is kept
    "METAREFRESH_ENABLED": False,
    "REDIRECT_MAX_TIMES": 5,
    "ROBOTSTXT_OBEY": True,
    "DOWNLOADER_MIDDLEWARES": {
        "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,  # ignores the port; UrlGuard replaces it
        "crawlers.manners.middleware.UrlGuard": 50,
        "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,  # see robots.py
        "crawlers.manners.robots.Robots": 100,
        "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
        "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
        "crawlers.manners.middleware.WholeBody": 595,  # sees the reply before it is unpacked (590)
        "crawlers.manners.middleware.SiteRedirects": 600,
    },
    # http and https only: file:, data:, ftp: and s3: links on a page would otherwise be read.
    "DOWNLOAD_HANDLERS_BASE": {},
    "DOWNLOAD_HANDLERS": {"http": _HTTP, "https": _HTTP},
    "DOWNLOAD_VERIFY_CERTIFICATES": True,
    "DOWNLOAD_WARNSIZE": 0,
    "DOWNLOAD_FAIL_ON_DATALOSS": True,
    # One page at a time: the spider asks for the next one when the last is stored.
    "CONCURRENT_REQUESTS": 1,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    "CONCURRENT_ITEMS": 1,  # a page gives one request at most; the default starts a hundred tasks for it
    "DEPTH_LIMIT": 1000,  # a chain of pages; the true bound is the source's max_pages
    "URLLENGTH_LIMIT": 2000,
    # Once more for a hiccup; 429 and 503 are answers, not hiccups.
    "RETRY_TIMES": 1,
    "RETRY_HTTP_CODES": [500, 502, 504, 522, 524, 408],
    "RETRY_GIVE_UP_LOG_LEVEL": "INFO",  # it becomes an issue
    "HTTPERROR_ALLOW_ALL": True,  # the spider itself judges the status
    "SCHEDULER_DEBUG": False,
    "JOBDIR": None,  # not crash-safe; what was seen is in SQLite
    "LOG_INSTALL_ROOT_HANDLER": False,  # the lines are ours: model/logs.py
    "WARN_ON_GENERATOR_RETURN_VALUE": False,
}
