"""Fits the support model on the tuning half and prints what it reaches on both: `python -m tests.support.fit MODEL_FOLDER`."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from retrieval.answering.generated.checking import Finding, Verdict
from retrieval.answering.generated.support import SupportModel, signals
from retrieval.embedding.embedder import SentenceTransformerEmbedder
from tests.support.pairs import Pair, findings, score

_WANTED = 0.97  # precision on the tuning half
Found = list[tuple[Pair, Finding]]


def main() -> None:
    embedder = SentenceTransformerEmbedder.from_bundled(Path(sys.argv[1]))
    everything = findings(embedder, SupportModel(thresholds=(0.0, 0.0)))
    tuning = [row for row in everything if not row[0].held]
    within, across = (_weights(tuning, same) for same in (True, False))
    print(f"within = {within}\nacross = {across}")
    everything = findings(embedder, SupportModel(within, across, (0.0, 0.0)))
    tuning = [row for row in everything if not row[0].held]
    model = SupportModel(within, across, (_threshold(tuning, True), _threshold(tuning, False)))
    print(f"thresholds = {model.thresholds}")
    for name, held in (("tuning", False), ("held back", True)):
        found = [row for row in findings(embedder, model) if row[0].held == held]
        for languages, rows in (
            ("all", found),
            ("french", [row for row in found if row[0].language == "fr"]),
        ):
            said = score(rows)
            print(
                name, languages, len(rows), said, f"precision {said.precision:.3f} recall {said.recall:.3f}"
            )


def _weights(tuning: Found, same: bool) -> tuple[float, ...]:
    rows = [
        (pair, found.bearing)
        for pair, found in tuning
        if found.bearing and found.bearing.same_language == same
    ]
    values = np.array([signals(bearing)[1:] for _, bearing in rows])
    labels = np.array([pair.supported for pair, _ in rows])
    scaler = StandardScaler().fit(values)
    fitted = LogisticRegression(C=1.0).fit(scaler.transform(values), labels)
    weights = fitted.coef_[0] / scaler.scale_
    bias = float(fitted.intercept_[0]) - float(weights @ scaler.mean_)
    return tuple(round(float(value), 2) for value in (bias, *weights))


def _threshold(tuning: Found, same: bool) -> float:
    """The lowest one at which what is accepted is borne as often as wanted; `tuning` was found without one."""
    passing = sorted(
        (round(found.score, 3), pair.supported)
        for pair, found in tuning
        if found.bearing and found.verdict is Verdict.BORNE and found.bearing.same_language == same
    )
    for threshold, _ in passing:
        labels = [supported for value, supported in passing if value >= threshold]
        if sum(labels) / len(labels) >= _WANTED:
            return float(threshold)
    return 1.0


if __name__ == "__main__":
    main()
