"""Trained weights in, an ONNX graph with 7-bit weights out.

Every matrix product is of integers: activations are rounded to 8 bits within a range measured once, weights
to 7 bits by the range of each column. Seven, because two products of 8 by 7 bits still fit the 16 bits in
which older processors add them; so all processors get the same sums. The ranges are fixed, so no text changes
what is made of another.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper

Weights = Mapping[str, NDArray[np.float32]]
Ranges = Mapping[str, tuple[float, float]]
HEADS, INNER_LAYERS = 12, 5
MOST = 63  # of a 7-bit weight
RUNTIME = "com.microsoft"


class Graph:
    """Collects nodes and constants; every method returns the name of what it computes."""

    def __init__(self, weights: Weights, ranges: Ranges) -> None:
        self.weights, self.ranges = weights, ranges
        self.multiplied: list[str] = []  # what products are made of
        self.nodes: list[NodeProto] = []
        self.constants: list[TensorProto] = []

    def constant(self, name: str, value: NDArray[np.generic]) -> str:
        """A constant under its name."""
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(self, kind: str, inputs: list[str], name: str, domain: str = "", **settings: object) -> str:
        """One operation with one output, called `name`."""
        self.nodes.append(helper.make_node(kind, inputs, [name], domain=domain, **settings))
        return name

    def product(self, words: str, name: str, *parts: str) -> str:
        """words · matrix + bias; of several parts, side by side."""
        matrix, bias = (np.concatenate([self.weights[f"{part}.{end}"] for part in parts]) for end in ENDS)
        self.multiplied.append(words)
        base = self.constant(f"{name}.b", bias)
        if not self.ranges:
            made = self.node("MatMul", [words, self.constant(f"{name}.w", matrix.T)], f"{name}.bare")
            return self.node("Add", [made, base], f"{name}.product")
        low, high = self.ranges[words]
        step = (high - low) / 255
        scale = np.maximum(np.abs(matrix).max(1), 1e-8) / MOST
        fixed = {
            "step": np.float32(step),
            "nil": np.uint8(round(-low / step)),
            "w": np.rint(matrix.T / scale).astype(np.int8),
            "scale": scale.astype(np.float32),
            "zero": np.zeros(len(scale), np.int8),
        }
        at = {key: self.constant(f"{name}.{key}", np.asarray(value)) for key, value in fixed.items()}
        rounded = self.node("QuantizeLinear", [words, at["step"], at["nil"]], f"{name}.bytes")
        inputs = [rounded, at["w"], at["step"], at["scale"], at["nil"], at["zero"], base]
        return self.node("MatMulIntegerToFloat", inputs, f"{name}.product", RUNTIME)

    def normed(self, words: str, skipped: str, norm: str) -> str:
        """LayerNorm of the sum of both."""
        ends = [self.constant(f"{norm}.{end}", self.weights[f"{norm}.{end}"]) for end in ENDS]
        both = self.node("Add", [words, skipped], f"{norm}.sum")
        return self.node("LayerNormalization", [both, *ends], f"{norm}.out", epsilon=1e-12)

    def split(self, words: str, names: list[str]) -> list[str]:
        """Vectors cut into as many equal parts as there are names."""
        self.nodes.append(helper.make_node("Split", [words], names, axis=2, num_outputs=len(names)))
        return names


ENDS = ("weight", "bias")


def embedded(graph: Graph) -> str:
    """The first vectors of a text's words, from a table of bytes with one scale a row."""
    table = graph.weights["embedding.piece.weight"]
    scale = (np.abs(table).max(1, keepdims=True) / 127).astype(np.float32)
    graph.constant("pieces.q", np.rint(table / scale).astype(np.int8))
    graph.constant("pieces.s", scale)
    graph.node(
        "Cast", [graph.node("Gather", ["pieces.q", "words"], "rows.q")], "rows.f", to=TensorProto.FLOAT
    )
    rows = graph.node("Mul", ["rows.f", graph.node("Gather", ["pieces.s", "words"], "rows.s")], "rows")
    graph.constant("places.all", graph.weights["embedding.position.weight"][:LONGEST])
    here = graph.node(
        "Slice", ["places.all", graph.constant("zero", np.array([0])), length(graph)], "places.here"
    )
    places = graph.node("Unsqueeze", [here, "zero"], "places")
    return graph.normed(rows, places, "embedding.norm")


LONGEST = 256


def length(graph: Graph) -> str:
    """How many words the text has, as a vector of one number."""
    graph.node("Shape", ["words"], "shape", start=1)
    return "shape"


def layer(graph: Graph, at: int, words: str, queries: str) -> str:
    """One layer; `queries` is what is asked for, `words` what is looked at."""
    name = f"layers.{at}"
    query, pair = f"{name}.query", f"{name}.key_value"
    asked, *looked = [f"{name}.{part}" for part in ("asked", "key", "value")]
    if words == queries:
        graph.split(graph.product(words, f"{name}.all", query, pair), [asked, *looked])
    else:
        asked = graph.product(queries, query, query)
        graph.split(graph.product(words, pair, pair), looked)
    seen = graph.node("MultiHeadAttention", [asked, *looked], f"{name}.seen", RUNTIME, num_heads=HEADS)
    mixed = graph.product(seen, f"{name}.mixed", f"{name}.mixed")
    middle = graph.normed(mixed, queries, f"{name}.norm")
    up = graph.product(middle, f"{name}.up", f"{name}.up")
    down = graph.product(graph.node("Gelu", [up], f"{name}.bent", RUNTIME), f"{name}.down", f"{name}.down")
    return graph.normed(down, middle, f"{name}.last_norm")


def exported(weights: Weights, ranges: Ranges) -> ModelProto:
    """The graph: "words" int32 [texts, n], all of n words, to "logits" [texts, labels of all heads].

    Without ranges it computes in floats and gives everything that has to have a range besides.
    """
    graph = Graph(weights, ranges)
    words = embedded(graph)
    for at in range(INNER_LAYERS):
        words = layer(graph, at, words, words)
    # Unlike ReduceMean, this adds up in the same order whatever the number of texts.
    mean = graph.node(
        "GlobalAveragePool", [graph.node("Transpose", [words], "turned", perm=[0, 2, 1])], "pooled"
    )
    mean = graph.node("Flatten", [mean], "mean")
    graph.constant("one", np.array([1]))
    first = graph.node("Slice", [words, "zero", "one", "one"], "first")
    last = layer(graph, INNER_LAYERS, words, first)
    last = graph.node("Squeeze", [last, "one"], "last")
    features = graph.node("Concat", [mean, last], "features", axis=1)
    heads = {end: np.concatenate([weights[f"heads.{i}.{end}"] for i in range(4)]) for end in ENDS}
    graph.constant("heads.w", heads["weight"])
    graph.constant("heads.b", heads["bias"])
    graph.node("Gemm", [features, "heads.w", "heads.b"], "logits", transB=1)
    unknown = () if ranges else dict.fromkeys(graph.multiplied)
    return helper.make_model(
        helper.make_graph(
            graph.nodes,
            "emotion",
            [helper.make_tensor_value_info("words", TensorProto.INT32, ["texts", "n"])],
            [
                helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["texts", len(heads["bias"])]),
                *(helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in unknown),
            ],
            graph.constants,
        ),
        opset_imports=[helper.make_opsetid("", 18), helper.make_opsetid(RUNTIME, 1)],
        ir_version=9,
    )
