"""Comments with emotions and an encoder's public weights in, the packaged model of emotions out.

    python scripts/train_emotion.py DATA ENCODER WORK [--network FILE]

DATA holds goemotions/train.csv.gz and nhs-patient-comments/comments_part_a.csv.gz, ENCODER the files of
all-MiniLM-L6-v2 (model.safetensors, vocab.txt); all must have the checksums that the recipe was written for.
Checkpoints go to WORK; `--network` goes on from the last of them. training/requirements.txt lists what it
needs; two cores take half an hour when nothing else runs.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

# Threads that wait spin for longer than a step takes when others work on the same machine.
os.environ.update(OMP_WAIT_POLICY="PASSIVE", KMP_BLOCKTIME="0")
ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT))

import torch  # noqa: E402
from training.emotion.comments import Comments, held_out, pretrained, read_comments, targets  # noqa: E402
from training.emotion.customers import refit  # noqa: E402
from training.emotion.fit import fit  # noqa: E402
from training.emotion.network import Network, with_pretrained  # noqa: E402
from training.emotion.pack import pack  # noqa: E402

from footpath.voice.emotion.engine import HEADS  # noqa: E402
from footpath.voice.emotion.tokens import WordPieces  # noqa: E402

MODEL = ROOT / "src" / "footpath" / "voice" / "emotion" / "model"
LONGEST = 64  # word pieces of a comment that are learned from


def trained(learned: Comments, encoder: Path, pieces: WordPieces, work: Path) -> Network:
    """The network after both phases."""
    torch.manual_seed(0)
    network = with_pretrained(Network(tuple(map(len, HEADS.values()))), encoder)
    fit(network, [pieces.numbers(text) for text in learned.texts], targets(learned.given), work)
    torch.save(network.state_dict(), work / "network.pt")
    return network


def given_before(file: Path) -> Network:
    """The network of a checkpoint."""
    network = Network(tuple(map(len, HEADS.values())))
    network.load_state_dict(torch.load(file, weights_only=True))
    return network


def main() -> None:
    """Fits what is not given, packs it, and prints what the hold-out says of it."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("data", "encoder", "work"):
        asked.add_argument(name, type=Path)
    asked.add_argument("--network", type=Path)
    told = asked.parse_args()
    torch.set_num_threads(2)
    comments = read_comments(told.data / "goemotions" / "train.csv.gz")
    out = held_out(comments)
    learned, held = comments.where([not at for at in out]), comments.where(out)
    told.work.mkdir(exist_ok=True)
    encoder = pretrained(told.encoder)
    vocabulary = (encoder / "vocab.txt").read_text(encoding="utf-8").splitlines()
    pieces = WordPieces({piece: at for at, piece in enumerate(vocabulary)}, LONGEST)
    network = given_before(told.network) if told.network else trained(learned, encoder, pieces, told.work)
    refit(network, pieces, learned, told.data / "nhs-patient-comments" / "comments_part_a.csv.gz")
    weights = {name: value.numpy() for name, value in network.eval().state_dict().items()}
    print(pack(weights, (encoder / "vocab.txt").read_bytes(), held, MODEL))


if __name__ == "__main__":
    main()
