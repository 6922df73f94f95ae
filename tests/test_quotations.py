import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.article import Article, Entity, Mention
from schemas.message import Message, Origin
from transforms.quotations import find_quotations
from transforms.quoted_articles import quote

PERSONS = ("Paul Birchall", "Birchall", "Ana Moreno", "Moreno", "Tom Hale")
NAMES = {"Birchall": "Paul Birchall", "Moreno": "Ana Moreno"}
BODIES = ("Harbour Trust", "Leeds")


def named(text: str) -> list[Entity]:
    """The entities that a recogniser without fault would find of the names above."""
    found: dict[tuple[str, str], list[Mention]] = {}
    taken: set[int] = set()
    for name in PERSONS + BODIES:
        kind = "PERSON" if name in PERSONS else "GPE" if name == "Leeds" else "ORG"
        start = text.find(name)
        while start >= 0:
            if start not in taken:
                end = start + len(name)
                taken |= set(range(start, end))
                key = (NAMES.get(name, name), kind)
                found.setdefault(key, []).append(Mention(start, end, name))
            start = text.find(name, start + 1)
    return [
        Entity(name, kind, tuple(sorted(mentions, key=lambda m: m.start)), f"id of {name}")
        for (name, kind), mentions in found.items()
    ]


def speakers(text: str) -> list[tuple[str, str | None]]:
    return [(q.text, q.speaker) for q in find_quotations(text, named(text))]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“We will stay,” said Paul Birchall.", "Paul Birchall"),
        ("“We will stay,” Paul Birchall said.", "Paul Birchall"),
        ("‘We will stay,’ said Paul Birchall.", "Paul Birchall"),
        ('"We will stay," said Paul Birchall.', "Paul Birchall"),
        ("‘We will stay’, said Paul Birchall.", "Paul Birchall"),
        ("Paul Birchall told Ana Moreno: “We will stay.”", "Paul Birchall"),
        ("Paul Birchall, who met Ana Moreno, said: “We will stay.”", "Paul Birchall"),
        ("“We will stay,” said the minister, Paul Birchall.", "Paul Birchall"),
        ("“We will stay,” said a spokesman for the Harbour Trust.", "Harbour Trust"),
        ("“We will stay,” beamed Paul Birchall.", "Paul Birchall"),
        ("Secretary of State Paul Birchall called it “a bad deal”.", "Paul Birchall"),
        ("Its envoy to Leeds Paul Birchall has said it is “a bad deal”.", "Paul Birchall"),
        ("They fell silent, with Minister Paul Birchall warning of “a bad deal”.", "Paul Birchall"),
        ("They fell silent, with one minister warning of “a bad deal”.", None),
        ("Paul Birchall came. The man’s mother said it was “a bad deal”.", None),
        ("Some men chanted, “We will stay,” and Paul Birchall spoke of it.", None),
        ("“We will stay,” Interior Minister Paul Birchall, who runs it, said.", "Paul Birchall"),
        ("“It was a deal” announced in May, said Paul Birchall.", "Paul Birchall"),
        ("“We will stay,” Paul Birchall, from the Harbour Trust (HT) said.", "Paul Birchall"),
        ("Harbour Trust have denied it. “We will stay,” they said.", "Harbour Trust"),
        ("Leeds captain Paul Birchall left. “We will stay,” he said.", "Paul Birchall"),
        ("“We will stay,’’ Paul Birchall said.", "Paul Birchall"),
        (
            "“We will stay,” Paul Birchall, who runs two yards and owns a third, told us.",
            "Paul Birchall",
        ),
        ("According to Paul Birchall, “we will stay as long as we can”.", "Paul Birchall"),
        ("Paul Birchall walked out. “We will stay,” he said.", "Paul Birchall"),
        (
            "Minister Paul Birchall met Ana Moreno. “We will stay,” the minister said.",
            "Paul Birchall",
        ),
        ("Paul Birchall welcomed it, calling the vote “a relief for all of us”.", "Paul Birchall"),
        ("“We will stay,” said Jonas Kettle.", "Jonas Kettle"),
        ("“We will stay,” a friend said.", None),
        ("Paul Birchall’s lawyer said: “We will stay.”", None),
        ("Paul Birchall and Tom Hale met. Crowds came. “We will stay,” he said.", None),
    ],
)
def test_the_speaker_is_the_subject_of_the_word_of_speaking(text, speaker):
    (found,) = find_quotations(text, named(text))
    assert found.speaker == speaker


def test_pronouns_follow_gender():
    text = "Paul Birchall and Ana Moreno came late. “It is over,” she said. “Not for me,” he said."
    assert [speaker for _, speaker in speakers(text)] == ["Ana Moreno", "Paul Birchall"]


def test_a_quotation_goes_on_behind_its_tag_and_in_the_next_paragraph():
    text = (
        "“One,” said Paul Birchall, “and two. Three.”\n\n"
        "“Four is enough for now.”\n\nAna Moreno said: “Five.\n\n“Six.”"
    )
    assert speakers(text) == [
        ("One,", "Paul Birchall"),
        ("and two. Three.", "Paul Birchall"),
        ("Four is enough for now.", "Paul Birchall"),
        ("Five.\n\n“Six.", "Ana Moreno"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The film “Salt Cellar” was pulped.",
        "The so-called “golden rule” leaves little room.",
        "Bill “The Hammer” Kowalski won again.",
        "It was a “crisis” for the town.",
        "The boys' team and the girls' team met in the '90s.",
        "He is 6'2\" tall and she is 5'11\" tall.",
    ],
)
def test_titles_nicknames_and_scare_quotes_are_no_quotations(text):
    assert find_quotations(text, named(text)) == ()


def test_parts_of_a_sentence_are_partial_and_sentences_direct():
    text = "Tom Hale called it “a relief” and said: “We are glad.”"
    assert [(q.kind, q.verb) for q in find_quotations(text, named(text))] == [
        ("partial", "called"),
        ("direct", "said"),
    ]


def test_offsets_paragraph_and_entity():
    text = "Rain fell.\n\n“We will stay,” said Paul Birchall."
    (found,) = find_quotations(text, named(text))
    assert text[found.start : found.end] == found.text == "We will stay,"
    assert (found.paragraph, found.speaker_id) == (2, "id of Paul Birchall")


@pytest.mark.parametrize(("language", "number"), [("en", 1), ("de", 0), (None, 0)])
def test_only_english_is_read(language, number):
    text = "“We will stay,” said Paul Birchall."
    message = Message(payload=b"", origin=Origin("a", 0), format="text")
    article = Article(message, text=text, language=language, entities=tuple(named(text)))
    assert len(quote(article).quotations) == number


PIECES = [
    "“",
    "”",
    "‘",
    "’",
    '"',
    "'",
    "„",
    "«",
    "»",
    "\n\n",
    " ",
    ".",
    ",",
    ": ",
    "?",
    "said ",
    "he ",
]


@given(st.lists(st.sampled_from([*PIECES, *PERSONS, "Leeds ", "We ", "go "]), max_size=60))
def test_any_text_gives_quotations_in_order_that_do_not_overlap(pieces):
    text = "".join(pieces)
    place = 0
    for found in find_quotations(text, named(text)):
        assert place <= found.start < found.end
        assert text[found.start : found.end] == found.text
        place = found.end


@pytest.mark.parametrize("gap", ["\n", " "])
def test_quotation_goes_on_where_breaks_of_paragraphs_are_single(gap: str) -> None:
    text = f'Paul Birchall said: "We will stay.{gap}"We have no choice." It rained.'
    assert speakers(text) == [(f'We will stay.{gap}"We have no choice.', "Paul Birchall")]
