"""ClaimReview as others write it, and as we do."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from alerts.facts.claimreview import document, key_and_values, review, reviews
from model.config.facts import LONGEST_KEY, FactBlock
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


@pytest.mark.parametrize(
    "kind", ["ClaimReview", "schema:ClaimReview", "http://schema.org/ClaimReview", ["x", "ClaimReview"]]
)
def test_a_review_is_known_by_its_type_however_it_is_written(kind: object) -> None:
    one = {**rated(alternateName="不实"), "@type": kind}
    article = {"@type": "NewsArticle", "review": one, "mainEntity": {"subjectOf": [[one]]}}
    assert (len(list(reviews(one))), len(list(reviews(article)))) == (1, 2)


@pytest.mark.parametrize("kind", [{"a": 1}, None, 5, ["Review"], "NotAClaimReview"])
def test_other_types_are_none(kind: object) -> None:
    assert list(reviews({**rated(), "@type": kind})) == []


def test_a_deep_document_is_walked_through() -> None:
    tree: object = rated(alternateName="不实")
    for _ in range(50_000):
        tree = [{"@graph": tree}]
    assert len(list(reviews(tree))) == 1


_DEEP: Any = "x"
for _ in range(5000):
    _DEEP = [_DEEP]


@pytest.mark.parametrize(
    "odd",
    [
        {"claimReviewed": "\ud800坏\u202e"}, {"reviewRating": [{"alternateName": "不实"}]},
        {"reviewRating": [1, [2]]},
        {"author": _DEEP}, {"keywords": [1, {"a": 2}, ["x"], {"name": "词"}]}, {"identifier": {"a": 1}},
        {"citation": [[["x"]], {"url": 5}, 7, None, {"name": {"@value": "y"}}]}, {"url": ["javascript:1"]},
        {"identifier": "键" * 5000}, {"reviewRating": {"ratingValue": float("nan"), "bestRating": 1e999}},
    ],
)  # fmt: skip
def test_odd_values_make_a_fact_all_the_same(odd: dict[str, Any]) -> None:
    key, values = key_and_values({**rated(alternateName="不实"), "author": "查证组", **odd}, SAYS)
    fact = FactBlock.model_validate(values).fact(key)
    assert 0 < len(fact.key) <= LONGEST_KEY and fact.claim
    (fact.claim + fact.key).encode()


@pytest.mark.parametrize(
    ("odd", "where"),
    [
        ({"claimReviewed": 5}, "claim"), ({"reviewBody": "长" * 5001}, "answer"),
        ({"expires": 20260101}, "valid_until"),
        ({"datePublished": "2026-13-99"}, "checked_on"), ({"claimReviewed": "长" * 301}, "claim"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_named(odd: dict[str, Any], where: str) -> None:
    _, values = key_and_values({**rated(alternateName="不实"), **odd}, SAYS)
    with pytest.raises(ValidationError) as caught:
        FactBlock.model_validate(values)
    assert where in {str(one["loc"][0]) for one in caught.value.errors()}


def test_no_person_is_taken_over() -> None:
    person = {"@type": "Person", "name": "王建国"}
    one = {**rated(alternateName="不实"), "url": "https://check.example.org/1", "author": person}
    _, values = key_and_values(one, SAYS)
    assert values["sources"] == [{"name": "check.example.org", "url": "https://check.example.org/1", "date": ""}]
    _, values = key_and_values({**one, "publisher": {"@type": "Organization", "name": "查证组"}}, SAYS)
    assert values["sources"][0]["name"] == "查证组"
    _, values = key_and_values({**one, "author": [person, {"@type": "Organization", "name": "晚报"}]}, SAYS)
    assert values["sources"][0]["name"] == "晚报"


@pytest.mark.parametrize("verdict", list(FactVerdict))
def test_an_export_has_what_is_required(verdict: FactVerdict) -> None:
    """Without claim, rating and address nobody who collects reviews can show one."""
    made = review(
        Fact(key="k", claim="c", verdict=verdict, answer="a"),
        author="协会",
        site="https://xh.example.org/a",
        verdict="x",
    )
    assert made["claimReviewed"] and str(made["url"]).startswith("https://")
    rating = made["reviewRating"]
    assert isinstance(rating, dict) and rating["@type"] == "Rating" and rating["alternateName"]
    if verdict is not FactVerdict.UNCLEAR:
        assert rating["worstRating"] <= rating["ratingValue"] <= rating["bestRating"]
    assert all(value not in ("", None, []) for value in made.values())
