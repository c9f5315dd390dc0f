"""The kinds of personal data, what stands in their place, and what a redaction returns."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Datum(StrEnum):
    """One kind of personal datum. The values are part of the command-line contract of `huisheng redact`."""

    MOBILE = "mobile"
    LANDLINE = "landline"
    ID_CARD = "id_card"
    BANK_CARD = "bank_card"
    WECHAT = "wechat"
    QQ = "qq"
    EMAIL = "email"
    PLATE = "plate"
    ADDRESS = "address"
    MINOR_NAME = "minor_name"
    NAME_CONTACT = "name_contact"
    MENTION = "mention"
    OTHER_ID = "other_id"


PLACEHOLDERS: dict[Datum, str] = {
    Datum.MOBILE: "〔电话〕",
    Datum.LANDLINE: "〔电话〕",
    Datum.ID_CARD: "〔证件号〕",
    Datum.BANK_CARD: "〔卡号〕",
    Datum.WECHAT: "〔微信〕",
    Datum.QQ: "〔QQ〕",
    Datum.EMAIL: "〔邮箱〕",
    Datum.PLATE: "〔车牌〕",
    Datum.ADDRESS: "〔门牌〕",
    Datum.MINOR_NAME: "〔孩子〕",
    Datum.NAME_CONTACT: "〔姓名〕",
    Datum.MENTION: "〔@某人〕",
    Datum.OTHER_ID: "〔账号〕",
}


@dataclass(frozen=True, slots=True)
class Span:
    """Characters ``start`` (included) to ``end`` (excluded) of the original text."""

    start: int
    end: int
    kind: Datum


@dataclass(frozen=True, slots=True)
class Redacted:
    """The text with placeholders, and what was replaced, in order, without overlaps."""

    text: str
    spans: tuple[Span, ...]
