"""Made-up news of many words and names for measuring a recogniser: seeded, the same in every run.

Words, names and places are drawn by Zipf's law, a few very often and most of them hardly ever, some
of them coined from syllables, so that a text repeats words about as a newspaper does.
"""

from __future__ import annotations

import random
from bisect import bisect
from functools import cache
from itertools import accumulate


def listed(words: str) -> tuple[str, ...]:
    """Words between spaces."""
    return tuple(words.split())


FIRST = listed(
    "James Mary John Patricia Robert Linda Michael Elena David Susan Carlos Amina Wei Yuki Olga "
    "Pierre Fatima Ahmed Ingrid Lars Sofia Mateo Priya Arjun Kofi Zainab Hiroshi Anna Tomasz Nora "
    "Ivan Chloe Diego Leila Omar Grace Samuel Ruth Victor Helena Boris Camila Dmitri Esther Felix"
)
LAST = listed(
    "Smith Johnson Garcia Miller Davis Nguyen Kim Patel Kowalski Müller Rossi Silva Haddad Okafor "
    "Tanaka Novak Andersen O'Brien Moreau Petrov Weber Lindqvist Hassan Mensah Castillo Ivanov "
    "Chen Fernández MacDonald van-Dyke Schneider Bianchi Yilmaz Abdullah Eriksson Costa Dubois "
    "Reyes"
)
PLACES = listed(
    "London Paris Washington Beijing Moscow Tokyo Berlin Madrid Cairo Nairobi Seoul Jakarta Lima "
    "Ottawa Canberra Lagos Dhaka Mumbai Chicago Texas California Ukraine France Germany China "
    "India Brazil Mexico Kenya Poland Sweden Turkey Iran Japan Spain Vietnam Chile Syria "
    "Manchester Oslo"
)
PEOPLES = listed("British French American Chinese Russian German Indian Kenyan European Turkish")
ENDINGS = ("Inc.", "Ltd", "Group", "Corp.", "Holdings", "University", "Institute", "Bank", "Party")
BODIES = (
    *("the United Nations", "the European Union", "NATO", "the Supreme Court", "Congress"),
    *("the World Health Organization", "Apple", "Google", "the Ministry of Finance", "the BBC"),
    *("the Bank of England", "Reuters", "the Senate", "Toyota", "the U.S. Treasury", "FIFA"),
)
WORKS = ("The Long Winter", "A Map of Rivers", "Northern Lights", "The Glass Harbour")
WORDS = listed(
    "the of and to in that for on with as was by at from said his her their which not have has "
    "been would after over new more government people year years month city market company "
    "officials police court report minister election workers prices trade health school water "
    "energy war talks plan budget law vote union tax growth bank rate season team match game "
    "players coach league hospital doctors patients study climate storm flood fire river road "
    "train airport ship border army soldiers attack peace deal agreement protest strike leader "
    "party member spokesman adviser analyst investor shares profit loss quarter sales customers "
    "product technology software phone network data privacy security research scientists "
    "university students teachers children family women men home house land farm food crop oil "
    "gas coal power plant factory job wage pension debt crisis recovery reform policy proposal "
    "committee hearing evidence trial judge lawyer prison case"
)
SYLLABLES = listed(
    "ka lo mi ran tes vor el dan bre shi na pol gar un dri mos fe lin tor az qui bel ster wick ham"
)
DAYS = ("Monday", "Tuesday", "last Friday", "Jan. 14, 2021", "March 2019", "early on Sunday")
AMOUNTS = ("$4.5 million", "€120bn", "12 percent", "3,400", "£75", "two-thirds", "nearly 600")
FORMS = (
    "{person}, {job} of {body}, said on {day} that {clause}.",
    "“{clause},” {person} told {body} in {place}, “and {clause2}.”",
    "{place} ({body}) - {clause} after {people} officials met {person} on {day}.",
    "The {noun} {noun2}, which {body} bought for {amount}, {clause}.",
    "According to {person}'s {noun}, {amount} of the {noun2} in {place} {clause}.",
    "{clause}, but {person} and {person2} of {company} say that {clause2}.",
    "In {place}, {clause}; {people} {noun2} rose {amount} since {day}.",
    "Mr. {last} did not reply to an e-mail. {company} declined to comment.",
    "“{work}”, a film by {person}, opens in {place} on {day}.",
    "{clause}.",
    "More at https://www.example.org/{noun}/{noun2}-{number} (in {people}).",
    "U.S. President {last} and {people} Prime Minister {person} signed the {company} deal in "
    "{place}.",
)
RARE_SHARE = 0.08
"""Share of words and names that are coined, mostly never to be seen again."""
NAMES = 3_000


@cache
def weights(count: int) -> tuple[float, ...]:
    """Running sums of Zipf's law."""
    return tuple(accumulate(1 / rank for rank in range(1, count + 1)))


def pick(chance: random.Random, words: tuple[str, ...]) -> str:
    """One of `words`, the first the most often."""
    sums = weights(len(words))
    return words[bisect(sums, chance.random() * sums[-1])]


def coin(chance: random.Random) -> str:
    """A word that no dictionary has."""
    return "".join(chance.choices(SYLLABLES, k=chance.randint(2, 4)))


@cache
def names() -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Last names, places and companies of this world, the frequent ones first."""
    chance = random.Random(1)  # noqa: S311 - made-up text, no secret
    last = (*LAST, *(coin(chance).title() for _ in range(NAMES)))
    places = (*PLACES, *(coin(chance).title() for _ in range(NAMES // 4)))
    companies = tuple(f"{pick(chance, last)} {chance.choice(ENDINGS)}" for _ in range(NAMES // 2))
    return last, places, companies


def word(chance: random.Random) -> str:
    """A word of running text."""
    return coin(chance) if chance.random() < RARE_SHARE else pick(chance, WORDS)


def clause(chance: random.Random) -> str:
    """Some words in a row, with a name now and then."""
    words = [word(chance) for _ in range(chance.randint(4, 14))]
    if chance.random() < 0.3:
        words.insert(chance.randrange(len(words)), pick(chance, names()[1]))
    return " ".join(words)


def person(chance: random.Random) -> str:
    """A full name, seldom with an initial."""
    middle = f" {chance.choice('ABCDEFGH')}." if chance.random() < RARE_SHARE else ""
    return f"{pick(chance, FIRST)}{middle} {pick(chance, names()[0])}"


def sentence(chance: random.Random) -> str:
    """One sentence of 6 to 40 words."""
    last, places, companies = names()
    text = chance.choice(FORMS).format(
        person=person(chance),
        person2=person(chance),
        last=pick(chance, last),
        job=chance.choice(("head", "a spokeswoman", "chief economist", "a member")),
        body=pick(chance, BODIES) if chance.random() < 0.5 else pick(chance, companies),
        company=pick(chance, companies),
        people=pick(chance, PEOPLES),
        place=pick(chance, places),
        day=chance.choice(DAYS),
        amount=chance.choice(AMOUNTS),
        work=chance.choice(WORKS),
        noun=word(chance),
        noun2=word(chance),
        number=chance.randrange(10_000),
        clause=clause(chance),
        clause2=clause(chance),
    )
    return text[0].upper() + text[1:]


def article(number: int, words: int = 500) -> str:
    """Text `number`, of about `words` words in paragraphs; the same number gives the same."""
    chance = random.Random(number)  # noqa: S311 - made-up text, no secret
    paragraphs: list[str] = []
    left = words
    while left > 0:
        paragraph = " ".join(sentence(chance) for _ in range(chance.randint(1, 4)))
        left -= len(paragraph.split())
        paragraphs.append(paragraph)
    return "\n\n".join(paragraphs)
