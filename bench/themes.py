"""Comments coded by hand in; how well some ways to propose themes find what the coders found, out.

    python bench/themes.py FOLDER                 all of it, a few minutes
    python bench/themes.py FOLDER --out x.json    elsewhere

FOLDER holds nhs-patient-comments/comments_part_a.csv.gz. Compared are four ways to the same end, twelve sets
of terms that tell which comments have a theme: groups of terms said together (`voice.themes`), and clusters
of comments by k-means, NMF or Ward's tree, each with the terms that reproduce it best. Beside them stands the
best that terms can do when they are chosen from the coders' own themes. Further: time, and the correction for
a reader's error held against known truth. The results are in bench/results/themes.json.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.optimize import nnls
from sklearn.cluster import AgglomerativeClustering, KMeans
from sklearn.decomposition import NMF, TruncatedSVD
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score
from sklearn.preprocessing import normalize
from threadpoolctl import threadpool_limits

from footpath.voice.choosing import choose
from footpath.voice.clusters import Sentences, best_group, group, texts_of
from footpath.voice.correction import likeliest, prevalence
from footpath.voice.themes import assign, propose
from footpath.voice.vocabulary import said, says_nothing

MOST, ENOUGH, SPLITS = 12, 50, 3
NO_THEME = {"Labelling not possible", "Not assigned", ""}
LABELS = 7
# Texts of a cell, texts labelled by hand, and how often the reader is right
SETTINGS = ((50, 1000, 0.65), (100, 1000, 0.65), (400, 1000, 0.65), (2000, 3000, 0.65), (400, 5000, 0.8))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "results" / "themes.json")
    given = parser.parse_args()
    with threadpool_limits(1):
        found = {"themes": themes(given.folder), "seconds": speed(given.folder), "correction": correction()}
    given.out.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def comments(folder: Path) -> pd.DataFrame:
    table = pd.read_csv(folder / "nhs-patient-comments" / "comments_part_a.csv.gz")
    table = table.fillna({"comment": "", "themes": ""})
    coded = [bool(set(themes.split("|")) - NO_THEME) for themes in table.themes]
    kept = [not says_nothing(comment, "en") for comment in table.comment]
    return table[np.array(coded) & np.array(kept)].sort_values("comment_id", ignore_index=True)


def themes(folder: Path) -> dict:
    table = comments(folder)
    who = pd.factorize(table.respondent_id)[0]
    found = said(table.comment.tolist(), ["en"] * len(table), who)
    texts = texts_of(found.sentences)
    coded = [[theme for theme in each.split("|") if theme not in NO_THEME] for each in table.themes]
    counts = pd.Series([theme for each in coded for theme in each]).value_counts()
    names = counts[counts >= ENOUGH].index.tolist()
    hand = {name: np.array([name in each for each in coded]) for name in names}
    first = [each[0] for each in coded]
    rows = {}
    for way, fit in WAYS.items():
        rows[way] = judged(fit(found.sentences), texts, hand, first) | {
            "halves_ari": halves(fit, found.sentences, texts)
        }
        print(way, {key: value for key, value in rows[way].items() if key != "by_theme"}, flush=True)
    best = {name: f1(holding(rule(texts, mine, 0.35), texts), mine) for name, mine in hand.items()}
    return {
        "comments": len(table),
        "hand_themes": len(names),
        "ways": rows,
        "terms_chosen_by_the_coding": {"f1": mean(best), "f1_weighted": weighted(best, hand)},
    }


def together(sentences: Sentences) -> list:
    return [terms for _, terms in choose(group(sentences).groups, sentences, MOST)]


def of_labels(label: Callable) -> Callable:
    def fit(sentences: Sentences) -> list:
        texts = texts_of(sentences)
        rarity = np.log((1 + texts.shape[0]) / (1 + texts.sum(axis=0))) + 1
        some = np.flatnonzero(texts.sum(axis=1) > 0)
        given = np.full(texts.shape[0], -1)
        given[some] = label(normalize((texts * rarity[None, :]).tocsr()[some]))
        return [np.array(rule(texts, given == at, 0.5), np.int64) for at in range(MOST)]

    return fit


def reduced(vectors):
    return normalize(TruncatedSVD(60, random_state=0).fit_transform(vectors))


WAYS = {
    "terms said together": together,
    "k-means of comments": of_labels(
        lambda v: KMeans(MOST, n_init=10, random_state=0).fit_predict(reduced(v))
    ),
    "NMF of comments": of_labels(
        lambda v: NMF(MOST, init="nndsvda", max_iter=300).fit_transform(v).argmax(axis=1)
    ),
    "Ward of comments": of_labels(lambda v: AgglomerativeClustering(MOST).fit_predict(reduced(v))),
}


def rule(texts, mine: np.ndarray, floor: float, most: int = 10) -> list[int]:
    """The terms, one after another, that reproduce a set of texts best, each of some precision."""
    held = np.asarray(texts.sum(axis=0)).ravel()
    share = np.asarray(texts[mine].sum(axis=0)).ravel() / (held + 2)
    likely = np.flatnonzero(share >= floor).tolist()
    chosen: list[int] = []
    best = 0.0
    while likely and len(chosen) < most:
        value, term = max((f1(holding([*chosen, term], texts), mine), -term) for term in likely)
        if value <= best + 0.005:
            break
        best = value
        chosen.append(-term)
        likely.remove(-term)
    return chosen


def holding(terms, texts) -> np.ndarray:
    return (
        np.asarray(texts[:, list(terms)].sum(axis=1)).ravel() > 0
        if len(terms)
        else np.zeros(texts.shape[0], bool)
    )


def f1(found: np.ndarray, true: np.ndarray) -> float:
    return float(2 * (found & true).sum() / max(found.sum() + true.sum(), 1))


def judged(groups: list, texts, hand: dict, first: list[str]) -> dict:
    groups = [terms for terms in groups if len(terms)]
    members = [holding(terms, texts) for terms in groups]
    label = best_group(tuple(groups), texts)
    by_theme = {name: max(f1(each, true) for each in members) for name, true in hand.items()}
    own = [float((label[each] == at).mean()) for at, each in enumerate(members)]
    return {
        "themes": len(groups),
        "terms": sum(map(len, groups)),
        "covered": round(float(np.any(members, axis=0).mean()), 3),
        "nmi": round(float(normalized_mutual_info_score(first, label)), 3),
        "ari": round(float(adjusted_rand_score(first, label)), 3),
        "f1": mean(by_theme),
        "f1_weighted": weighted(by_theme, hand),
        "rule_precision": round(float(np.mean(own)), 3),
        "by_theme": {name: round(value, 3) for name, value in by_theme.items()},
    }


def mean(values: dict) -> float:
    return round(float(np.mean(list(values.values()))), 3)


def weighted(values: dict, hand: dict) -> float:
    return round(float(np.average(list(values.values()), weights=[hand[name].sum() for name in values])), 3)


def halves(fit: Callable, sentences: Sentences, texts) -> float:
    """How far the themes of two halves of the persons sort all comments alike."""
    found = []
    for seed in range(SPLITS):
        side = np.random.default_rng(seed).random(sentences.persons) < 0.5
        label = [
            best_group(tuple(t for t in fit(part(sentences, s)) if len(t)), texts) for s in (side, ~side)
        ]
        found.append(adjusted_rand_score(*label))
    return round(float(np.mean(found)), 3)


def part(sentences: Sentences, persons: np.ndarray) -> Sentences:
    rows = np.flatnonzero(persons[sentences.person])
    numbered = [np.unique(each[rows], return_inverse=True)[1] for each in (sentences.text, sentences.person)]
    return Sentences(sentences.held[rows], *numbered)


def speed(folder: Path) -> dict:
    """Seconds of one core to propose, and to assign: comments made of three sentences of real ones."""
    table = comments(folder)
    parts = sorted({part.strip() for text in table.comment for part in text.split(".") if part.strip()})
    found = {}
    for n in (4_000, 50_000):
        drawn = np.random.default_rng(n).integers(len(parts), size=(n, 3))
        texts = [". ".join(parts[at] for at in row) for row in drawn]
        begin = time.process_time()
        proposal = propose(texts, ["en"] * n)
        middle = time.process_time()
        assign(texts, ["en"] * n, proposal.themes)
        end = time.process_time()
        found[n] = {"propose": round(middle - begin, 1), "assign": round(end - middle, 1)}
        print(n, found[n], flush=True)
    return found


def correction(runs: int = 100) -> list[dict]:
    """Shares of seven labels, by a reader of known errors, at another prevalence than it was tested at."""
    rows = []
    for texts, labelled, right in SETTINGS:
        random = np.random.default_rng(1)
        off: dict[str, list] = {"as read": [], "em": [], "nnls": [], "calibrated": []}
        inside, inside_mean, as_read = [], [], []
        off_mean: dict[str, list] = {"as read": [], "em": []}
        for _ in range(runs):
            true, table, counts = drawn(random, texts, labelled, right)
            read, reads_as = (
                counts / counts.sum(),
                (table + 1 / LABELS) / (table + 1 / LABELS).sum(axis=1, keepdims=True),
            )
            off["as read"].append(read - true)
            off["em"].append(likeliest(read, reads_as) - true)
            off["nnls"].append(inverted(read, reads_as) - true)
            off["calibrated"].append((table + 1e-9) / (table + 1e-9).sum(axis=0) @ read - true)
            found = prevalence(counts[None], table)
            values = np.linspace(-2, 2, LABELS)
            [shares], [average] = found.shares(), found.means(values)
            inside += [each.low <= t <= each.high for each, t in zip(shares, true, strict=True)]
            off_mean["as read"].append((read - true) @ values)
            off_mean["em"].append(average.value - true @ values)
            inside_mean.append(average.low <= true @ values <= average.high)
            half = 1.96 * np.sqrt(read * (1 - read) / texts)
            as_read += (np.abs(read - true) <= half).tolist()
        rows.append(
            {
                "texts": texts,
                "labelled": labelled,
                "right": right,
                "rmse": {
                    way: round(float(np.sqrt(np.mean(np.square(each)))), 4) for way, each in off.items()
                },
                "rmse_mean": {
                    way: round(float(np.sqrt(np.mean(np.square(each)))), 3) for way, each in off_mean.items()
                },
                "coverage": round(float(np.mean(inside)), 3),
                "coverage_mean": round(float(np.mean(inside_mean)), 3),
                "coverage_as_read": round(float(np.mean(as_read)), 3),
            }
        )
        print(rows[-1], flush=True)
    return rows


def drawn(random, texts: int, labelled: int, right: float):
    tested, true = random.dirichlet(np.full(LABELS, 2.0), 2)
    wrong = random.gamma(3, 1 / 3, (LABELS, LABELS)) * (1 - right) / (LABELS - 1)
    np.fill_diagonal(wrong, right)
    wrong /= wrong.sum(axis=1, keepdims=True)
    sizes = random.multinomial(labelled - 15 * LABELS, tested) + 15
    table = np.array([random.multinomial(size, row) for size, row in zip(sizes, wrong, strict=True)])
    return true, table, random.multinomial(texts, true @ wrong)


def inverted(read: np.ndarray, reads_as: np.ndarray) -> np.ndarray:
    found, _ = nnls(np.vstack([reads_as.T, np.full(LABELS, 10.0)]), np.append(read, 10.0))
    return found / found.sum()


if __name__ == "__main__":
    main()
