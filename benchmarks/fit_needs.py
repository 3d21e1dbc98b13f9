"""Fits the adapter of `retrieval.likeness.meanings`: descriptions of one need come together, look-alikes of others apart.

    python -m benchmarks.fit_needs --home var tests/needs/*.jsonl [--write] [--watch tests/pairs/tuned.jsonl]

Each file holds needs in families of look-alikes, each need described by several writers in four languages. The loss is
the supervised contrastive one (Khosla et al., 2020) within batches of four families, so that what tells two needs of
one family apart must be learned. The lower half of the network is frozen and run once. About half an hour on two cores.
`--watch` prints how well the cosine tells related pairs from distinct ones while it learns; nothing is chosen by it.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn.functional import normalize

from api.settings import Settings
from api.wiring import plain_embedder
from corpus.project import FicheFields, Project
from retrieval.embedding.adapters import PARTS, Adapter
from retrieval.embedding.bundled import QUERY_PREFIX
from retrieval.evaluation.pairs import read_pairs
from retrieval.likeness.profile import profile_of
from retrieval.likeness.values import Verdict

FIRST, RANK, TOKENS = 6, 16, 192
_EPOCHS, _RATE, _TEMPERATURE, _DROPOUT = 7, 1e-3, 0.05, 0.1
_FAMILIES, _TEXTS = 4, 3  # of a batch, and of each need in it


@dataclass(frozen=True)
class Need:
    """Descriptions of projects that meet one need."""

    family: str
    gists: tuple[str, ...]


def read_needs(path: Path) -> list[Need]:
    """The needs of a file of JSON lines."""
    return [_need(json.loads(line), path.stem) for line in path.read_text("utf-8").splitlines()]


def _need(row: dict[str, Any], source: str) -> Need:
    return Need(f"{source}/{row['family']}", tuple(_gist(text) for text in row["texts"]))


def _gist(text: dict[str, Any]) -> str:
    fields = FicheFields(municipality=text.get("municipality") or None, lead=text.get("lead") or None)
    project = Project(language=text["language"], title=text["title"], body=text["body"], fields=fields)
    return profile_of(project).gist


class _LowRank(nn.Module):
    """A linear layer that is frozen, with a low-rank change that is learned."""

    def __init__(self, linear: nn.Linear) -> None:
        super().__init__()
        self.linear = linear.requires_grad_(False)
        self.down = nn.Parameter(torch.randn(RANK, linear.in_features) / linear.in_features**0.5)
        self.up = nn.Parameter(torch.zeros(linear.out_features, RANK))
        self.dropout = nn.Dropout(_DROPOUT)

    def forward(self, hidden: torch.Tensor) -> torch.Tensor:
        change: torch.Tensor = self.linear(hidden) + (self.dropout(hidden) @ self.down.T) @ self.up.T
        return change


class _Learner:
    """The upper layers while they learn; what the lower ones make of each text is kept."""

    def __init__(self, model: Any) -> None:
        self._tokenizer = model.tokenizer
        self._network = model[0].auto_model.eval()
        self._layers = self._network.encoder.layer[FIRST:]
        self._lower: dict[str, torch.Tensor] = {}
        self.changed = {}
        for number, layer in enumerate(self._layers, start=FIRST):
            for part, place in PARTS.items():
                *outer, last = place.split(".")
                owner = layer.get_submodule(".".join(outer))
                setattr(owner, last, _LowRank(getattr(owner, last)))
                self.changed[f"{number}.{part}"] = getattr(owner, last)

    def parameters(self) -> list[nn.Parameter]:
        return [matrix for one in self.changed.values() for matrix in (one.down, one.up)]

    def prepare(self, gists: Sequence[str]) -> None:
        """Run the frozen layers once for each text."""
        ordered = sorted(set(gists) - self._lower.keys(), key=len)
        for start in range(0, len(ordered), 32):
            some = ordered[start : start + 32]
            features = self._tokenizer(
                [QUERY_PREFIX + gist for gist in some],
                padding=True, truncation=True, max_length=TOKENS, return_tensors="pt",
            )  # fmt: skip
            with torch.inference_mode():
                hidden = self._network.embeddings(input_ids=features["input_ids"])
                hidden = _through(self._network.encoder.layer[:FIRST], hidden, features["attention_mask"])
            for gist, states, kept in zip(some, hidden, features["attention_mask"], strict=True):
                self._lower[gist] = states[: int(kept.sum())].clone()

    def vectors(self, gists: Sequence[str]) -> torch.Tensor:
        states = [self._lower[gist] for gist in gists]
        kept = torch.zeros(len(states), max(len(one) for one in states))
        hidden = torch.zeros(*kept.shape, states[0].shape[1])
        for place, one in enumerate(states):
            hidden[place, : len(one)] = one
            kept[place, : len(one)] = 1
        hidden = _through(self._layers, hidden, kept)
        return normalize((hidden * kept[..., None]).sum(1) / kept.sum(1, keepdim=True), dim=1)

    def train(self, learning: bool) -> None:
        self._layers.train(learning)

    def adapter(self, fingerprint: str) -> Adapter:
        def matrices(name: str) -> dict[str, NDArray[np.float32]]:
            return {key: getattr(one, name).detach().numpy() for key, one in self.changed.items()}

        return Adapter(fingerprint, FIRST, TOKENS, down=matrices("down"), up=matrices("up"))


def _through(layers: Any, hidden: torch.Tensor, kept: torch.Tensor) -> torch.Tensor:
    mask = (1.0 - kept[:, None, None, :].to(hidden.dtype)) * torch.finfo(hidden.dtype).min
    for layer in layers:
        found = layer(hidden, attention_mask=mask)
        hidden = found[0] if isinstance(found, tuple) else found
    return hidden


def _learn(learner: _Learner, needs: Sequence[Need], watched: Sequence[tuple[str, str, bool]]) -> None:
    families: dict[str, list[Need]] = {}
    for need in needs:
        families.setdefault(need.family, []).append(need)
    learner.prepare([gist for need in needs for gist in need.gists])
    learner.prepare([gist for one, other, _ in watched for gist in (one, other)])
    batches = -(-len(families) // _FAMILIES)
    optimiser = torch.optim.AdamW(learner.parameters(), lr=_RATE, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, max_lr=_RATE, total_steps=_EPOCHS * batches, pct_start=0.15
    )
    for epoch in range(_EPOCHS):
        began, total = time.monotonic(), 0.0
        learner.train(True)
        names = random.sample(sorted(families), len(families))
        for start in range(0, len(names), _FAMILIES):
            chosen = [need for name in names[start : start + _FAMILIES] for need in families[name]]
            loss = _loss(learner, chosen)
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            schedule.step()
            total += loss.item()
        print(
            f"epoch {epoch}: loss {total / batches:.3f}, {time.monotonic() - began:.0f} s{_seen(learner, watched)}",
            flush=True,
        )


def _loss(learner: _Learner, needs: Sequence[Need]) -> torch.Tensor:
    texts = [(place, gist) for place, need in enumerate(needs) for gist in random.sample(need.gists, _TEXTS)]
    vectors = learner.vectors([gist for _, gist in texts])
    labels = torch.tensor([place for place, _ in texts])
    itself = torch.eye(len(texts), dtype=torch.bool)
    nearness = (vectors @ vectors.T / _TEMPERATURE).masked_fill(itself, -1e9)
    alike = (labels[:, None] == labels[None]) & ~itself
    chances = nearness - torch.logsumexp(nearness, dim=1, keepdim=True)
    return -(chances.masked_fill(~alike, 0).sum(1) / alike.sum(1)).mean()


def _seen(learner: _Learner, watched: Sequence[tuple[str, str, bool]]) -> str:
    """The chance that a related pair is nearer than a distinct one."""
    if not watched:
        return ""
    learner.train(False)
    with torch.inference_mode():
        cosines = np.array(
            [float((a * b).sum()) for a, b in (learner.vectors([one, other]) for one, other, _ in watched)]
        )
    related = np.array([yes for _, _, yes in watched])
    wins = cosines[related][:, None] > cosines[~related][None]
    return f", watched pairs {wins.mean():.3f}"


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("needs", nargs="+", type=Path)
    parser.add_argument("--home", type=Path, default=Path("var"))
    parser.add_argument("--watch", type=Path)
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args()
    random.seed(0)
    torch.manual_seed(0)
    embedder = plain_embedder(Settings(home=chosen.home))
    needs = [need for path in chosen.needs for need in read_needs(path)]
    pairs = read_pairs(chosen.watch, lambda _ids: {}) if chosen.watch else []
    watched = [
        (profile_of(pair.a).gist, profile_of(pair.b).gist, pair.verdict is not Verdict.DISTINCT)
        for pair in pairs
    ]
    from sentence_transformers import SentenceTransformer

    from retrieval.embedding import bundled

    learner = _Learner(SentenceTransformer(str(bundled.unpack(chosen.home / "model")), local_files_only=True))
    _learn(learner, needs, watched)
    if chosen.write:
        learner.adapter(embedder.fingerprint).write(Path("retrieval/likeness/need_adapter.npz"))


if __name__ == "__main__":
    main()
