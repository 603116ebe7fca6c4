"""Slips of typing: doubled signs and words, mixed widths, and wrong words that are surely wrong."""

import re
from collections.abc import Iterator

from notices.lint.findings import Finding, Repair, Severity
from notices.lint.texts import Kind, Passage, Text

#: Twice the same, or two that can't follow each other; what is right instead.
_PUNCTUATION = re.compile(
    "([，。、；：])\\1+|，。|。，|；。|。；|、，|，、|，；|；，|(?<![人话编箱址真号])：，|、。|。、|！。|。！|？。"
    "|[，。、；：][,;:]|[,;:][，。、；：]|：:|%%|％％"
)

#: Doubled by the keyboard, with what makes it right after all: 目的的, 为了了解, 参与与.
_DOUBLED = (
    re.compile("(?<![目标靶])的的(?!确)"),
    re.compile("(?<![目])了了(?![解结却事然])"),
    re.compile("(?<![存现实所潜内外正自])在在(?![在])"),
    re.compile("(?<![总饱缓温调共中平])和和(?![气睦平谐解])"),
    re.compile("(?<![参给赠])与与(?!会)"),
    re.compile("请请(?!示|假)"),
    re.compile("我我"),
    re.compile("(?<!是)不不"),
)
_DOUBLED_WORD = re.compile(
    "(通知|进行|根据|按照|以及|并且|应当|必须|予以|关于|由于|对于|加强|切实|院校|平台|名单|认真|积极|及时|我省|各地|各校"
    "|已经|现将|特此|以下|有关|同时|[\u4e00-\u9fff]{3,12})\\1"
)
#: 29日日前; but 6月月底, 每5日日均.
_DOUBLED_UNIT = re.compile(
    "(?<=\\d)(?:日日(?![均常终期])|月月(?![底初末中度均])|元元|所所(?!在|有|属))"
)

_NUMBER = re.compile(r"[0-9０-９]+(?:[.．][0-9０-９]+)*")
_LETTER_IN_NUMBER = re.compile(
    r"(?<![A-Za-z0-9])(?=[0-9OoIl]*[OoIl])[12][0-9OoIl]{3}(?=年)|(?<=\d)[OoIl](?=[%％])"
)
_FIGURES = str.maketrans("OoIl０１２３４５６７８９．", "00110123456789.")

#: (pattern, what is right). Each is wrong wherever the pattern finds it.
_WRONG = (
    ("布署", "部署"),
    ("截止目前", "截至目前"),
    ("截止到目前", "截至目前"),
    ("松驰", "松弛"),
    ("严竣", "严峻"),
    ("按装", "安装"),
    ("既使", "即使"),
    ("即然", "既然"),
    ("座落", "坐落"),
    ("幅射", "辐射"),
    ("再接再励", "再接再厉"),
    ("一如继往", "一如既往"),
    ("按步就班", "按部就班"),
    ("迫不急待", "迫不及待"),
    ("走头无路", "走投无路"),
    ("穿流不息", "川流不息"),
    ("竭泽而鱼", "竭泽而渔"),
    ("甘败下风", "甘拜下风"),
    ("登陆(?=平台|系统|网站|网址|账号|帐号|信息管理|职业技能)", "登录"),
    ("做为(?=试点|依据|重要|参考|申报|考核|评价|附件)", "作为"),
    ("审请(?=表|书|材料|单位|人|院校|学校)", "申请"),
    ("付件(?=[0-9：:一二三四五])", "附件"),
    ("联系电活", "联系电话"),
    ("报送致", "报送至"),
    ("发送致", "发送至"),
    ("1十X", "1+X"),
    ("(?<![A-Za-z])[lI][+＋]X(?=证书|试点|制度)", "1+X"),
    ("职业技能等极", "职业技能等级"),
    ("贯彻落执行", "贯彻落实"),
    ("报各材料", "备案材料"),
    ("备按", "备案"),
    ("申抱", "申报"),
    ("陪训", "培训"),
    ("试点院效", "试点院校"),
    ("认真惯彻", "认真贯彻"),
    ("不径而走", "不胫而走"),
    ("凭心而论", "平心而论"),
    ("帐号", "账号"),
)
_WRONG_WORDS = tuple((re.compile(pattern), right) for pattern, right in _WRONG)


def doubled_punctuation(text: Text) -> Iterator[Finding]:
    for passage in text.passages:
        for found in _PUNCTUATION.finditer(passage.text):
            words = "……" if found[0].startswith("。。。") else _stronger(found[0])
            yield _finding(
                "punctuation",
                passage,
                found,
                f"标点“{found[0]}”重复或者误用",
                words,
                "删去多余的标点。",
            )


def _stronger(signs: str) -> str:
    full = signs.translate(str.maketrans(",;:", "，；："))
    return max(full, key="%％、，：；。？！".index)


def doubled_words(text: Text) -> Iterator[Finding]:
    for passage in text.passages:
        for pattern in (*_DOUBLED, _DOUBLED_UNIT, _DOUBLED_WORD):
            for found in pattern.finditer(passage.text):
                half = found[0][: len(found[0]) // 2]
                yield _finding(
                    "doubled",
                    passage,
                    found,
                    f"“{half}”重复",
                    half,
                    f"原文“{half}”字重复，删去一个。",
                )


def mixed_widths(text: Text) -> Iterator[Finding]:
    for passage in text.passages:
        for found in _NUMBER.finditer(passage.text):
            words = found[0].translate(_FIGURES)
            if found[0] == words or not re.search("[0-9.]", found[0]) or _is_point(passage, found):
                continue
            yield _finding(
                "mixed-width",
                passage,
                found,
                f"“{found[0]}”中全角、半角数字混用",
                words,
                "数字统一为半角。",
            )
        for found in _LETTER_IN_NUMBER.finditer(passage.text):
            words = found[0].translate(_FIGURES)
            yield _finding(
                "letter-in-number",
                passage,
                found,
                f"“{found[0]}”中混有字母",
                words,
                "数字中误用字母，改为数字。",
            )


def _is_point(passage: Passage, found: re.Match[str]) -> bool:
    """1．2020年…: a point's number and what it begins with."""
    first = re.match(r"\d{1,2}．(?=\d)", found[0])
    return bool(first and not passage.text[: found.start()].strip())


def wrong_words(text: Text) -> Iterator[Finding]:
    for passage in text.passages:
        for pattern, right in _WRONG_WORDS:
            for found in pattern.finditer(passage.text):
                yield _finding(
                    "wrong-word",
                    passage,
                    found,
                    f"“{found[0]}”应为“{right}”",
                    right,
                    f"“{found[0]}”是“{right}”之误。",
                )


def _finding(
    code: str, passage: Passage, found: re.Match[str], message: str, words: str, reason: str
) -> Finding:
    severity = Severity.HINT if code == "mixed-width" else Severity.WARNING
    repairs = [] if passage.kind == Kind.ATTACHMENT else [Repair(words, reason)]
    return Finding(code, severity, passage, *found.span(), message, repairs)
