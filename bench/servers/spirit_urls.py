"""Addresses of the forum: spirit's own and a robots.txt, read from the file that HUISHENG_ROBOTS names.

Each request is noted on standard error as `asked: 200 GET /topic/1/ | user agent`.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.urls import path
from forum.urls import urlpatterns as forum_patterns


def robots(_request: HttpRequest) -> HttpResponse:
    """The file as it is now; 404 while there is none."""
    file = Path(os.environ["HUISHENG_ROBOTS"])
    if not file.exists():
        return HttpResponse(status=404)
    return HttpResponse(file.read_text(encoding="ascii"), content_type="text/plain")


def noted(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A Django middleware that notes what was asked."""

    def note(request: HttpRequest) -> HttpResponse:
        reply = answer(request)
        agent = request.headers.get("User-Agent", "")
        line = f"{reply.status_code} {request.method} {request.get_full_path()}"
        print(f"asked: {line} | {agent}", file=sys.stderr, flush=True)
        return reply

    return note


urlpatterns = [path("robots.txt", robots), *forum_patterns]
