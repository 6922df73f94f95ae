"""Refuses a graph that is not one straight line, before it runs.

Some runners say nothing of what they cannot do. Beam's DaskRunner gives every tagged output all
elements and computes only what the last transform needs; a second leaf is left out.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import apache_beam as beam


class CrookedGraphError(Exception):
    """The graph is no straight line; the text names the transform."""


def check_straight(pipeline: beam.Pipeline) -> None:
    """Raises CrookedGraphError unless each transform has one input and one output, each of which
    goes to exactly one other transform, from one root to one leaf."""
    transforms = primitives(pipeline)
    for transform in transforms:
        name, inputs, outputs = transform.unique_name, len(transform.inputs), len(transform.outputs)
        if inputs > 1:
            raise CrookedGraphError(f"{name} has {inputs} inputs; side inputs are no straight line")
        if outputs != 1:
            raise CrookedGraphError(
                f"{name} has {outputs} outputs; tagged ones do not run anywhere"
            )
    uses = Counter(one for transform in transforms for one in transform.inputs.values())
    makers = {one: t.unique_name for t in transforms for one in t.outputs.values()}
    for collection, name in makers.items():
        if uses[collection] > 1:
            raise CrookedGraphError(f"{name} feeds {uses[collection]} transforms instead of one")
    leaves = sorted(name for collection, name in makers.items() if not uses[collection])
    if len(leaves) != 1:
        raise CrookedGraphError(f"the graph has {len(leaves)} leaves: {', '.join(leaves)}")


def primitives(pipeline: beam.Pipeline) -> list[Any]:
    """The transforms that consist of no others, in Beam's portable form; not those that give back
    what they are given, which no runner sees."""
    transforms = pipeline.to_runner_api().components.transforms.values()
    leaves = [one for one in transforms if not one.subtransforms]
    return [one for one in leaves if set(one.outputs.values()) - set(one.inputs.values())]
