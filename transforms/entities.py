"""Named entities by a spaCy model, on batches: Article.entities and Article.entity_model.

Only articles in a model's language are read; others keep no entities and `entity_model` None.
An article's entities do not depend on the batch it came in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from threading import Lock
from typing import Any

import apache_beam as beam

from schemas.article import Article, Outcome
from schemas.reject import Reject
from transforms.batches import Batches
from transforms.entity_links import NO_LINKS, EntityLinks
from transforms.find_spans import TEXT_SECONDS, SlowTextError, find
from transforms.named_entities import named_entities, read_lists
from transforms.recogniser import EntityRecognizer, RecogniserError
from transforms.spacy_model import DEFAULT_MODEL, named_models
from transforms.spacy_recogniser import spacy_recogniser
from transforms.step import BatchFunction
from transforms.values import VALUE_TYPES, values_of

STAGE = "Entities"
ANY_LANGUAGE = "xx"  # spaCy's name for it
# OntoNotes types of names; of its dates and numbers, `VALUE_TYPES` are read.
NAME_TYPES = (
    *("PERSON", "ORG", "GPE", "LOC", "NORP", "FAC", "EVENT", "PRODUCT"),
    *("WORK_OF_ART", "LAW", "LANGUAGE"),
)
ENTITY_TYPES = (*NAME_TYPES, *VALUE_TYPES)

_ONE_AT_A_TIME = Lock()  # a loaded model is shared by the process's threads but not made for it


def recogniser(
    model: str = DEFAULT_MODEL,
    types: Sequence[str] = NAME_TYPES,
    gpu: bool = False,
    links: EntityLinks = NO_LINKS,
) -> BatchFunction:
    """Loads the model and gives the function for batches of articles; raises ModelError."""
    return partial(recognise, spacy_recogniser(model, gpu), types=types, links=links)


def recognise(
    recogniser: EntityRecognizer,
    articles: Sequence[Article],
    types: Sequence[str] = NAME_TYPES,
    seconds: float = TEXT_SECONDS,
    links: EntityLinks = NO_LINKS,
) -> list[Article | Reject]:
    """Each article with its entities, in order; one on which the recogniser fails is a Reject."""
    readable = [article for article in articles if reads(recogniser.language, article)]
    done = iter(recognise_all(recogniser, readable, types, seconds, links))
    return [next(done) if reads(recogniser.language, article) else article for article in articles]


def reads(model_language: str | None, article: Article) -> bool:
    """Whether a model of that language reads the article; "xx" is spaCy's for any language."""
    return model_language in (ANY_LANGUAGE, article.language)


def recognise_all(
    recogniser: EntityRecognizer,
    articles: Sequence[Article],
    types: Sequence[str] = NAME_TYPES,
    seconds: float = TEXT_SECONDS,
    links: EntityLinks = NO_LINKS,
) -> list[Article | Reject]:
    """The same, whatever the articles' language. Halves a failing batch until the failing articles
    stand alone."""
    try:
        with _ONE_AT_A_TIME:
            found = find(recogniser, [as_read(article.text) for article in articles], seconds)
    except RecogniserError as failure:
        if len(articles) == 1:
            slow = isinstance(failure, SlowTextError)
            reason = "entities_timeout" if slow else "entities_failed"
            return [Reject(articles[0].message, STAGE, reason, str(failure)[:300])]
        middle = len(articles) // 2
        halves = articles[:middle], articles[middle:]
        return [
            done
            for half in halves
            for done in recognise_all(recogniser, half, types, seconds, links)
        ]
    names = [kind for kind in types if kind not in VALUE_TYPES]
    return [
        replace(
            article,
            entities=(
                *named_entities(article, spans, names, links),
                *values_of(article, [span for span in spans if span[2] in types]),
            ),
            entity_model=recogniser.identity,
        )
        for article, spans in zip(articles, found, strict=True)
    ]


def as_read(text: str) -> str:
    """The text as models read it: they were trained on straight apostrophes; offsets stay."""
    return text.replace("’", "'")


def model_for(models: Mapping[str, str], language: str | None) -> str | None:
    """The model that reads a language; None where there is none."""
    return models.get(language or "", models.get(ANY_LANGUAGE))


class RecogniseBatches(Batches):
    """The entities of a bundle's articles, where a model reads their language.

    `models`: as `--spacy-model` names them. Articles of all languages wait together; each model
    then reads its own.
    """

    def __init__(
        self,
        models: str,
        types: Sequence[str],
        gpu: bool = False,
        links: EntityLinks = NO_LINKS,
    ) -> None:
        self.named = models
        self.links = links
        self.types = tuple(types)
        self.gpu = gpu

    def setup(self) -> None:
        """Loads the models; one that fails to load stops the run here."""
        self.models = named_models(self.named)
        for name in self.models.values():
            spacy_recogniser(name, self.gpu)
        read_lists()

    def takes(self, article: Article) -> bool:
        """Whether a model reads it."""
        return model_for(self.models, article.language) is not None

    def run(self, articles: Sequence[Article]) -> list[Outcome]:
        """The articles with their entities, in order; one on which a model fails is a Reject."""
        done: dict[int, Outcome] = {}
        for name in dict.fromkeys(self.models.values()):
            own = [
                at
                for at, article in enumerate(articles)
                if model_for(self.models, article.language) == name
            ]
            recogniser = spacy_recogniser(name, self.gpu)
            outcomes = recognise_all(
                recogniser, [articles[at] for at in own], self.types, links=self.links
            )
            done |= zip(own, outcomes, strict=True)
        return [done[at] for at in range(len(articles))]


@dataclass(eq=False)
class RecogniseEntities(beam.PTransform[Any, Any]):
    """`"Entities" >> RecogniseEntities("en_core_web_sm,de=de_core_news_sm")`; order is not kept."""

    model: str = DEFAULT_MODEL
    types: Sequence[str] = ENTITY_TYPES
    gpu: bool = False
    links: EntityLinks = NO_LINKS

    def expand(self, outcomes: Any) -> Any:
        """PCollection of Outcome to PCollection of Outcome, as many; raises ModelError early."""
        named_models(self.model)
        return outcomes | "Recognise" >> beam.ParDo(
            RecogniseBatches(self.model, self.types, self.gpu, self.links)
        )
