"""Six visits to two living sites, and what must be true after each."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from typing import Any

from bench.servers import checks
from bench.servers.content import Topic, Written, articles, comment, names, topics
from bench.servers.crawler import FEED, FORUM, GBK, REST, WRONG, Crawler, now
from bench.servers.front import gbk_front
from bench.servers.processes import asked
from bench.servers.report import Report
from bench.servers.spirit import CATEGORY, Spirit
from bench.servers.wordpress import WordPress

CONTACT = "volunteers@lanxi.invalid"


@dataclass
class Visits:
    """The two sites, the crawler and what is known of both so far."""

    blog: WordPress
    forum: Spirit
    crawler: Crawler
    content: dict[str, Any]
    report: Report = field(default_factory=Report)
    articles: list[Written] = field(default_factory=list)
    topics: list[Topic] = field(default_factory=list)
    bloggers: list[int] = field(default_factory=list)
    members: list[int] = field(default_factory=list)

    def all(self) -> Report:
        """The visits in their order."""
        self.fill()
        self.first()
        self.nothing_new()
        self.edits_and_replies()
        self.robots_close()
        self.robots_open()
        self.other_doors()
        return self.report

    def fill(self) -> None:
        """Members and posts on both sites."""
        blog, forum, moment = self.content["wordpress"], self.content["spirit"], now()
        self.bloggers = self.blog.act("install", title="岚溪在线", people=blog["people"])
        self.articles = self.blog.publish(articles(blog["posts"], moment), self.bloggers)
        for one in blog["comments"]:
            self.blog.act("comment", id=int(self.articles[0].id), name=one["name"], text=one["text"])
        self.members = self.forum.act("install", category=CATEGORY, people=forum["people"])
        self.topics = [self.forum.post(topic, self.members) for topic in topics(forum["topics"], moment)]

    def first(self) -> None:
        """Everything is read."""
        self.crawler.configure(self.blog.feed, self.forum.front)
        self.report.title("First visit")
        self.report.same("config check, exit status", 0, self.crawler.run("config", "check"))
        for name in (FEED, FORUM):
            self.report.same(f"source try {name}, exit status", 0, self.crawler.run("source", "try", name))
        blog, forum = self._visit(0)
        self.report.title(f"  {FEED}: a WordPress feed")
        checks.article_posts(self.report, self.crawler.posts(FEED), self.articles)
        checks.manners(self.report, blog, CONTACT)
        self.report.title(f"  {FORUM}: a django-spirit forum")
        checks.topic_posts(self.report, self.crawler.posts(FORUM), self.topics)
        checks.manners(self.report, forum, CONTACT)
        self._no_person()

    def nothing_new(self) -> None:
        """The same again: nothing is stored, and little is asked."""
        self.report.title("Second visit, nothing new")
        before = {name: self.crawler.posts(name) for name in (FEED, FORUM)}
        blog, forum = self._visit(0)
        for name in (FEED, FORUM):
            checks.untouched(self.report, before[name], self.crawler.posts(name))
        self.report.same("WordPress says 304", ["304"], [a.split()[0] for a in blog if " /feed/ " in a])
        self._asked_only_for(forum)

    def edits_and_replies(self) -> None:
        """An edited article, a new one; an edited comment, a new reply, a new topic."""
        self.report.title("Third visit: an edit and something new on each site")
        since = now()
        edited = self._edit_article("edit")
        later = self.blog.publish(articles(self.content["wordpress"]["later"], since), self.bloggers)
        self.articles += later
        changed, reply, topic = self._talk_goes_on()
        _, forum = self._visit(0)
        blog_posts, forum_posts = self.crawler.posts(FEED), self.crawler.posts(FORUM)
        checks.article_posts(self.report, blog_posts, self.articles)
        checks.topic_posts(self.report, forum_posts, self.topics)
        touched = {post.title or post.key for post in [*blog_posts, *forum_posts] if post.edited_at}
        self.report.same("posts marked as edited", {edited.title, changed.title}, touched)
        fresh = [p for p in forum_posts if p.key in {reply.id, topic.comments[0].id}]
        fresh += [p for p in blog_posts if p.title == later[0].title]
        wrong = [p.key for p in fresh if not checks.recent(p, since)]
        self.report.none("minute of what was just written", wrong, len(fresh))
        self._asked_only_for(forum, topic, self._topic("reply"))
        self._no_person()

    def robots_close(self) -> None:
        """robots.txt now forbids the feed, and one topic of the forum."""
        self.report.title("Fourth visit: robots.txt forbids the feed and a new topic")
        [closed] = [self.forum.post(t, self.members) for t in topics(self.content["spirit"]["closed"], now())]
        self.blog.robots("User-agent: *\nDisallow: /feed/\n")
        self.forum.robots(f"User-agent: *\nDisallow: /topic/{closed.id}/\n")
        self._edit_article("water")
        before, since = self.crawler.posts(FEED), now()
        # By name: an ordinary visit may go by the copy of robots.txt of the same day.
        blog, forum = self._visit(1, "--source", FEED, "--source", FORUM)
        checks.untouched(self.report, before, self.crawler.posts(FEED))
        self.report.same(
            "robots.txt read", [True, True], [any(" /robots.txt " in a for a in s) for s in (blog, forum)]
        )
        self.report.same("requests for the feed", 0, sum(" /feed/ " in a for a in blog))
        self._asked_only_for(forum)
        told = {(i.source, i.kind) for i in self.crawler.issues(since.replace(second=0)) if "robots" in i.kind}
        self.report.same("written down for the feed", True, FEED in {source for source, _ in told})
        checks.topic_posts(self.report, self.crawler.posts(FORUM), self.topics)
        self.topics.append(closed)

    def robots_open(self) -> None:
        """What was closed is opened again and read."""
        self.report.title("Fifth visit: robots.txt is gone again")
        self.blog.robots(None)
        self.forum.robots(None)
        _, forum = self._visit(0, "--source", FEED, "--source", FORUM)
        self._asked_only_for(forum, self._topic("closed"))
        checks.article_posts(self.report, self.crawler.posts(FEED), self.articles)
        checks.topic_posts(self.report, self.crawler.posts(FORUM), self.topics)
        self._no_person()

    def other_doors(self) -> None:
        """The same two sites through other doors: WordPress's interface, and the forum in GBK behind a front."""
        self.report.title("Sixth visit: the interface of WordPress, and the forum in GBK with wrong or no charset")
        host = self.forum.front.split("/")[2]
        kinds = {GBK: "text/html", WRONG: "text/html; charset=utf-8"}
        with ExitStack() as fronts:
            doors = {name: fronts.enter_context(gbk_front(host, header)) for name, header in kinds.items()}
            urls = {name: self.forum.front.replace(host, door.host) for name, door in doors.items()}
            self.crawler.add(self.blog.front, urls)
            blog, _ = self._visit(0, *(part for name in (REST, *kinds) for part in ("--source", name)))
        self.report.title(f"  {REST}: the same WordPress by its interface, with comments")
        said = [one["text"] for one in self.content["wordpress"]["comments"]]
        checks.site_posts(self.report, self.crawler.posts(REST), self.articles, said)
        checks.manners(self.report, blog, CONTACT, interface=True)
        for name, header in kinds.items():
            self.report.title(f"  {name}: the forum in GBK, declared as {header!r}")
            checks.topic_posts(self.report, self.crawler.posts(name), self.topics)
            checks.manners(self.report, doors[name].asked, CONTACT)
        self._no_person()

    def _visit(self, status: int, *options: str) -> tuple[list[str], list[str]]:
        """Crawl; returns what was asked of the blog and of the forum."""
        logs = (self.blog.log, self.forum.log)
        before = [len(asked(log)) for log in logs]
        self.report.same("exit status of `huisheng crawl`", status, self.crawler.run("crawl", *options))
        blog, forum = (asked(log)[n:] for log, n in zip(logs, before, strict=True))
        self.report.title(f"  asked: {len(blog)} pages of the blog, {len(forum)} of the forum")
        return blog, forum

    def _asked_only_for(self, asked_of_forum: Sequence[str], *news: Topic) -> None:
        expected = sorted(int(topic.id) for topic in news)
        seen = sorted({int(a.split("/topic/")[1].split("/")[0]) for a in asked_of_forum if "/topic/" in a})
        self.report.same("topics asked for: those with news that may be read", expected, seen)

    def _edit_article(self, key: str) -> Written:
        text = next(one["edited"] for one in self.content["wordpress"]["posts"] if one["key"] == key)
        for number, one in enumerate(self.articles):
            if one.key == key:
                self.blog.act("edit", id=int(one.id), text=text)
                self.articles[number] = replace(one, text=text, shown=(text,))
                return one
        raise KeyError(key)

    def _talk_goes_on(self) -> tuple[Written, Written, Topic]:
        """An edited opener and a reply in one topic, and a new topic."""
        forum, old = self.content["spirit"], self._topic("reply")
        text = next(block["edited"] for block in forum["topics"] if block["key"] == "reply")
        self.forum.act("edit", comment=int(old.comments[0].id), text=text)
        opener = replace(old.comments[0], text=text, shown=(text,))
        reply = self.forum.reply(old, comment(forum["replies"][0], key="answer"), self.members)
        self.topics[self.topics.index(old)] = replace(old, comments=(opener, *old.comments[1:], reply))
        [topic] = [self.forum.post(t, self.members) for t in topics(forum["later"], now())]
        self.topics.append(topic)
        return opener, reply, topic

    def _topic(self, key: str) -> Topic:
        return next(topic for topic in self.topics if topic.key == key)

    def _no_person(self) -> None:
        written: Sequence[Written] = [*self.articles, *(one for t in self.topics for one in t.comments)]
        gone = [word for one in written for word in one.gone if word != "五块钱"]
        checks.no_person(self.report, self.crawler, names(self.content), gone)
