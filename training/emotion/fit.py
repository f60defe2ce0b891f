"""Comments in, the weights of the network out: two phases, four tasks at once, a checkpoint after each epoch.

The lowest layers know the language already: after the first phase they rest, their output is computed once
and kept, and an epoch takes six tenths of the time.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional
from training.emotion.network import Network

TASKS = (1.0, 0.3, 0.3, 0.6)  # weights of the losses: 28 labels, Ekman's, sentiments, the seven
WIDEST_WEIGHT = 3.0  # of a rare label's few positives
BATCH, SEED = 32, 20261121
HEAD_RATE, LAYER_DECAY, WEIGHT_DECAY = 12.5, 0.9, 0.01  # heads learn that much faster, lower layers slower
AVERAGE = 0.98  # kept of the averaged weights at every tenth step


@dataclass(frozen=True, slots=True)
class Phase:
    """Some epochs in which the learning rate falls in a line; `resting` layers from below learn nothing."""

    epochs: int
    resting: int
    rate: float
    last_rate: float
    warm_up: int  # steps


PHASES = (Phase(1, 0, 1.2e-4, 0.85e-4, 219), Phase(2, 2, 0.85e-4, 0.0, 60))
Words = Sequence[NDArray[np.float32]] | Sequence[Sequence[int]]


def batches(lengths: Sequence[int], dice: np.random.Generator) -> list[NDArray[np.int64]]:
    """Random batches of texts of about the same length: little is spent on filling up."""
    order = dice.permutation(len(lengths))
    made = []
    for group in (order[at : at + 50 * BATCH] for at in range(0, len(order), 50 * BATCH)):
        by_length = group[np.argsort([lengths[i] for i in group], kind="stable")]
        made += [by_length[at : at + BATCH] for at in range(0, len(by_length), BATCH)]
    return [made[at] for at in dice.permutation(len(made))]


def padded(rows: Words) -> Tensor:
    """Texts as a rectangle, [texts, words] or [texts, words, width]; 0 where one has ended."""
    return nn.utils.rnn.pad_sequence([torch.as_tensor(row) for row in rows], batch_first=True)


def loss(read: Sequence[Tensor], wanted: Sequence[Tensor], weight: Tensor) -> Tensor:
    """The weighted sum of the four tasks' losses."""
    fine, ekman, sentiment, seven = read
    many = functional.binary_cross_entropy_with_logits
    parts = [
        many(fine, wanted[0], pos_weight=weight, reduction="none").sum(1),
        many(ekman, wanted[1], reduction="none").sum(1),
        many(sentiment, wanted[2], reduction="none").sum(1),
        -(wanted[3] * functional.log_softmax(seven, dim=1)).sum(1),
    ]
    return torch.stack([share * part.mean() for share, part in zip(TASKS, parts, strict=True)]).sum()


def start_at_base_rates(network: Network, wanted: Sequence[NDArray[np.float32]]) -> None:
    """Heads begin at the labels' frequencies, so the first steps do not go into finding them."""
    for head, target in zip(network.heads, wanted, strict=True):
        share = torch.tensor(target.mean(0))
        nn.init.normal_(head.weight, std=0.02)
        head.bias.data.copy_(torch.log(share) if target is wanted[-1] else torch.logit(share))


def fit(
    network: Network, numbers: Sequence[Sequence[int]], wanted: Sequence[NDArray[np.float32]], folder: Path
) -> None:
    """Trains in place and leaves the averaged weights; writes `folder`/phase-N-epoch-M.pt."""
    dice = np.random.default_rng(SEED)
    torch.manual_seed(SEED)
    start_at_base_rates(network, wanted)
    for at, phase in enumerate(PHASES, start=1):
        run(network, numbers, wanted, phase, dice, folder / f"phase-{at}")


def run(
    network: Network,
    numbers: Sequence[Sequence[int]],
    wanted: Sequence[NDArray[np.float32]],
    phase: Phase,
    dice: np.random.Generator,
    name: Path,
) -> None:
    """One phase; `name` begins the names of its checkpoints."""
    targets = [torch.tensor(target) for target in wanted]
    counts = targets[0].sum(0)
    weight = (counts.median() / counts).pow(0.35).clamp(1.0, WIDEST_WEIGHT)
    lengths = [len(row) for row in numbers]
    words = rested(network, numbers, phase.resting)
    optimiser, plan = _optimiser(network, phase, phase.epochs * -(-len(numbers) // BATCH))
    average = {key: value.detach().clone() for key, value in network.state_dict().items()}
    step = 0
    for epoch in range(1, phase.epochs + 1):
        network.train()
        begun = time.monotonic()
        for rows in batches(lengths, dice):
            optimiser.zero_grad(set_to_none=True)
            read = network(padded([words[i] for i in rows]), phase.resting)
            cost = loss(read, [target[rows] for target in targets], weight)
            cost.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            plan.step()
            step += 1
            if step % 10 == 0:
                _blend(average, network, min(AVERAGE, step / (step + 100)))
            if step % 50 == 0:
                print(f"step {step}, loss {cost.item():.3f}, {time.monotonic() - begun:.0f} s", flush=True)
        torch.save(average, f"{name}-epoch-{epoch}.pt")
    network.load_state_dict(average if phase is PHASES[-1] else network.state_dict())


def rested(network: Network, numbers: Sequence[Sequence[int]], resting: int) -> Words:
    """What the layers that learn are given: word pieces, or what the resting layers make of them."""
    if not resting:
        return [np.array(row) for row in numbers]
    network.eval()
    with torch.no_grad():
        return [network.after(torch.tensor([row]), resting)[0].numpy() for row in numbers]


def _optimiser(
    network: Network, phase: Phase, steps: int
) -> tuple[torch.optim.AdamW, torch.optim.lr_scheduler.LambdaLR]:
    groups = [(network.heads, HEAD_RATE)]
    depths = [network.embedding, *network.layers]
    for depth, part in enumerate(reversed(depths)):
        learns = depth < len(depths) - (phase.resting + 1 if phase.resting else 0)
        part.requires_grad_(learns)
        if learns:
            groups.append((part, LAYER_DECAY**depth))
    optimiser = torch.optim.AdamW(
        [{"params": list(part.parameters()), "lr": phase.rate * times} for part, times in groups],
        weight_decay=WEIGHT_DECAY,
        fused=True,
    )
    fall = 1 - phase.last_rate / phase.rate
    return optimiser, torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda at: min((at + 1) / phase.warm_up, 1 - fall * at / steps)
    )


def _blend(average: dict[str, Tensor], network: Network, keep: float) -> None:
    now = network.state_dict()
    for name, value in average.items():
        value.lerp_(now[name], 1 - keep)
