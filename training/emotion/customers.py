"""Patients' comments with a sentiment coded by hand in, a head of the seven emotions for customers out.

People on Reddit complain with feeling, customers with facts: "Waited 7 1/2 hours for an ambulance" is
neutral to a reader who knows only the former. So the head is fitted anew on what the network makes of both:
Reddit's labels, and the valence of patients' comments, whose labels nobody knows.
"""

from __future__ import annotations

import csv
import gzip
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional
from training.emotion.comments import Comments, known, seen, shares_of_seven
from training.emotion.fit import padded
from training.emotion.network import Network

from footpath.voice.emotion.labels import VALENCE
from footpath.voice.emotion.tokens import WordPieces

PATIENTS = 0.2  # weight of their squared error in valence beside the cross-entropy of the labels
FAITH = 0.01  # penalty on leaving the head that was trained with the network
COMMENTS = 12_000  # of Reddit's, enough for a head
SEVEN_HEAD = 3


def patients(path: Path) -> tuple[list[str], NDArray[np.float32]]:
    """Every second person's comments, and their valence: +2 where very positive, -2 where very negative."""
    rows = csv.DictReader(gzip.decompress(known(path)).decode().splitlines(keepends=True))
    learned = [
        row for row in rows if row["sentiment"] and row["comment"].strip() and seen(row["respondent_id"])
    ]
    return [row["comment"] for row in learned], np.array(
        [3 - int(row["sentiment"]) for row in learned], np.float32
    )


def refit(network: Network, pieces: WordPieces, comments: Comments, path: Path) -> None:
    """Changes the head of the seven in place."""
    head = network.heads[SEVEN_HEAD]
    before = head.weight.detach().clone()
    some = comments.where([at < COMMENTS for at in range(len(comments.texts))])
    texts, felt = patients(path)
    reddit, given = features(network, pieces, some.texts), torch.tensor(shares_of_seven(some.given))
    nhs, wanted = features(network, pieces, texts), torch.tensor(felt)
    values = torch.tensor(list(VALENCE.values()))
    optimiser = torch.optim.LBFGS(head.parameters(), max_iter=80, line_search_fn="strong_wolfe")

    def cost() -> Tensor:
        optimiser.zero_grad()
        labels = -(given * functional.log_softmax(head(reddit), dim=1)).sum(1).mean()
        valence = torch.softmax(head(nhs), dim=1) @ values
        whole = (
            labels
            + PATIENTS * (valence - wanted).square().mean()
            + FAITH * (head.weight - before).square().sum()
        )
        whole.backward()
        return whole

    optimiser.step(cost)


@torch.no_grad()
def features(network: Network, pieces: WordPieces, texts: Sequence[str]) -> Tensor:
    """What the heads see of each text, [texts, features]."""
    network.eval()
    numbers = [np.array(pieces.numbers(text)) for text in texts]
    order = np.argsort([len(row) for row in numbers], kind="stable")
    found = torch.empty(len(texts), network.heads[0].in_features)
    for at in range(0, len(order), 64):
        rows = order[at : at + 64]
        found[rows] = network.features(padded([numbers[row] for row in rows]))
    return found
