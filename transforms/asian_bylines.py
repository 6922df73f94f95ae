"""Bylines in Chinese, Japanese and Korean: names by an office, in brackets, or inside a paragraph.

These scripts have no capitals, so a name is one only beside an office ("记者", "기자"), or in
brackets where its family name is known.
"""

from __future__ import annotations

import re

from transforms.agencies import agency_name
from transforms.late_pattern import late
from transforms.wordlists import words

# Characters; what is longer is no byline.
LONGEST = 60

# The first letter of these scripts.
FIRST = "\u3041"

_CHINESE_FAMILIES = frozenset(
    "王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何林高罗羅郑鄭梁谢謝宋唐许許韩韓冯馮邓鄧曹"
    "彭曾萧蕭田董袁潘于蒋蔣蔡余杜叶葉程苏蘇魏吕呂丁任沈姚卢盧姜崔钟鍾谭譚陆陸汪范範金石廖贾賈夏韦"
    "韋付方白邹鄒孟熊秦邱江尹薛闫閆段雷侯龙龍史陶黎贺賀顾顧毛郝龚龔邵万萬钱錢严嚴武戴莫孔向汤湯温"
    "康施牛樊葛邢安齐齊易乔喬伍庞龐颜顏倪庄莊聂聶章鲁魯岳翟殷詹申欧歐耿关關兰蘭焦俞左柳甘祝包宁寧"
    "尚符舒阮柯纪紀梅童凌毕畢单單季裴霍涂苗谷盛曲翁冉骆駱蓝藍路游辛靳管柴蒙鲍鮑华華喻祁蒲房滕屈饶"
    "饒解牟艾尤时時穆农農司卓古吉缪繆车車项項连連芦蘆简簡鹿"
)
_JAPANESE_FAMILIES = words(
    "佐藤 鈴木 高橋 田中 伊藤 渡辺 渡邊 山本 中村 小林 加藤 吉田 山田 佐々木 山口 松本 井上 木村"
    " 斎藤 斉藤 清水 山崎 池田 橋本 阿部 石川 山下 中島 石井 小川 前田 岡田 長谷川 藤田 後藤 近藤"
    " 村上 遠藤 青木 坂本 福田 太田 西村 藤井 金子 岡本 藤原 中野 三浦 原田 中川 松田 竹内 小野"
    " 田村 中山 和田 石田 森田 上田 内田 柴田 酒井 宮崎 横山 高木 安藤 宮本 大野 小島 谷口 今井"
    " 工藤 高田 増田 丸山 杉山 村田 大塚 新井 小山 平野 藤本 河野 上野 野口 武田 松井 千葉 菅原"
    " 岩崎 久保 木下 佐野 野村 松尾 市川 菊地 杉本 古川 大西 島田 水野 桜井 高野 渡部 吉川 山内"
    " 西田 飯田 菊池 西川 小松 北村 安田 五十嵐 川口 平田 中田 久保田 服部 川崎 岩田 土屋 福島"
    " 本田 樋口 秋山 田口 永井 山中 中西 吉村 川上 石原 大橋 松岡 馬場 浜田 森本 星野 矢野 浅野"
    " 大久保 松下 吉岡 小池 野田 荒木 大谷 松浦 熊谷 黒田 尾崎 永田 須藤 川村 大島 片山 今村 早川"
    " 本間 横田 岡崎 荒井 鎌田 成田 宮田 小田 石橋 篠原 高山 萩原 栗原 伊東 松原 三宅 福井 大森"
    " 奥村 岡 内藤 片岡 桑原 松永 小沢 田辺 関口 上原"
)
_HAN = r"[\u4e00-\u9fff·]{2,4}"
_HANS = rf"{_HAN}(?:[、，,\s]+{_HAN}){{0,5}}"
_CHINESE = (
    r"[(（【\[]?\s*(?:(?:本[报報网網台刊社]|新[华華]社|中新[社网])?\s?(?:特[约約派]|[实實][习習]|首席)?"
    r"(?:[记記]者|通[讯訊][员員])|作者|撰文|[采採][写寫]|文)(?P<mark>\s*[:：/／|丨｜＝=]\s*|\s*)"
    rf"(?P<names>{_HANS})\s*[)）】\]]?"
)
# "... reports from Beijing", "... took the pictures".
_REPORTS = r"\s?[\u4e00-\u9fff]{0,4}(?:[报報][道導]|[摄攝]影)$"
_EDITORS = (
    r"[(（【\[]?\s*(?:(?:[责責]任)?[编編][辑輯]|[责責][编編])\s*[:：/／|丨]"
    rf"\s*(?P<names>{_HANS})\s*[)）】\]]?"
)
_KANJI = r"[\u4e00-\u9fff々〆ヶぁ-んァ-ヴー]"
_JAPANESE_NAME = rf"{_KANJI}{{1,4}}[ 　]?{_KANJI}{{1,5}}"
_JAPANESE = (
    r"[（(【\[]?(?:(?:取材[・＝=]?)?(?:文|執筆|著者|筆者|記者|ライター)\s?[:：・＝=／/]\s?"
    rf"(?P<names>{_JAPANESE_NAME})|(?P<names2>[\u4e00-\u9fff々]{{2,3}}[ 　]?{_KANJI}{{1,3}})"
    r"\s?(?:記者|特派員|編集委員|論説委員))[）)】\]]?"
)
_BRACKETED = (
    rf"[（(【\[［](?:\S{{2,4}}[・＝=])?(?P<names>(?>{_JAPANESE_NAME})(?:[、，,](?>{_JAPANESE_NAME}))*)"
    r"[）)】\]］]"
)
_KOREAN_CITIES = words(
    "서울 부산 대구 인천 광주 대전 울산 세종 수원 제주 춘천 전주 워싱턴 뉴욕 도쿄 베이징 파리 런던"
)
_HANGUL = r"[가-힣]{2,4}"
_KOREAN = (
    rf"[(\[]?(?:\S{{2,8}}="
    rf"|글(?:·사진)?\s?[=:]?\s?)?(?P<names>{_HANGUL}(?:[·, ]{{1,2}}{_HANGUL})*)\s?"
    r"(?:(?:선임|수습|인턴|전문|객원|대)\s?)?(?:기자|특파원|논설위원|통신원|앵커|에디터)(?:\s.*)?[)\]]?"
    rf"|(?:기자|특파원)\s?[=:]?\s(?P<names2>{_HANGUL}(?:\s?[·,]\s?{_HANGUL})*)"
)
_IN_KOREAN = rf"[)\]]\s?(?P<names>{_HANGUL}(?:[·, ]{{1,2}}{_HANGUL})*)\s?(?:기자|특파원)\s?="
_IN_CHINESE = rf"[电電讯訊]\s?[（(]\s?[记記]者\s?(?P<names>{_HANS})[）)]"
# Papers, agencies and desks, and posts without a name.
_BODY = re.compile(
    r".*(?:일보|신문|뉴스|뉴시스|방송|통신|닷컴|팀|新聞|通信|部|[记記]者|[报報网網台刊社]|新[闻聞]|实习生|實習生|佚名)"
)
_BETWEEN = re.compile(r"[、，,·\s]+")


def _split(text: str) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(
            name
            for name in _BETWEEN.split(text)
            if len(name) > 1 and not _BODY.fullmatch(name) and agency_name(name) is None
        )
    )


def _is_chinese(name: str) -> bool:
    return name[0] in _CHINESE_FAMILIES and len(name) < 5


def _is_japanese(name: str) -> bool:
    bare = re.sub(r"\s", "", name)
    return any(len(bare) > size and bare[:size] in _JAPANESE_FAMILIES for size in (2, 3))


def office_names(text: str) -> tuple[str, ...]:
    """The people whom a line names, by their office or in brackets, if it holds nothing else."""
    if text.isascii() or len(text) > LONGEST or max(text) < FIRST:
        return ()
    if match := late(_KOREAN).fullmatch(text):
        found = _split(match["names"] or match["names2"])
        return tuple(name for name in found if name not in _KOREAN_CITIES)
    if (match := late(_JAPANESE).fullmatch(text)) and (
        match["names2"] or _is_japanese(match["names"])
    ):
        name = match["names"] or match["names2"]
        return () if _BODY.fullmatch(name) or agency_name(name) else (name,)
    if match := late(_CHINESE).fullmatch(late(_REPORTS).sub("", text)):
        found = _split(match["names"])
        return found if match["mark"].strip() or all(map(_is_chinese, found)) else ()
    return _bracketed(text)


def editor_names(text: str) -> tuple[str, ...]:
    """The people whom a line calls its editors in Chinese, and nothing else."""
    if text.isascii() or len(text) > LONGEST or max(text) < FIRST:
        return ()
    match = late(_EDITORS).fullmatch(text)
    return _split(match["names"]) if match else ()


def _bracketed(text: str) -> tuple[str, ...]:
    match = late(_BRACKETED).fullmatch(text)
    found = tuple(re.split(r"[、，,]", match["names"])) if match else ()
    return found if all(map(_is_japanese, found)) else ()


def names_in_text(first: str, last: str) -> tuple[str, ...]:
    """The reporters whom the first paragraph names in its dateline, or the last one at its end."""
    if not first.isascii() and (
        match := late(_IN_KOREAN).search(first, 0, 60) or late(_IN_CHINESE).search(first, 0, 60)
    ):
        return _split(match["names"])
    if last.isascii() or last[-1] not in "）)】]］":
        return ()
    at = max(last.rfind(mark) for mark in "（(【[［")
    return office_names(last[at:]) if at > 0 else ()
