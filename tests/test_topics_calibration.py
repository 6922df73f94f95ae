"""The topic model's curves: errors of scores, and how well the shipped curves hold."""

from __future__ import annotations

import numpy as np
import pytest

from scripts.topics_calibration import calibration_error, curves, held_out
from transforms import topics
from transforms.topic_model import topic_model


def test_error_is_the_distance_of_scores_from_shares_weighted_by_bins() -> None:
    right = [(0.75, True)] * 3 + [(0.75, False)]
    assert calibration_error(right) == pytest.approx(0)
    assert calibration_error([(0.95, False), (0.05, False)]) == pytest.approx(0.5)
    assert calibration_error([]) == 0


def test_shipped_curves_are_those_of_the_labelled_texts() -> None:
    assert curves(topic_model()) == pytest.approx(topic_model().calibration, abs=1e-6)


def test_only_topics_given_are_judged() -> None:
    first, second = held_out(topic_model())
    assert len(first) > 300
    assert min(score for score, _ in first) >= topics.THRESHOLD
    assert min(score for score, _ in second) >= topics.SECOND_THRESHOLD
    assert 0.7 < np.mean([right for _, right in first]) < 1
