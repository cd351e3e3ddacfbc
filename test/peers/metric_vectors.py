"""Writes metrics as their reference implementations compute them: torchmetrics, rapidfuzz, scikit-learn,
scikit-image, sacrebleu.

Usage: python metric_vectors.py > ../unit/workloads/metrics.json
"""

import json
import random
import sys

import numpy as np
import sacrebleu
from rapidfuzz.distance import Levenshtein
from skimage.metrics import structural_similarity as ssim
from sklearn.metrics import average_precision_score
from torchmetrics.functional.text import word_error_rate

random.seed(20261123)


def sequence(length, tokens=6):
    return [random.randrange(tokens) for _ in range(length)]


def garbled(reference):
    """A sequence with some tokens replaced, dropped and added."""
    heard = [x if random.random() > 0.25 else random.randrange(6) for x in reference]
    if random.random() < 0.5:
        heard.pop(random.randrange(len(heard)))
    if random.random() < 0.5:
        heard.insert(random.randrange(len(heard) + 1), random.randrange(6))
    return heard


def error_rates():
    references = [sequence(random.randrange(1, 14)) for _ in range(40)]
    hypotheses = [garbled(reference) for reference in references]
    references += [[0, 1, 2], [3], [1, 2, 3, 4]]
    hypotheses += [[], [3, 3, 3, 3, 3], [1, 2, 3, 4]]
    words = [[" ".join(map(str, row)) for row in rows] for rows in (hypotheses, references)]
    return {
        "references": references,
        "hypotheses": hypotheses,
        "distances": [Levenshtein.distance(*pair) for pair in zip(references, hypotheses)],
        "rate": round(float(word_error_rate(*words)), 6),
    }


def average_precision():
    cases = []
    for size, levels in ((1, 1), (5, 100), (30, 3), (200, 7), (200, 10_000), (50, 1)):
        labels = [int(random.random() < 0.3) for _ in range(size)]
        labels[random.randrange(size)] = 1
        scores = [random.randrange(levels) / 64 for _ in range(size)]
        value = float(average_precision_score(labels, scores))
        cases.append({"labels": labels, "scores": scores, "value": value})
    return cases


def transcripts():
    words = "the of united states congress people year one i a".split()
    references = [" ".join(random.choices(words, k=random.randrange(1, 8))) for _ in range(30)]
    hypotheses = []
    for text in references:
        heard = [x for x in text if random.random() > 0.1]
        hypotheses.append(" ".join("".join(heard).split()))
    references += ["the people", "one", "a a a"]
    hypotheses += ["", "one of the states", "aaa"]
    return {
        "references": references,
        "hypotheses": hypotheses,
        "rate": round(float(word_error_rate(hypotheses, references)), 6),
    }


def structural_similarity():
    """Images of whole numbers below 256: unlike, alike with noise, equal, one of them flat; and the smallest there can be."""
    draw = random.Random(20261125)
    cases = []
    for rows, columns, noise, scale in (
        (12, 9, None, 255),
        (20, 16, 20, 255),
        (20, 16, 20, 1000),
        (9, 9, 0, 255),
        (7, 7, 60, 255),
    ):
        count = rows * columns
        a = [draw.randrange(256) for _ in range(count)]
        b = [draw.randrange(256) for _ in range(count)]
        if noise is not None:
            b = [min(max(x + draw.randint(-noise, noise), 0), 255) for x in a]
        cases.append({"rows": rows, "columns": columns, "range": scale, "a": a, "b": b})
    cases.append({**cases[1], "b": [128] * len(cases[1]["a"])})
    for case in cases:
        shape = (case["rows"], case["columns"])
        images = [np.reshape(case[name], shape).astype(np.float64) for name in "ab"]
        case["value"] = float(ssim(*images, data_range=case["range"]))
    return cases


def bleu():
    """Token sequences: near misses, too long, too short, no 4-gram in common, none at all, too short for 4-grams."""
    draw = random.Random(20261126)
    rows = [[draw.randrange(39) for _ in range(draw.randrange(1, 13))] for _ in range(60)]
    near = [[x if draw.random() > 0.15 else draw.randrange(39) for x in row] for row in rows]
    repeated = [[1, 1, 2, 3, 4]], [[1, 1, 1, 1, 2, 3, 4]]
    pairs = [
        (rows, near),
        (rows, [row + [0, 1] for row in near]),
        (rows, [row[:-1] for row in near]),
        ([[1, 2, 3, 4, 5, 6]], [[1, 2, 3, 5, 4, 6]]),
        ([[1, 2, 3, 4, 5, 6]], [[2, 1, 4, 3, 6, 5]]),
        ([[1, 2, 3, 4]], [[5, 6, 7, 8, 9]]),
        ([[1, 2, 3], [4, 5]], [[1, 2, 3], [4, 5]]),
        ([[1, 2, 3, 4, 5]], [[]]),
        repeated,
    ]

    def text(row):
        return " ".join(map(str, row))

    cases = []
    for references, hypotheses in pairs:
        score = sacrebleu.corpus_bleu(
            [text(row) for row in hypotheses], [[text(row) for row in references]], tokenize="none"
        ).score
        cases.append({"references": references, "hypotheses": hypotheses, "value": float(score)})
    return cases


metrics = {"errorRates": error_rates(), "averagePrecision": average_precision()}
metrics["transcripts"] = transcripts()
metrics["bleu"] = bleu()
metrics["structuralSimilarity"] = structural_similarity()
json.dump(metrics, sys.stdout)
print()
