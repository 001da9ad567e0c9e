"""Small pieces of Markdown."""

import ast
import inspect
import re
from collections.abc import Iterable, Sequence

WRITTEN_BY = "<!-- Written by scripts/make_reference.py. Change its sources and run `make docs`. -->"


def page(title: str, *blocks: str) -> str:
    """Return a page: its title, the note that it is generated, and its blocks."""
    return "\n\n".join([f"# {title}", WRITTEN_BY, *(block.strip() for block in blocks if block.strip())]) + "\n"


def cell(text: object) -> str:
    """Return a text that may stand in a table cell."""
    return " ".join(str(text).split()).replace("|", "\\|")


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table; empty if it has no rows."""
    lines = [f"| {' | '.join(cell(one) for one in row)} |" for row in rows]
    return "\n".join([f"| {' | '.join(head)} |", f"|{'---|' * len(head)}", *lines]) if lines else ""


def code(text: object) -> str:
    """Return inline code; empty for nothing."""
    return f"`{text}`" if str(text) else ""


def told(docstring: str | None) -> str:
    """Return a docstring as Markdown: literals in single backticks, `names` as code."""
    return re.sub(r"``(.+?)``", _literal, inspect.cleandoc(docstring or ""), flags=re.DOTALL)


def _literal(found: re.Match[str]) -> str:
    return f"`{found[1].replace('`', '')}`"


def documented(tree: ast.Module) -> Iterable[tuple[list[str], ast.expr, str]]:
    """Yield (names, value of the last, text) for module constants that a string literal explains.

    Constants that stand directly above one another share the text below the last of them.
    """
    names: list[str] = []
    value: ast.expr | None = None
    line = 0
    for node in tree.body:
        if isinstance(node, ast.AnnAssign | ast.Assign) and node.value is not None:
            target = node.target if isinstance(node, ast.AnnAssign) else node.targets[0]
            names = names if node.lineno == line + 1 else []
            names, value, line = [*names, ast.unparse(target)], node.value, node.end_lineno or 0
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and value is not None:
            yield names, value, inspect.cleandoc(str(node.value.value))
            names, value = [], None
        else:
            names, value = [], None
