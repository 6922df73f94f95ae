"""Weights of the line model, by feature.

Fitted by ridge-penalised logistic regression to lines of 227 news pages in some 25 languages whose
bodies a person had marked; a line weighs by its share of the page's words. A positive weight speaks
for the article. The order is that of the features in `line_model.py`.
"""

from __future__ import annotations

# What a line shows by itself.
LINE_BIAS = -3.542
LINE: dict[str, float] = {
    "size": 0.875,
    "size_over_7": -0.211,
    "size_over_19": 0.858,
    "tiny": -0.217,
    "ends_sentence": 1.455,
    "cut_off": -0.599,
    "ends_colon": 1.866,
    "sentence_breaks": -1.238,
    "commas": 0.514,
    "quotes": 0.843,
    "capitals": -1.274,
    "all_capitals": 0.908,
    "digits": 0.512,
    "lower_start": 0.213,
    "odd_start": 0.662,
    "web": 1.136,
    "bars": -1.654,
    "running_words": -0.795,
    "long_sentence": 0.618,
    "twin": -0.759,
    "cue": -1.753,
}

# The same again, then what stands around it.
CONTEXT_BIAS = -2.607
CONTEXT: dict[str, float] = {
    "size": 0.022,
    "size_over_7": 0.098,
    "size_over_19": -0.081,
    "tiny": 0.188,
    "ends_sentence": -0.305,
    "cut_off": 0.368,
    "ends_colon": 0.177,
    "sentence_breaks": 0.290,
    "commas": -0.357,
    "quotes": -0.177,
    "capitals": 0.358,
    "all_capitals": -0.042,
    "digits": -0.085,
    "lower_start": 0.155,
    "odd_start": -0.101,
    "web": 0.328,
    "bars": -0.593,
    "running_words": -0.096,
    "long_sentence": -0.024,
    "twin": 0.154,
    "cue": -0.257,
    "own": 0.873,
    "previous": 1.115,
    "next": 1.250,
    "previous_2": 0.439,
    "next_2": 0.603,
    "near_before": 1.836,
    "near_after": 0.989,
    "far_before": 0.443,
    "far_after": -0.496,
    "near_both": -1.339,
    "far_least": -1.414,
    "near_most": 0.753,
    "at_start": 0.327,
    "at_end": -0.011,
    "middle": 2.556,
    "share_before": -2.358,
    "gap_before_near": -0.089,
    "gap_after_near": 0.232,
    "gap_before": 0.189,
    "gap_after": 0.892,
    "ruled_before": 0.206,
    "ruled_after": 0.298,
}
