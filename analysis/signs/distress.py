"""Does somebody write that they themselves do not want to live?

Such a post is kept but is never a vote, a term or an excerpt; reports about others (孩子说想死, 听说有人跳楼)
count. In doubt the answer is yes: a lost vote costs less than a person in distress quoted in an alert.
"""

from __future__ import annotations

import re

from analysis.text.clean import clean

_WAYS = "自杀|跳楼|跳河|跳桥|跳江|跳下去|割腕|上吊|轻生|寻死|喝农药|烧炭|吞药"
_PHRASE = re.compile(
    # 想死你了 says that one misses somebody.
    r"想死(?![你您他她它党记磕角守]|我了|家|妈|爸|个人|这|那|念)|(?:该|想|要)去死|一死了之|死的心都有"
    r"|不想(?:再)?活|活不(?:下去|下了|成了)|(?<![养救种])不活了|(?:没脸|不配|没法|没勇气)(?:再)?活|活[够腻]了"
    r"|[撑熬]不(?:下去|住了)|(?:想|自我)了断(?!关系)|不想(?:再)?(?:在|待在|留在)这个?世"
    rf"|(?:想|要|准备|打算|就|去|想去|要去)(?:{_WAYS})(?!价|秀|机|游戏)"
    r"|(?:结束|了结)(?:自己|我自己|我|这)(?:的|条|一)?(?:生命|性命|一生|命)|了结残生|一了百了"
    r"|死了(?:算了|更好|就好了|一了百了)|不如(?:去)?死(?!记|磕)|还不如死"
    r"|活着(?:真的?|好|太|也|就|实在)*(?:没(?:什么|有)?(?:意思|意义|劲|盼头)|累|煎熬|痛苦|是受罪|有什么意(?:思|义)"
    r"|还?有什么(?:意思|意义|用)|(?:到底)?为了什么)|我死了(?:对|他们|你们|就|以后|之后|会|也|反而)"
    r"|没有?活下去的?(?:勇气|动力|意义|理由|希望)|(?:不想|不要|不用)(?:再)?醒(?:过)?来?|一睡不醒|看不到活"
    r"|写好了?遗书|遗书(?:都|已经|也)?写好|我的遗书|割了?腕(?!表)|割了好几刀"
    r"|[吃吞]了.{0,3}(?:安眠药|农药)|药(?:已经|都|我)?[吃吞喝]下去了|(?<=我)(?:现在|就|正|已经)?站在(?:天台|楼顶|桥)"
    r"|自杀的?(?:念头|想法|冲动|倾向)|怎么死(?!的|机)|不痛苦的死|死法|想从.{1,6}跳下"
    r"|想(?:从这个世界)?消失(?!的)|没有我.{0,5}会?更好|永别了|再见了?这个世界|离开(?:这个)?(?:世界|人世)(?!杯)"
)
_SENTENCE = re.compile(r"[。!?;\n]")
_CLAUSE = re.compile(r"[,:]")
# Whoever follows one of these is not the one who acts: 被老师骂得想死.
_NOT_ACTING = "(?<!被)(?<!给)(?<!对)(?<!跟)(?<!和)(?<!为)(?<!因)(?<!没)(?<!了)(?<!着)(?<!陪)(?<!靠)(?<!向)"
_OTHERS = re.compile(
    _NOT_ACTING
    + r"(?:[他她它你您谁某]|TA|孩子|小孩|儿子|女儿|闺女|娃|学生|同学|同桌|室友|朋友|闺蜜|邻居|老人|老师|家长"
    r"|[爸妈](?!的)|爷爷|奶奶|外公|外婆|[姐哥弟妹叔姨]|老公|老婆|丈夫|妻子|媳妇|女孩|男孩|女生|男生|小伙|姑娘|女子|男子"
    r"|女的|男的|少年|青年|有人|别人|那人|病人|工人|员工|主播|明星|博主|网友|楼主|患者|大爷|亲戚|同事|客户"
    r"|店|厂|公司|企业|行业|生意|商户|商家|商贩|铺|实体|经济|养殖|鱼|花|树|庄稼|[猫狗](?!血)|项目|平台|手机|电脑|车)"
)
_SELF = re.compile(r"我|俺|本人|自己|老子|老娘")
_HEARSAY = re.compile(r"听说|据说|听人|网传|有个|有一个|新闻|报道|视频|刷到|通报|救下|小说|电影|歌词|台词|电视剧")
_SAID = re.compile(
    r"(?:说|讲|喊|哭诉|写|写道|留言|表示|称|念叨|嚷嚷|嚷着|告诉|发消息|发信息|发来|发了一?条|打电话|问|威胁|扬言|闹)"
    r"(?:我|我们|了|着|过|道|是|的是|到|出|来|大家|老师|家长|爸妈|妈妈|爸爸|同学)*[,:\"“「『']*"
    r"(?:我|自己|他|她|TA)?[^,:。]{0,8}$"
)
_ADVICE = re.compile(r"别|不要|不能|不可以|防|劝|阻止|制止|想不开就")
_DENIED = re.compile(r"(?<![天刻时有])(?:不|没|没有|不会|不再)$")


def first_person_distress(text: str) -> bool:
    """Whether the writer of `text` says that they do not want to live. Linear in the length of `text`."""
    plain = re.sub(r"[^\w,。!?;:\"“”‘’'「」『』\n]", "", clean(text).text)
    return any(_own(_before(plain, hit.start())) for hit in _PHRASE.finditer(plain))


def _before(text: str, end: int) -> str:
    """The part of the sentence before `end`, at most 60 characters."""
    return _SENTENCE.split(text[max(0, end - 60) : end])[-1]


def _own(before: str) -> bool:
    """Whether what stands before the phrase makes it the writer's own."""
    clause = _CLAUSE.split(before)[-1]
    if _DENIED.search(clause):
        return False
    own, others = _last(_SELF, clause), _last(_OTHERS, clause)
    if _ADVICE.search(clause) and own < 0:
        return False
    said = _SAID.search(before)
    if said and (_last(_OTHERS, before[: said.start()]) >= 0 or _HEARSAY.search(before[: said.start()])):
        return False
    if own < 0 and others < 0:
        return not _HEARSAY.search(before)
    return own > others


def _last(pattern: re.Pattern[str], text: str) -> int:
    """Where `pattern` is found last in `text`; −1 when it is not."""
    return max((hit.start() for hit in pattern.finditer(text)), default=-1)
