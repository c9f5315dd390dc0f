"""ClaimReview as others write it, and as we do."""

from __future__ import annotations

from typing import Any

import pytest

from alerts.facts.claimreview import document, key_and_values, review, reviews
from model.config.facts import FactBlock
from model.facts import Fact, FactSource, FactVerdict

SAYS = "{name}：{verdict}。"


def rated(**rating: Any) -> dict[str, Any]:
    return {
        "@type": "ClaimReview",
        "claimReviewed": "大桥要塌",
        "reviewBody": "没有这回事。",
        "reviewRating": rating,
    }


@pytest.mark.parametrize(
    ("rating", "verdict"),
    [
        ({"alternateName": "不实"}, "false"), ({"alternateName": "部分属实"}, "partly"),
        ({"alternateName": "属实"}, "true"), ({"alternateName": "不正确"}, "false"),
        ({"alternateName": "Mostly false", "ratingValue": 2}, "partly"), ({"alternateName": "False"}, "false"),
        ({"ratingValue": "1", "bestRating": "5", "worstRating": "1"}, "false"), ({"ratingValue": 5}, "true"),
        ({"ratingValue": 3}, "partly"), ({"ratingValue": -1}, "unclear"), ({"alternateName": "再等等"}, "unclear"),
        ({"ratingValue": None}, "unclear"), ({}, "unclear"),
    ],
)  # fmt: skip
def test_verdicts(rating: dict[str, Any], verdict: str) -> None:
    assert key_and_values(rated(**rating), SAYS)[1]["verdict"] == verdict


def test_reviews_are_found_wherever_they_stand() -> None:
    one = rated(alternateName="不实")
    feed = {"@type": "DataFeed", "dataFeedElement": [{"@type": "DataFeedItem", "item": [one, one]}]}
    page = [{"@type": "WebPage"}, {"@graph": [{"@type": ["ClaimReview", "Article"]}, {"@type": "Person"}]}]
    assert (len(list(reviews(one))), len(list(reviews(feed))), len(list(reviews(page)))) == (1, 2, 1)
    assert list(reviews("x")) == list(reviews(None)) == []


def test_what_others_leave_out() -> None:
    """Often there is no text, only the address of the article."""
    one = {
        "@type": "ClaimReview", "url": "https://check.example.org/1", "claimReviewed": "大桥要塌",
        "author": {"@type": "Organization", "name": "查证组"}, "datePublished": "2026-01-05T08:00:00+08:00",
        "reviewRating": {"alternateName": "谣言"},
    }  # fmt: skip
    key, values = key_and_values(one, SAYS)
    fact = FactBlock.model_validate(values).fact(key)
    assert (fact.verdict, fact.answer) == (FactVerdict.FALSE, "查证组：谣言。")
    assert fact.sources == (FactSource(name="查证组", url="https://check.example.org/1", date="2026-01-05"),)
    assert key == key_and_values(one, SAYS)[0] != key_and_values({**one, "claimReviewed": "x"}, SAYS)[0]


def test_what_schema_org_asks_for() -> None:
    source = FactSource(name="水利局", url="https://water.example.org/9", date="2026-01")
    fact = Fact(
        key="水 库",
        claim="水库要垮",
        verdict=FactVerdict.PARTLY,
        answer="正在修。",
        terms=("水库",),
        sources=(source,),
    )
    made = review(fact, author="协会", site="https://xh.example.org/answers", verdict="部分属实")
    assert document([made])["@context"] == "https://schema.org"
    assert made["@type"] == "ClaimReview" and made["claimReviewed"] == "水库要垮"
    assert made["url"] == "https://xh.example.org/answers#%E6%B0%B4%20%E5%BA%93"
    assert made["itemReviewed"] == {"@type": "Claim", "name": "水库要垮"}
    assert made["author"] == {"@type": "Organization", "name": "协会"}
    assert made["reviewRating"] == {
        "@type": "Rating", "alternateName": "部分属实", "ratingValue": 3, "bestRating": 5, "worstRating": 1,
    }  # fmt: skip
    key, values = key_and_values(made, SAYS)
    assert FactBlock.model_validate(values).fact(key) == fact
