"""Reference tables read from the code's own tables: settings, units, words of our own."""

import ast
import inspect

from pydantic_core import PydanticUndefined

from dicycle import vocabulary
from dicycle.settings import Settings
from dicycle.units.codes import UNITS
from dicycle.units.measurements import MEASUREMENTS
from reference_pages.questions import query_page
from reference_pages.words import code, documented, page, table, told

__all__ = ["query_page", "settings_page", "units_page", "vocabulary_page"]

# ---------------------------------------------------------------- settings


def settings_page() -> str:
    """Return the page of all settings."""
    rows = [
        (code(name), code(f"DICYCLE_{name.upper()}"), code(_default(field.default)), field.description)
        for name, field in Settings.model_fields.items()
    ]
    return page(
        "Settings",
        "A flag goes over the environment, the environment over the file `dicycle.toml` in the working directory. "
        "`dicycle settings` shows what is in force. An unknown key in the file is refused.",
        table(("In `dicycle.toml`", "Environment", "Default", "Meaning"), rows),
    )


def _default(value: object) -> object:
    return "" if value is PydanticUndefined else value


# ---------------------------------------------------------------- units


def units_page() -> str:
    """Return the page of all units and measurement types."""
    units = [
        (code(unit.code), unit.name, unit.symbol, unit.dimension, unit.factor, unit.offset or "")
        for unit in UNITS.values()
    ]
    kinds = [(code(f"gs1:{one.name}"), ", ".join(sorted(map(code, one.units)))) for one in MEASUREMENTS.values()]
    return page(
        "Units",
        "Common codes of UN/CEFACT Recommendation 20 that Dicycle reckons with. A value times the factor, plus the "
        "offset, is the value in the SI unit of the dimension; every factor is exact (convention 12). The ledger "
        "stores events with any code that has the right form; arithmetic refuses a unit that is not listed here.",
        table(("Code", "Unit", "Symbol", "Dimension", "Factor", "Offset"), units),
        "## Measurement types",
        "Which units a sensor report may use, by its GS1 measurement type. A type that is not listed has no rule.",
        table(("Type", "Units"), kinds),
    )


# ---------------------------------------------------------------- words of our own


def vocabulary_page() -> str:
    """Return the page of our own words in events, made from the docstrings of `dicycle.vocabulary`."""
    tree = ast.parse(inspect.getsource(vocabulary))
    return page(
        "Words of our own",
        f"EPCIS lets an event carry keys with a prefix that its `@context` binds. Ours is `{vocabulary.PREFIX}`, bound "
        f"to `{vocabulary.NAMESPACE}`. The ledger stores these keys like any extension; what Dicycle itself writes and "
        "reads stands below.",
        table(("Word", "Meaning"), _words(tree)),
        "## Closed lists",
        *(block for name in ("ELEMENTS", "FEEDS", "ROUTES", "CATEGORIES") for block in _listed(name)),
    )


def _words(tree: ast.Module) -> list[tuple[str, str]]:
    """Return the words, those that one docstring explains together in one row."""
    listed = _WHERE_USED | {name: text for names, _, text in documented(tree) for name in names}
    rows: dict[str, list[str]] = {}
    for name, value in vars(vocabulary).items():
        if isinstance(value, str) and value.startswith(f"{vocabulary.PREFIX}:"):
            rows.setdefault(told(listed.get(name, "")), []).append(code(value))
    return [("<br>".join(words), meaning) for meaning, words in rows.items()]


_WHERE_USED = {
    "ITEM": "Inside `dcy:content` and `dcy:aliases`: the thing or lot that the entry is about.",
    "ALIAS": "Inside `dcy:aliases`: another name of the thing, a URI.",
    "MASS": "Inside `dcy:content`: kilograms.",
    "ELEMENTS_OF": "Inside `dcy:content`: kilograms by element.",
    "PREDECESSOR_CODE": "ilmd key of a second-life unit: the GB/T 34014 URI of what it was before.",
}


def _listed(name: str) -> tuple[str, str]:
    return f"### {name.capitalize()}", ", ".join(map(code, getattr(vocabulary, name)))
