"""Pinyin as people type it: full (changsha, minzheng), or the first letters (csmz).

A name is stored with its syllables marked off and with its initials; a word of letters is cut into syllables
when it is looked for. So “minzheng” is in 长沙民政, “it” is not in 职业 (zhi ye), and “xian” is both 先 and 西安.
"""

from collections.abc import Iterator
from functools import lru_cache

from xcms.search.words import is_han, runs
from xcms.text import pinyin_syllables

SYLLABLES = frozenset(
    (  # noqa: SIM905 (a list of 414 short strings is 414 lines)
        "a ai an ang ao ba bai ban bang bao bei ben beng bi bian biao bie bin bing bo bu ca cai can "
        "cang cao ce cen ceng cha chai chan chang chao che chen cheng chi chong chou chu chua chuai "
        "chuan chuang chui chun chuo ci cong cou cu cuan cui cun cuo da dai dan dang dao de dei den "
        "deng di dia dian diao die ding diu dong dou du duan dui dun duo e ei en eng er fa fan fang "
        "fei fen feng fo fou fu ga gai gan gang gao ge gei gen geng gong gou gu gua guai guan guang "
        "gui gun guo ha hai han hang hao he hei hen heng hong hou hu hua huai huan huang hui hun huo "
        "ji jia jian jiang jiao jie jin jing jiong jiu ju juan jue jun ka kai kan kang kao ke kei ken "
        "keng kong kou ku kua kuai kuan kuang kui kun kuo la lai lan lang lao le lei len leng li lia "
        "lian liang liao lie lin ling liu lo long lou lu luan lun luo lv lve ma mai man mang mao me "
        "mei men meng mi mian miao mie min ming miu mo mou mu na nai nan nang nao ne nei nen neng ni "
        "nian niang niao nie nin ning niu nong nou nu nuan nun nuo nv nve o ou pa pai pan pang pao "
        "pei pen peng pi pian piao pie pin ping po pou pu qi qia qian qiang qiao qie qin qing qiong "
        "qiu qu quan que qun ran rang rao re ren reng ri rong rou ru rua ruan rui run ruo sa sai san "
        "sang sao se sen seng sha shai shan shang shao she shei shen sheng shi shou shu shua shuai "
        "shuan shuang shui shun shuo si song sou su suan sui sun suo ta tai tan tang tao te tei teng "
        "ti tian tiao tie ting tong tou tu tuan tui tun tuo wa wai wan wang wei wen weng wo wu xi xia "
        "xian xiang xiao xie xin xing xiong xiu xu xuan xue xun ya yan yang yao ye yi yin ying yo "
        "yong you yu yuan yue yun za zai zan zang zao ze zei zen zeng zha zhai zhan zhang zhao zhe "
        "zhei zhen zheng zhi zhong zhou zhu zhua zhuai zhuan zhuang zhui zhun zhuo zi zong zou zu "
        "zuan zui zun zuo "
    ).split()
)
_LONGEST = 6
#: Stands before each syllable and at the end, and in no folded text of a name.
_MARK = "'"
#: First letters are stored in an alphabet of their own, so that no word of a name is taken for them.
_INITIAL = {chr(ord("a") + number): chr(0x24D0 + number) for number in range(26)}
_START = "\u2045"
#: Fewer first letters than this are looked for at the beginning of a name only.
_FEW_INITIALS = 3
#: A syllable that is not yet typed to its end counts in words of at least this length.
_LONG_ENOUGH = 4
_MOST_WAYS = 8


def spoken_form(name: str) -> list[str]:
    """How a name is typed, one line for the syllables and one for the initials of each run of Han characters."""
    lines = []
    for run in runs(name):
        if is_han(run):
            syllables = pinyin_syllables(run)
            lines.append(_MARK + _MARK.join(syllables) + _MARK)
            lines.append(_START + "".join(_INITIAL.get(one[:1], one[:1]) for one in syllables))
    return lines


def corrected_form(name: str, reading: str) -> list[str]:
    """The same for a reading that an editor has put in place of ours: as many syllables as the name has."""
    if reading == "".join(pinyin_syllables(name)).replace(" ", ""):
        return []
    letters = "".join(sign for sign in reading if "a" <= sign <= "z")
    wanted = sum(len(run) for run in runs(name) if is_han(run))
    for syllables in _cut(letters, whole=True):
        if len(syllables) == wanted:
            return [
                _MARK + _MARK.join(syllables) + _MARK,
                _START + "".join(_INITIAL[one[0]] for one in syllables),
            ]
    return []


@lru_cache(maxsize=1024)
def needles(word: str) -> tuple[str, ...]:
    """Pieces of spoken forms that a word of ASCII letters may stand for; none for any other word."""
    if len(word) < 2 or len(word) > 40 or not all("a" <= sign <= "z" for sign in word):
        return ()
    is_long = len(word) >= _LONG_ENOUGH
    # A short word is whole: “gan” is not “gang”. Of a longer one more may be coming.
    end = "" if is_long else _MARK
    ways = _cut(word, whole=True) or (_cut(word, whole=False) if is_long else [])
    found = [_MARK + _MARK.join(syllables) + end for syllables in ways]
    initials = "".join(_INITIAL[sign] for sign in word)
    found.append(initials if len(word) >= _FEW_INITIALS else _START + initials)
    return tuple(dict.fromkeys(found))


def _cut(letters: str, *, whole: bool) -> list[list[str]]:
    """The ways to read letters as syllables, the last of which may be a beginning unless ``whole``."""
    ways: list[list[str]] = []
    for way in _ways(letters, whole=whole):
        ways.append(way)
        if len(ways) == _MOST_WAYS:
            break
    return ways


def _ways(letters: str, *, whole: bool) -> Iterator[list[str]]:
    if not letters:
        yield []
        return
    for length in range(min(_LONGEST, len(letters)), 0, -1):
        if letters[:length] in SYLLABLES:
            for rest in _ways(letters[length:], whole=whole):
                yield [letters[:length], *rest]
    if not whole and len(letters) < _LONGEST and _begins_syllable(letters):
        yield [letters]


@lru_cache(maxsize=2048)
def _begins_syllable(letters: str) -> bool:
    return letters not in SYLLABLES and any(one.startswith(letters) for one in SYLLABLES)
