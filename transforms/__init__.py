"""The verbs: pure functions on the nouns, and the one PTransform that wires each of them."""
