"""Acts on the forum through spirit's own forms and models: orders on standard input, ids on standard output.

Runs in the forum's environment with DJANGO_SETTINGS_MODULE set.
"""

import json
import sys
from datetime import datetime
from typing import Any

import django

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402  (Django must be set up first)
from spirit.category.models import Category  # noqa: E402
from spirit.comment.forms import CommentForm  # noqa: E402
from spirit.comment.models import Comment  # noqa: E402
from spirit.comment.utils import comment_posted, post_comment_update, pre_comment_update  # noqa: E402
from spirit.topic.models import Topic  # noqa: E402

User = get_user_model()


def install(order: dict[str, Any]) -> list[int]:
    """One category and the users."""
    Category.objects.create(title=order["category"])
    return [_user(one).pk for one in order["people"]]


def _user(one: dict[str, str]) -> Any:
    user = User.objects.create_user(
        username=one["login"], email=f"{one['login']}@localhost.invalid", last_name=one["real"]
    )
    user.st.nickname = one["name"]
    user.st.save()
    return user


def topic(order: dict[str, Any]) -> list[int]:
    """A topic with its comments; returns the topic's id, then the comments'."""
    first = order["comments"][0]
    made = Topic.objects.create(
        user_id=first["user"], category=Category.objects.get(title=order["category"]), title=order["title"]
    )
    comments = [_comment(made, one) for one in order["comments"]]
    if "when" in first:
        last = order["comments"][-1]
        Topic.objects.filter(pk=made.pk).update(date=_when(first["when"]), last_active=_when(last["when"]))
    return [made.pk, *comments]


def reply(order: dict[str, Any]) -> list[int]:
    """A new comment, now."""
    return [_comment(Topic.objects.get(pk=order["topic"]), order)]


def edit(order: dict[str, Any]) -> list[int]:
    """A comment changed by its own user."""
    comment = Comment.objects.get(pk=order["comment"])
    form = CommentForm(user=comment.user, topic=comment.topic, data={"comment": order["text"]}, instance=comment)
    pre_comment_update(Comment.objects.get(pk=comment.pk))
    post_comment_update(_saved(form))
    return [comment.pk]


def _comment(made: Any, one: dict[str, Any]) -> int:
    form = CommentForm(user=User.objects.get(pk=one["user"]), topic=made, data={"comment": one["text"]})
    comment = _saved(form)
    comment_posted(comment=comment, mentions=form.mentions)
    if "when" in one:
        Comment.objects.filter(pk=comment.pk).update(date=_when(one["when"]))
    return int(comment.pk)


def _saved(form: Any) -> Any:
    if not form.is_valid():
        raise SystemExit(f"the forum refuses this comment: {form.errors}")
    return form.save()


def _when(text: str) -> datetime:
    return datetime.fromisoformat(text)


if __name__ == "__main__":
    order = json.load(sys.stdin)
    print(json.dumps({"install": install, "topic": topic, "reply": reply, "edit": edit}[order["do"]](order)))
