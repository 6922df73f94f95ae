import apache_beam as beam
from apache_beam.runners.common import MethodWrapper
from apache_beam.transforms.core import get_function_args_defaults

from schemas.article import Article
from schemas.message import Message, Origin
from transforms.entities import RecogniseBatches
from transforms.step import ApplyFunction, LeanDoFn, OutcomeCoder


class Plain(beam.DoFn):
    def process(self, element, window=beam.DoFn.WindowParam, *, extra=None):
        yield element, window, extra


class Lean(LeanDoFn):
    process = Plain.process


def test_beam_learns_the_same_arguments_from_memory():
    for method in ("process", "setup", "start_bundle", "finish_bundle", "default_type_hints"):
        for _ in range(2):
            lean, plain = MethodWrapper(Lean(), method), MethodWrapper(Plain(), method)
            assert (lean.args, lean.defaults) == (plain.args, plain.defaults)
    assert MethodWrapper(Lean(), "process").defaults == [beam.DoFn.WindowParam]
    for function in (ApplyFunction("Parse", list), RecogniseBatches("en", ())):
        told = MethodWrapper(function, "process")
        assert (told.args, told.defaults) == get_function_args_defaults(function.process)


def test_outcomes_survive_their_coder():
    article = Article(Message(b"abc", Origin("/a", 1), "json"), title="t")
    coder = OutcomeCoder()
    assert coder.decode(coder.encode(article)) == article
    assert coder.estimate_size(article) == 3
