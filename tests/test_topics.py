"""Topics: accuracy on the project's own scored texts, evidence, thresholds, the seed words."""

from __future__ import annotations

import json
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.article import Article
from schemas.message import Message, Origin
from transforms.iptc import TOPIC_NAMES
from transforms.lexicon import WEIGHTS, WORD, compile_lexicon, seed_words
from transforms.topics import classifier, find_topics

DATA = Path(__file__).parent / "data"
SCORED = [
    json.loads(line)
    for line in (DATA / "topics_scored.jsonl").read_text(encoding="utf-8").splitlines()
]
FLOORS = tomllib.loads((DATA / "floors.toml").read_text(encoding="utf-8"))["topics"]
SPORT, WEATHER, POLITICS = "medtop:15000000", "medtop:17000000", "medtop:11000000"
MESSAGE = Message(b"", Origin("file:///a", 0), "text")


def article(title: str | None, text: str, language: str | None = "en") -> Article:
    return Article(MESSAGE, title=title, text=text, language=language)


def codes(title: str | None, text: str) -> list[str]:
    return [topic.code for topic in classifier()(article(title, text)).topics]


def test_accuracy_on_scored_texts_keeps_its_floor() -> None:
    ranked = [codes(row["title"], row["text"]) for row in SCORED]
    best = [
        next(find_topics(seed_words(), row["title"], row["text"], threshold=0)).code
        for row in SCORED
    ]
    top1 = sum(code == row["code"] for code, row in zip(best, SCORED, strict=True))
    labelled = sum(row["code"] in found for found, row in zip(ranked, SCORED, strict=True))
    assert top1 / len(SCORED) >= FLOORS["top1"]
    assert labelled / len(SCORED) >= FLOORS["labelled"]


def test_scored_texts_show_every_topic_six_times() -> None:
    labels = [row["code"] for row in SCORED]
    assert {code: labels.count(code) for code in TOPIC_NAMES} == dict.fromkeys(TOPIC_NAMES, 6)


def test_topic_carries_code_name_score_rank_and_evidence() -> None:
    text = "The goalkeeper saved a penalty. The striker's hat-trick won the Cup-Final for Leeds."
    (topic,) = classifier()(article("Striker's day", text)).topics
    assert (topic.code, topic.name, topic.rank) == (SPORT, "sport", 1)
    assert 0.2 <= topic.score <= 1
    assert topic.evidence[0] == "Striker"
    assert set(topic.evidence) >= {"goalkeeper", "hat-trick", "Cup-Final"}


@pytest.mark.parametrize("language", ["de", "fr", None])
def test_only_english_articles_get_topics(language: str | None) -> None:
    before = article(SCORED[0]["title"], SCORED[0]["text"], language)
    assert classifier()(before) is before


@pytest.mark.parametrize(
    "text",
    ["", "\n\n", "It was what it was and so they went there again.", "They met by the railway."],
)
def test_text_that_says_nothing_has_no_topic(text: str) -> None:
    assert codes(None, text) == []


def test_text_of_two_topics_gets_both_best_first() -> None:
    football = "The goalkeeper and the midfielder missed the football match and the semi-final. "
    storm = "Forecasters warned of heavy rain, a blizzard and snowfall."
    assert codes(None, football + storm) == [SPORT, WEATHER]


def test_limit_and_threshold_are_obeyed() -> None:
    text = " ".join(row["text"] for row in SCORED)
    few = classifier(threshold=0.0, limit=2)(article(None, text)).topics
    assert [topic.rank for topic in few] == [1, 2]
    assert classifier(threshold=0.9)(article(None, text)).topics == ()


def test_title_counts_more_than_text() -> None:
    words = "Goalkeeper", "Parliament"
    assert codes(words[0] + " " + words[0], words[1] + ".")[:1] == [SPORT]
    assert codes(words[1] + " " + words[1], words[0] + ".")[:1] == [POLITICS]


def test_phrase_uses_its_words_up() -> None:
    def evidence(text: str) -> set[str]:
        topics = find_topics(seed_words(), "", text, threshold=0, limit=17)
        return {word for topic in topics for word in topic.evidence}

    assert evidence("tennis") == {"tennis"}
    assert evidence("a tennis court") == set()
    assert evidence("a tennis\ncourt") == {"tennis", "court"}
    assert evidence("the Prime Minister") == {"Prime Minister"}


@given(st.lists(st.sampled_from(sorted(seed_words().heads)) | st.text(max_size=8), max_size=60))
def test_topics_are_ranked_and_evidence_stands_in_the_text(words: list[str]) -> None:
    title, text = " ".join(words[:5]), "-".join(words[5:])
    topics = list(find_topics(seed_words(), title, text, threshold=0, limit=17))
    assert [topic.rank for topic in topics] == list(range(1, len(topics) + 1))
    assert [topic.score for topic in topics] == sorted((t.score for t in topics), reverse=True)
    for topic in topics:
        assert 0 < topic.score < 1
        assert topic.evidence
        assert all(word in title or word in text for word in topic.evidence)


def test_seed_words_cover_every_topic_and_are_well_formed() -> None:
    tables = tomllib.loads(
        files("transforms").joinpath("topic_words.toml").read_text(encoding="utf-8")
    )
    neutral = tables.pop("neutral")
    assert [table["code"] for table in tables.values()] == list(TOPIC_NAMES)
    for table in (neutral, *tables.values()):
        entries = [e.strip() for key in table if key != "code" for e in table[key].split(",")]
        assert len(entries) >= 80
        for entry in entries:
            words = WORD.findall(entry.rstrip("~"))
            assert " ".join(words) == entry.rstrip("~") == entry.rstrip("~").lower()
            assert 1 <= len(words) <= 4


@pytest.mark.parametrize(
    ("entry", "forms"),
    [
        ("inquiry", {"inquiry", "inquiries"}),
        ("church", {"church", "churches"}),
        ("day", {"day", "days"}),
        ("news", {"news"}),
        ("5g", {"5g", "5gs"}),
        ("opec 10", {"opec 10"}),
        ("elect~", {"elect", "elects", "elected", "electing"}),
        ("score~", {"score", "scores", "scored", "scoring"}),
        ("levy~", {"levy", "levies", "levied", "levying"}),
        ("labour party", {"labour party", "labour parties"}),
    ],
)
def test_entries_are_inflected(entry: str, forms: set[str]) -> None:
    lexicon = compile_lexicon({"sport": {"code": SPORT, "certain": entry}})
    singles = {first for first, (_, term) in lexicon.heads.items() if term >= 0}
    phrases = {
        " ".join([first, second, *rest])
        for first, (behind, _) in lexicon.heads.items()
        for second, candidates in behind.items()
        for rest, _ in candidates
    }
    assert singles | phrases == forms


def test_longest_phrase_wins_and_word_of_two_topics_counts_for_both() -> None:
    lexicon = compile_lexicon(
        {
            "sport": {"code": SPORT, "certain": "high court cup, storm", "typical": "high court"},
            "weather": {"code": WEATHER, "supporting": "high", "typical": "storm"},
        }
    )
    found = {t.code: t for t in find_topics(lexicon, "", "High court cup storm", 0, 17)}
    assert found[SPORT].evidence == ("High court cup", "storm")
    assert found[WEATHER].evidence == ("storm",)
    assert found[SPORT].score > found[WEATHER].score
    assert WEIGHTS["certain"] > WEIGHTS["typical"] > WEIGHTS["supporting"]
