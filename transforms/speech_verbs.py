"""Words by which reporters say that somebody speaks."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from transforms.wordlists import words

# Forms that are hardly ever anything else; they may stand on either side of a quotation.
SAYING = words(
    "said says say saying told tells tell telling added adds adding asked asks asking replied"
    " replies replying responded responding explained explains explaining insisted insists"
    " insisting warned warns warning noted noting stated stating declared declares declaring"
    " announced announcing claimed claiming admitted admits admitting acknowledged"
    " acknowledges acknowledging argued argues arguing stressed stresses stressing emphasised"
    " emphasized emphasises emphasizes emphasising emphasizing continued concluded concludes"
    " recalled recalls recalling remarked remarking observed observes commented commenting"
    " quipped quips joked jokes joking laughed laughs laughing shouted shouting yelled cried"
    " screamed whispered wrote writes writing tweeted tweeting posted posting reported"
    " testified testifying predicted predicts predicting suggested suggests suggesting agreed"
    " agrees conceded concedes confirmed confirming denied repeated reiterated reiterates"
    " reiterating boasted boasting complained complaining lamented laments lamenting mused"
    " vowed vowing pledged pledging demanded demanding exclaimed answered answering thought"
    " smiled sighed shrugged grinned chuckled pleaded begged chanted countered retorted"
    " reflected reflects revealed reveals revealing disclosed maintained maintains asserted"
    " alleged alleging contended contends reasoned hinted opined elaborated informed informing"
    " advised urged urging promised promising reminded cautioned cautioning read reads blogged"
    " texted shared sharing mentioned suggest argue warn insist admit explain"
    " write proclaimed enthused fumed raged thundered interjected ventured clarified"
    " clarifying underlined underlining underscored speaks spoke speaking gushed penned"
    " captioned detailed outlined guessed speculated recounted recounts confided affirmed affirms"
    " assured vows swore bragged ranted snapped scoffed implored retorts chants chanting theorized"
    " theorised"
)
# What a reporter says of words that stand within the own sentence.
JUDGING = words(
    "called calls calling described describes describing branded branding labelled labeled"
    " labelling labeling slammed slamming blasted denounced denouncing condemned condemning"
    " criticised criticized criticising criticizing praised praising hailed hailing accused"
    " accusing dismissed dismissing characterised characterized referred referring expressed"
    " expressing voiced cited citing talked talking hoped hoping feared believed believes"
    " believing felt feels apologised apologized apologising thanked thanking blamed blaming"
    " welcomed welcoming rejected rejecting threatened threatening encouraged appealed mocked"
    " mocking derided likened likening compared comparing termed deemed painted portrayed"
    " recommended proposed ordered defended defending lauded lambasted decried rebuked"
    " ridiculed quoted quoting instructed touted accuses accuse"
)

ANY = SAYING | JUDGING
# Of these the ones whose object is who listens: "told Choi".
ADDRESSING = words(
    "told tells tell telling asked asks asking warned warns warning informed informing advised"
    " advising urged urging reminded reminding cautioned cautioning answered thanked"
)
_WORD = re.compile(r"[A-Za-z]+")
NEAR_WORDS = 10  # between a quotation and the verb of its tag
_ACCORDING = re.compile(r"\b(?:according to|in the words of)\s+", re.IGNORECASE)


def according_in(text: str) -> Callable[[int, int], re.Match[str] | None]:
    """Finds "according to" between two offsets of a text; most texts have none at all."""
    folded = text.lower()
    if "according to" in folded or "in the words of" in folded:
        return partial(_ACCORDING.search, text)
    return lambda *_: None


# In front of a passage: a word that is talked about, not what somebody said.
NAMING = words(
    "so-called dubbed titled entitled nicknamed nickname named codenamed code-named aka headlined"
    " mean means meaning self-styled word term phrase name title hashtag acronym"
)
NAMING_PHRASES = frozenset(
    ("known as", "billed as", "so called", "translates as", "translates to", "translated as")
)
# In front of a passage in capitals: it is the title of one.
WORK = words(
    "film movie book novel song album single track show series episode play musical opera poem"
    " documentary memoir sitcom drama podcast magazine painting exhibition essay game hit hits"
    " anthem ballad thriller comedy romcom blockbuster programme program campaign operation project"
    " slogan chart-topper bestseller"
)


def first_verb(text: str, start: int, end: int, verbs: frozenset[str]) -> re.Match[str] | None:
    """The first of these verbs in `text[start:end]`."""
    return next((m for m in _WORD.finditer(text, start, end) if m.group().lower() in verbs), None)


def last_verb(text: str, start: int, end: int, verbs: frozenset[str]) -> re.Match[str] | None:
    """The last of these verbs in `text[start:end]`."""
    last = None
    for word in _WORD.finditer(text, start, end):
        if word.group().lower() in verbs:
            last = word
    return last


def tag_verb(text: str, start: int, end: int, *, near: bool) -> re.Match[str] | None:
    """The verb of a tag ("Choi said", "said Choi") behind a quotation that ends at `start`.

    Args:
        text: with its quotations blanked.
        end: of the sentence.
        near: the tag must follow at once; else it may stand at the sentence's end.
    """
    for number, word in enumerate(_WORD.finditer(text, start, end)):
        if near and number > NEAR_WORDS:
            return None
        if word.group().lower() in SAYING:
            if word.group().endswith("ing"):  # "..., adding that": of what follows
                return None
            between = text[start : word.start()]
            return None if _NO_TAG.search(between) else _inverted(text, word, end) or word
    return None


def _inverted(text: str, first: re.Match[str], end: int) -> re.Match[str] | None:
    """The "said" of "the deal" announced in May, said Choi"."""
    said = _COMMA_SAID.match(text, first.end(), end) if first.group().endswith("ed") else None
    return _WORD.match(text, said.start(1)) if said else None


_COMMA_SAID = re.compile(r"[^,\x01\x02.]{0,60}, (said|says) (?=[A-Z])")
_NO_TAG = re.compile(r"[:;!?\x01\x02]|[.]\s+(?=[A-Z][a-z]+\s+[a-z])|\b(?:and|but|which)\b")


def is_named_by(before: str, *, capital: bool) -> bool:
    """Whether the words in front of a passage say that it is a name, or a title if capital."""
    found = _BEFORE.findall(before.rstrip(" ,:").lower())[-2:]
    last = found[-1] if found and before.rstrip(" ,:").lower().endswith(found[-1]) else ""
    if before.rstrip().endswith("called") and _CALLED.search(before):
        return True
    return last in NAMING or " ".join(found) in NAMING_PHRASES or (capital and last in WORK)


_CALLED = re.compile(r"\b(?:is|are|was|were|be|been)\s+(?:\w+\s+)?called\s*$")  # "is called"
_BEFORE = re.compile(r"[a-z-]+")
