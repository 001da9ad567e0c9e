"""Parameters from TOML: ours, and over them what a user's file says again; what is wrong is said, all at once."""

import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import msgspec
from msgspec.structs import replace

from dicycle.errors import InvalidInput
from dicycle.findings import Finding
from dicycle.routing.parameters.checking import wrongs
from dicycle.routing.parameters.model import SECOND_LIFE_PRICE, Parameter, Parameters

GENERIC: Final = "generic"
_WHOLE: Final = ("cost", "recovery", "recovery-of", "grades", "needs", "quarantining")
_NUMBER: Final = ("value", "unit", "source", "date")
_HEADS: Final = ("id", "version", "issued", "issuer")
_KEYS: Final = (*_HEADS, "profiles", "parameters", "chemistries", "processes", "policy")
_ADVICE: Final = "The file that comes with Dicycle (dicycle/routing/parameters.toml) shows what there is."
Tree = dict[str, Any]


@cache
def our_parameters(profile: str = GENERIC) -> Parameters:
    """Return the parameters that Dicycle brings, for a profile (generic, EU, CN): a beginning, to be replaced."""
    return _made(_ours(), profile, "parameters.toml")


def read_parameters(source: Path | str, profile: str = GENERIC) -> Parameters:
    """Return our parameters with what a TOML file (or its text) says over them.

    A number that is given again has value, unit, source and date; without low and high it has no range. Raises
    InvalidInput with everything that is wrong: keys that nobody knows, units that do not fit, ranges without the value.
    """
    name = source.name if isinstance(source, Path) else ""
    tree = _parsed(_text(source), name)
    ours = _ours()
    found = [*_no_tables(tree, name)] or [*_unknown(tree, ours, name), *_ownerless(tree, name)]
    if found:
        raise InvalidInput(*found)
    return _made(_merged(ours, tree), profile, name)


def having(parameters: Parameters, values: Mapping[str, Decimal | float | int | str]) -> Parameters:
    """Return parameters with other values of some numbers, in their own units: what if. Raises InvalidInput.

    ``price-second-life`` (the profile's currency for each usable kWh) is what new storage costs less the discount.
    """
    numbers = dict(parameters.numbers)
    for key, value in values.items():
        if key not in (*numbers, SECOND_LIFE_PRICE):
            raise InvalidInput(_nobody_knows(key, ""))
        number = _exact(value)
        if number is None:
            raise InvalidInput.because("routing.value", f"{value!r} is no number for {key}.", key)
        if key == SECOND_LIFE_PRICE:
            numbers["price-storage-new"] = _before_discount(number, parameters)
        else:
            low, high = numbers[key].range
            low, high = min(low, number), max(high, number)
            numbers[key] = replace(numbers[key], value=number, low=low, high=high, source="what if")
    if found := list(wrongs(changed := replace(parameters, numbers=numbers), _ours()["parameters"], "")):
        raise InvalidInput(*found)
    return _hashed(changed)


def _before_discount(price: Decimal, parameters: Parameters) -> Parameter:
    """Return the price of new storage that a price of second life follows from, without a range."""
    new = price / (1 - parameters.numbers["discount-second-life"].value)
    unit = f"{parameters.currency}/kWh"
    return replace(parameters.numbers["price-storage-new"], value=new, low=new, high=new, unit=unit, source="what if")


def _exact(value: Decimal | float | int | str) -> Decimal | None:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


@cache
def _ours() -> Tree:
    return _parsed(files("dicycle.routing").joinpath("parameters.toml").read_text(encoding="utf-8"), "parameters.toml")


def _text(source: Path | str) -> str:
    if isinstance(source, str):
        return source
    try:
        return source.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as wrong:
        sentence = f"This file cannot be read: {getattr(wrong, 'strerror', None) or wrong}."
        raise InvalidInput.because("routing.parameters-unreadable", sentence, str(source)) from None


def _parsed(text: str, name: str) -> Tree:
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except (tomllib.TOMLDecodeError, InvalidOperation, RecursionError) as wrong:
        raise InvalidInput.because("routing.not-toml", f"This is not TOML: {wrong}.", name, _ADVICE) from None


# ---------------------------------------------------------------- what a user's file says


def _no_tables(tree: Tree, name: str) -> Iterator[Finding]:
    profiles = tree.get("profiles", {})
    inner = profiles.items() if isinstance(profiles, dict) else ()
    for place, said in [(name, tree), *((f"{name}/profiles/{key}", one) for key, one in inner)]:
        if not isinstance(said, dict):
            yield Finding("routing.not-a-table", "This is no table of TOML.", place, advice=_ADVICE)
            continue
        for key in set(_KEYS) - set(_HEADS):
            if not isinstance(said.get(key, {}), dict):
                yield Finding("routing.not-a-table", f"{key} is no table of TOML.", place, advice=_ADVICE)


def _unknown(tree: Tree, ours: Tree, name: str) -> Iterator[Finding]:
    for key in tree.keys() - set(_KEYS):
        yield _nobody_knows(key, name)
    for place, said in _sections(tree, name):
        for key in said.get("parameters", {}):
            if key not in ours["parameters"]:
                yield _nobody_knows(key, f"{place}/parameters")
        yield from _partial(said.get("parameters", {}), f"{place}/parameters")
        for key in said.get("processes", {}):
            if key not in ours["processes"]:
                yield _nobody_knows(key, f"{place}/processes")
    for key in tree.get("policy", {}).keys() - ours["policy"].keys():
        yield _nobody_knows(key, f"{name}/policy")


def _partial(numbers: Tree, place: str) -> Iterator[Finding]:
    for key, one in numbers.items():
        lacking = [word for word in _NUMBER if word not in one] if isinstance(one, dict) else list(_NUMBER)
        if lacking:
            sentence = f"{key} does not say its {' and its '.join(lacking)}."
            yield Finding("routing.partial-parameter", sentence, f"{place}/{key}", advice="Say all four again.")


def _sections(tree: Tree, name: str) -> Iterator[tuple[str, Tree]]:
    """Yield the tree itself and each profile in it."""
    yield name, tree
    yield from ((f"{name}/profiles/{key}", one) for key, one in tree.get("profiles", {}).items())


def _ownerless(tree: Tree, name: str) -> Iterator[Finding]:
    policy = tree.get("policy")
    if policy is not None and not {"owner", "date"} <= policy.keys():
        sentence = "A policy of one's own says whose it is and since when."
        yield Finding("routing.policy-without-owner", sentence, f"{name}/policy", advice="Add owner and date.")


def _nobody_knows(key: str, where: str) -> Finding:
    return Finding("routing.unknown-parameter", f"Nothing is reckoned with {key!r}.", where, advice=_ADVICE)


def _merged(ours: Any, said: Any) -> Any:
    """Return tables put together; a number, a table of costs or of recovery that is said again replaces the old one."""
    if not (isinstance(ours, dict) and isinstance(said, dict)) or "value" in ours:
        return said
    kept = {key: one if key in _WHOLE or key not in ours else _merged(ours[key], one) for key, one in said.items()}
    return {**ours, **kept}


# ---------------------------------------------------------------- a profile of it


def _made(tree: Tree, profile: str, name: str) -> Parameters:
    profiles = tree["profiles"]
    if profile not in profiles:
        sentence = f"There is no profile {profile!r}."
        raise InvalidInput.because("routing.no-such-profile", sentence, name, f"There are {', '.join(profiles)}.")
    own = profiles[profile]
    whole = {key: _merged(tree[key], own.get(key, {})) for key in ("parameters", "chemistries", "processes")}
    plain = {
        **{key: tree[key] for key in _HEADS},
        "profile": profile,
        "currency": own.get("currency", ""),
        "numbers": whole["parameters"],
        "chemistries": whole["chemistries"],
        "processes": whole["processes"],
        "policy": tree["policy"],
    }
    try:
        read = msgspec.convert(plain, Parameters)
    except msgspec.ValidationError as wrong:
        raise InvalidInput.because("routing.parameters", f"A parameter is not right: {wrong}.", name, _ADVICE) from None
    if found := list(wrongs(read, _ours()["parameters"], name)):
        raise InvalidInput(*found)
    return _hashed(read)


def _hashed(parameters: Parameters) -> Parameters:
    plain = msgspec.json.encode(replace(parameters, hash=""), order="sorted")
    return replace(parameters, hash=sha256(plain).hexdigest())
