"""The catalogue of findings, collected from the source: every code with its sentences and where it is raised.

A finding is made by ``Finding(code, sentence, …)``, by ``SomeError.because(code, sentence, …)``, or by a small helper
that is given the rest of a code, or the sentence (``refuse("digits", …)`` makes ``identifier.digits``). All three are
followed here. A code that cannot be followed stops the generator: it would be a finding that nobody can look up.
"""

import ast
import re
from collections.abc import Container, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from reference_pages.words import code, page, table

_DIRECT = frozenset({"Finding", "because"})
_DOTTED = re.compile(r"[a-z]+\.[a-z][a-z0-9-]*")
_ROOMS = {
    "access": "Access",
    "agreements": "Agreements",
    "capture": "Capturing",
    "cli": "The command line",
    "custody": "Models of attribution",
    "event": "The form of events (EPCIS 2.0)",
    "files": "Files that are written",
    "gates": "Safety gates",
    "genealogy": "Genealogy",
    "grading": "Grades and certificates",
    "hash": "Hash ids",
    "health": "State of health",
    "http": "Requests over HTTP",
    "identifier": "Names of things",
    "import": "Importing files",
    "inspection": "Inspections",
    "json": "JSON",
    "ledger": "Looking up",
    "lasting": "Grouping by expected life",
    "log": "The log and its proofs",
    "matching": "Matching modules into packs",
    "migrate": "Moving a ledger",
    "page": "Pages",
    "pulses": "Pulse tests",
    "query": "Queries",
    "records": "Test records",
    "routing": "Routes of returned batteries",
    "sense": "Sense",
    "serve": "The server",
    "settings": "Settings",
    "simulation": "The simulation",
    "store": "The store",
    "subscription": "Subscriptions",
    "unit": "Quantities and units",
    "xml": "XML",
}


class Made(NamedTuple):
    """One place in the source that makes a finding."""

    code: str
    sentence: str
    advice: str
    file: str


class Maker(NamedTuple):
    """How a call makes a finding: `code` whole or as the prefix of what it is given, and where its parts stand."""

    code: str
    code_at: int | None
    parameters: tuple[str, ...]

    def argument(self, call: ast.Call, name: str) -> ast.expr | None:
        """Return what a call gives for a parameter, by name or by place."""
        named = next((one.value for one in call.keywords if one.arg == name), None)
        place = self.parameters.index(name) if name in self.parameters else len(call.args)
        return named or (call.args[place] if place < len(call.args) else None)


FINDING = Maker("", 0, ("code", "sentence", "where", "severity", "advice"))
BECAUSE = Maker("", 0, ("code", "sentence", "where", "advice"))
Function = ast.FunctionDef | ast.AsyncFunctionDef


class Unresolved(Exception):
    """A finding's code is not a literal that can be followed."""


def catalogue(source: Path) -> list[Made]:
    """Return every finding that the package makes, by code; raises Unresolved for one that cannot be followed."""
    texts = {path: path.read_text(encoding="utf-8") for path in source.rglob("*.py")}
    makers = {
        f"{_name(path, source)}.{function.name}": maker
        for path, tree in _naming(texts, _DIRECT)
        for function in _functions(tree)
        if (maker := _maker(function)) is not None
    }
    words = _DIRECT | {name.rpartition(".")[2] for name in makers}
    found = {one for path, tree in _naming(texts, words) for one in _Module(path, tree, makers, source).made()}
    return sorted(found)


def _naming(texts: Mapping[Path, str], words: Iterable[str]) -> Iterator[tuple[Path, ast.Module]]:
    """Yield the modules that have one of these names in them; to read the others would take most of the time."""
    named = re.compile("|".join(map(re.escape, sorted(words))))
    return ((path, _tree(text)) for path, text in texts.items() if named.search(text))


_tree = cache(ast.parse)


@cache
def _inside(node: ast.AST) -> tuple[ast.AST, ...]:
    """Return a node and all below it."""
    return tuple(ast.walk(node))


def _name(path: Path, source: Path) -> str:
    parts = path.relative_to(source.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _functions(tree: ast.AST) -> Iterator[Function]:
    return (node for node in _inside(tree) if isinstance(node, Function))


def _maker(function: Function) -> Maker | None:
    """Tell whether a function makes findings of a code, or of a sentence, that it is given."""
    parameters = tuple(argument.arg for argument in function.args.args)
    for call in (node for node in _inside(function) if isinstance(node, ast.Call)):
        if not _makes_directly(ast.unparse(call.func)) or not call.args:
            continue
        prefix, parameter = _prefix_and_name(call.args[0])
        if parameter in parameters:
            return Maker(prefix, parameters.index(parameter), parameters)
        if _text(call.args[0]) and _is_one_of(FINDING.argument(call, "sentence"), parameters):
            return Maker(_text(call.args[0]), None, parameters)
    return None


def _makes_directly(function: str) -> bool:
    return function == "Finding" or function.endswith(".because")


def _prefix_and_name(node: ast.expr) -> tuple[str, str]:
    """Return ("event.", "code") for ``f"event.{code}"`` and ("", "code") for ``code``."""
    if isinstance(node, ast.Name):
        return "", node.id
    if isinstance(node, ast.JoinedStr) and len(node.values) == 2:
        start, end = node.values
        if isinstance(start, ast.Constant) and isinstance(end, ast.FormattedValue):
            return str(start.value), ast.unparse(end.value)
    return "", ""


def _is_one_of(node: ast.expr | None, names: Container[str]) -> bool:
    return isinstance(node, ast.Name) and node.id in names


class _Module:
    """One module: which makers its names mean, and what its calls make."""

    def __init__(self, path: Path, tree: ast.Module, makers: dict[str, Maker], source: Path) -> None:
        self.tree, self.makers = tree, makers
        self.name, self.file = _name(path, source), path.relative_to(source).as_posix()
        self.top = {node.lineno for node in tree.body}
        self.names = {
            alias.asname or alias.name: f"{node.module}.{alias.name}"
            for node in _inside(tree)
            if isinstance(node, ast.ImportFrom) and node.module
            for alias in node.names
        }

    def made(self) -> Iterator[Made]:
        """Yield what the calls of this module make, each call seen in its innermost function."""
        seen: set[ast.AST] = set()
        for scope in [*sorted(_functions(self.tree), key=lambda one: -one.lineno), self.tree]:
            for call in (node for node in _inside(scope) if isinstance(node, ast.Call) and node not in seen):
                seen.add(call)
                maker = self._meant(ast.unparse(call.func))
                if maker is not None and (call.args or call.keywords[0].arg is not None):
                    yield from self._of(maker, call, scope)

    def _meant(self, function: str) -> Maker | None:
        """Return the maker that a name means here: its own function, an imported one, or one of a module."""
        if _makes_directly(function):
            return FINDING if function == "Finding" else BECAUSE
        room, _, last = function.rpartition(".")
        full = f"{self.names.get(room, room)}.{last}" if room else self.names.get(function, f"{self.name}.{function}")
        return self.makers.get(full)

    def _of(self, maker: Maker, call: ast.Call, scope: ast.AST) -> Iterator[Made]:
        sentence, advice = maker.argument(call, "sentence"), maker.argument(call, "advice")
        parameters = _parameters(scope)
        if maker.code_at is None:
            yield Made(maker.code, self._said(sentence, call, scope), self._said(advice, call, scope), self.file)
            return
        given = call.args[maker.code_at]
        literal = maker.code + _text(given)
        if _DOTTED.fullmatch(literal) and not _is_one_of(sentence, parameters):
            yield Made(literal, self._said(sentence, call, scope), self._said(advice, call, scope), self.file)
        elif not _DOTTED.fullmatch(literal) and _prefix_and_name(given)[1] not in parameters:
            yield from self._of_table(call, scope)

    def _of_table(self, call: ast.Call, scope: ast.AST) -> Iterator[Made]:
        """Yield findings that stand as (code, sentence, advice) in a table of the same function."""
        rows = [[_text(one) for one in node.elts] for node in _inside(scope) if isinstance(node, ast.Tuple)]
        rows = [row for row in rows if len(row) > 1 and _DOTTED.fullmatch(row[0])]
        if not rows:
            raise Unresolved(f"{self.file}:{call.lineno}: the code of this finding is not a literal.")
        for code_, sentence, *rest in rows:
            yield Made(code_, sentence, "".join(rest[:1]), self.file)

    def _said(self, node: ast.expr | None, call: ast.Call, scope: ast.AST) -> str:
        """Return a sentence as it stands in the source, following a name to the assignment before the call."""
        if not isinstance(node, ast.Name):
            return _text(node) if node is not None else ""
        before = [value for line, value in _assigned(scope, node.id) if line < call.lineno]
        found = before or [value for line, value in _assigned(self.tree, node.id) if line in self.top]
        return _text(found[-1]) if found else ""


def _parameters(scope: ast.AST) -> set[str]:
    return {one.arg for one in [*scope.args.args, *scope.args.kwonlyargs]} if isinstance(scope, Function) else set()


def _assigned(scope: ast.AST, name: str) -> list[tuple[int, ast.expr]]:
    """Return what is assigned to a name, with the line."""
    found = [node for node in _inside(scope) if isinstance(node, ast.Assign)]
    return sorted(
        ((node.lineno, node.value) for node in found for target in node.targets if _is_one_of(target, {name})),
        key=lambda one: one[0],
    )


def _text(node: ast.expr) -> str:
    """Return a literal text, with … where a value is put in; empty if it is none."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(one.value) if isinstance(one, ast.Constant) else "…" for one in node.values)
    if isinstance(node, ast.IfExp):
        return " / ".join(text for text in (_text(node.body), _text(node.orelse)) if text)
    return ""


def findings_page(source: Path) -> str:
    """Return the page of all findings."""
    rows = catalogue(source)
    rooms = sorted({one.code.partition(".")[0] for one in rows})
    blocks = []
    for room in rooms:
        listed = [one for one in rows if one.code.startswith(f"{room}.")]
        codes = sorted({one.code for one in listed})
        blocks += [f"## {_ROOMS.get(room, room)}", table(("Code", "Says", "Made in"), (_row(c, listed) for c in codes))]
    return page(
        "Findings",
        "What is wrong is said as data, the same on the command line, over HTTP and in Python: a code, a sentence, "
        "where, how severe, and advice (convention 14). Codes are stable; sentences may get better. `…` stands for "
        "what the finding is about. The command line writes findings to standard error, with `--json` as an object "
        "with the key `findings`; HTTP sends them in the `findings` of a problem document; Python raises a "
        "`dicycle.errors.DicycleError` whose `findings` hold them.",
        *blocks,
    )


def _row(one: str, listed: list[Made]) -> tuple[str, str, str]:
    made = [each for each in listed if each.code == one]
    says = dict.fromkeys(f"{each.sentence} *{each.advice}*" if each.advice else each.sentence for each in made)
    files = dict.fromkeys(code(each.file) for each in made)
    return code(one), "<br>".join(text for text in says if text) or "The reason, in words.", "<br>".join(files)
