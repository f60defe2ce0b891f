"""The source of the package in, the names under which it counts rows out.

A name is found where it is counted: `only(…, name)`, `count(name, …)`, `Counter(name=…)`, `dropped[name]`,
`warnings[name]`, `Outcome(…, {name: …})`, and what a function `_refused` returns.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

Known = dict[str, list[str]]  # what constants and variables of loops stand for


@dataclass
class Names:
    """What rows are dropped for, and what is doubted in those that are kept."""

    drops: set[str] = field(default_factory=set)
    doubts: set[str] = field(default_factory=set)

    def of(self, counter: str) -> set[str]:
        """Those that a counter of this name counts."""
        return self.drops if counter.endswith(("dropped", "ragged")) else self.doubts


def names_in(sources: Iterable[Path]) -> Names:
    found = Names()
    for source in sources:
        tree = ast.parse(source.read_text(encoding="utf-8"))
        known = _known(tree)
        for node in ast.walk(tree):
            _look(node, known, found)
    return found


def _look(node: ast.AST, known: Known, found: Names) -> None:
    match node:
        case ast.Call(func=ast.Name(id=function), args=arguments):
            _look_at_call(function, arguments, known, found)
        case ast.keyword(arg="warnings", value=counts):
            found.doubts |= _keys(counts)
        case ast.Assign(targets=[ast.Name(id=name)], value=value) | ast.AugAssign(
            ast.Name(id=name), _, value
        ):
            found.of(name).update(_counted(value))
        case ast.Return(value=ast.AST() as value):
            found.doubts |= _counted(value)
        case ast.Subscript(value=ast.Name(id=name) | ast.Attribute(attr=name), slice=reason):
            if name.endswith(("dropped", "ragged", "warnings")):
                found.of(name).update(_texts(reason, known))
        case ast.FunctionDef(name="_refused"):
            returned = [each.value for each in ast.walk(node) if isinstance(each, ast.Return) and each.value]
            found.drops |= {text for value in returned for text in _outcomes(value)}


def _look_at_call(function: str, arguments: list[ast.expr], known: Known, found: Names) -> None:
    match function, arguments:
        case "only", [_, _, reason]:
            found.drops |= _texts(reason, known)
        case "count", [doubt, _]:
            found.doubts |= _texts(doubt, known)
        case "Outcome", [_, counts, *_]:
            found.drops |= _keys(counts)


def _counted(value: ast.AST) -> set[str]:
    """The names that a statement puts into counters."""
    counters = [
        each
        for each in ast.walk(value)
        if isinstance(each, ast.Call) and isinstance(each.func, ast.Name) and each.func.id == "Counter"
    ]
    keywords = {word.arg for counter in counters for word in counter.keywords if word.arg}
    return keywords.union(*(_keys(argument) for counter in counters for argument in counter.args))


def _keys(value: ast.AST) -> set[str]:
    dicts = [each for each in ast.walk(value) if isinstance(each, ast.Dict)]
    return {key.value for each in dicts for key in each.keys if isinstance(key, ast.Constant)}


def _outcomes(value: ast.expr) -> Iterator[str]:
    if isinstance(value, ast.IfExp):
        yield from _outcomes(value.body)
        yield from _outcomes(value.orelse)
    elif isinstance(value, ast.Constant) and isinstance(value.value, str):
        yield value.value


def _known(tree: ast.AST) -> Known:
    """What constants, and the variables of loops over texts, stand for."""
    found: Known = {}
    for node in ast.walk(tree):
        match node:
            case ast.For(target=ast.Name(id=name), iter=ast.Tuple(elts=elements)):
                found[name] = [each.value for each in elements if isinstance(each, ast.Constant)]
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=str(text))):
                found[name] = [text]
    return found


def _texts(value: ast.expr, known: Known) -> set[str]:
    """A text, what a constant stands for, or all that a text with a loop's variable in it can be."""
    match value:
        case ast.Name(id=name):
            return set(known.get(name, []))
        case ast.Constant(value=str(text)):
            return {text}
        case ast.JoinedStr(values=[ast.Constant(value=before), ast.FormattedValue(value=ast.Name(id=name))]):
            return {f"{before}{each}" for each in known.get(name, [])}
    return set()
