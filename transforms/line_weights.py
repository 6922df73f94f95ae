"""Weights of the line model, by feature.

Fitted by ridge-penalised logistic regression to lines of 227 news pages in some 25 languages whose
bodies a person had marked; a line weighs by its share of the page's words. A positive weight speaks
for the article. The order is that of the features in `line_model.py`.
"""

from __future__ import annotations

# What a line shows by itself.
LINE_BIAS = -3.551
LINE: dict[str, float] = {
    "size": 0.878,
    "size_over_7": -0.217,
    "size_over_19": 0.865,
    "tiny": -0.217,
    "ends_sentence": 1.454,
    "cut_off": -0.607,
    "ends_colon": 1.867,
    "sentence_breaks": -1.238,
    "commas": 0.506,
    "quotes": 0.844,
    "capitals": -1.267,
    "all_capitals": 0.907,
    "digits": 0.514,
    "lower_start": 0.214,
    "odd_start": 0.662,
    "web": 1.137,
    "bars": -1.662,
    "running_words": -0.793,
    "long_sentence": 0.621,
    "twin": -0.758,
    "cue": -1.756,
}

# The same again, then what stands around it.
CONTEXT_BIAS = -2.563
CONTEXT: dict[str, float] = {
    "size": 0.018,
    "size_over_7": 0.080,
    "size_over_19": -0.053,
    "tiny": 0.186,
    "ends_sentence": -0.309,
    "cut_off": 0.375,
    "ends_colon": 0.176,
    "sentence_breaks": 0.275,
    "commas": -0.369,
    "quotes": -0.171,
    "capitals": 0.358,
    "all_capitals": -0.038,
    "digits": -0.078,
    "lower_start": 0.151,
    "odd_start": -0.101,
    "web": 0.328,
    "bars": -0.588,
    "running_words": -0.079,
    "long_sentence": -0.009,
    "twin": 0.163,
    "cue": -0.242,
    "own": 0.875,
    "previous": 1.136,
    "next": 1.229,
    "previous_2": 0.467,
    "next_2": 0.583,
    "near_before": 1.777,
    "near_after": 1.041,
    "far_before": 0.473,
    "far_after": -0.529,
    "near_both": -1.424,
    "far_least": -1.466,
    "near_most": 0.769,
    "at_start": 0.325,
    "at_end": -0.020,
    "middle": 2.557,
    "share_before": -2.345,
    "gap_before_near": -0.090,
    "gap_after_near": 0.220,
    "gap_before": 0.189,
    "gap_after": 0.868,
    "ruled_before": 0.211,
    "ruled_after": 0.247,
}
