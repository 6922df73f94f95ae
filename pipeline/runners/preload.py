"""Loads what every worker needs, once, before the workers are forked from this process."""

# ruff: noqa: E402 - the switch comes before what it is for
import gc

gc.disable()  # what is imported stays: to look for garbage among it is a tenth of the start

import json
import os
from contextlib import suppress

import pipeline.arrow_memory
import pipeline.quiet_beam
import pipeline.runners.direct  # noqa: F401 - loaded for the workers
from pipeline.garbage import collect_less
from pipeline.workers import MODELS
from transforms.language import identify
from transforms.named_entities import read_lists
from transforms.places import placer
from transforms.spacy_model import ModelError, named_models
from transforms.spacy_recogniser import spacy_recogniser
from transforms.topics import shipped

models = json.loads(os.environ.get(MODELS, "{}"))
if "Language" in models:
    identify("a text, so that the language model is loaded")
if "Topics" in models:
    shipped()
if "Entities" in models:
    with suppress(ModelError):  # the first shard says so, where it stops the run
        for name in named_models(models["Entities"]).values():
            spacy_recogniser(name)
    read_lists()
    placer()
gc.enable()
collect_less()  # a look before would take a tenth of a second and find nothing worth it
