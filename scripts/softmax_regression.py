"""Multinomial logistic regression, as the topic model's head needs it."""

from __future__ import annotations

import numpy as np


def softmax_regression(
    x: np.ndarray, y: np.ndarray, weights: np.ndarray, decay: float
) -> tuple[np.ndarray, np.ndarray]:
    """Weights and bias by Adam (Kingma and Ba 2015) on all rows at once, 300 steps."""
    w, b = np.zeros((x.shape[1], y.shape[1])), np.zeros(y.shape[1])
    means = [np.zeros_like(w), np.zeros_like(b)]
    squares = [np.zeros_like(w), np.zeros_like(b)]
    steps, rate = 300, 0.05
    for step in range(1, steps + 1):
        logits = x @ w + b
        shares = np.exp(logits - logits.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        error = (shares - y) * weights[:, None] / len(x)
        gradients = [x.T @ error + decay * w, error.sum(axis=0)]
        pace = rate * (1 - step / steps) + 1e-4
        for value, gradient, mean, square in zip((w, b), gradients, means, squares, strict=True):
            mean += 0.1 * (gradient - mean)
            square += 0.01 * (gradient**2 - square)
            value -= pace * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    return w, b
