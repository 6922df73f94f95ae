"""Flags that choose the engine and say how to reach it."""

from __future__ import annotations

import argparse

from pipeline.config import RUNNERS
from pipeline.runner_checks import ENVIRONMENTS


def add_engine_options(group: argparse._ArgumentGroup) -> None:
    """Adds them."""
    group.add_argument(
        "--runner", metavar="NAME", help=f"{', '.join(RUNNERS)} (default: the first)"
    )
    group.add_argument(
        "--dask-scheduler",
        metavar="ADDRESS",
        help="scheduler of the Dask cluster for DaskRunner, such as tcp://HOST:8786",
    )
    group.add_argument(
        "--prism-location", metavar="PATH", help="the prism binary (default: as scripts/prism)"
    )
    group.add_argument(
        "--job-endpoint", metavar="HOST:PORT", help="job service of a portable runner"
    )
    group.add_argument(
        "--environment-type",
        metavar="TYPE",
        help=f"where a portable runner's stages run: {', '.join(ENVIRONMENTS)}",
    )
    group.add_argument(
        "--environment-config",
        metavar="WHERE",
        help="of EXTERNAL: HOST:PORT of Beam's worker pool; of DOCKER: the image",
    )
    group.add_argument(
        "--beam-option",
        action="append",
        metavar="NAME=VALUE",
        help="any other option of Beam or the engine, such as flink_master=HOST:8081",
    )
