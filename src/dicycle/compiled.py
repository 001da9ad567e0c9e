"""Loops over arrays, compiled where that pays: one source, run by numba if it is installed, and by Python if not."""

from collections.abc import Callable
from functools import cache
from hashlib import blake2b
from importlib.util import find_spec
from types import FunctionType
from typing import Any, Final, TypeVar

_Function = TypeVar("_Function", bound=Callable[..., Any])

MANY: Final = 200_000
"""From so many links on, compiling (seconds, once for each machine) pays."""


def jitted(function: _Function, links: int = MANY, *, makes_arrays: bool = True) -> _Function:
    """Return a function over arrays and numbers compiled by numba; as it is without numba, or for fewer than `MANY`.

    The functions of this package that it calls by their global names are compiled with it. Compiled code holds no
    lock of Python, and is kept on disk beside the source (or where NUMBA_CACHE_DIR says). A function that makes no
    arrays need not count who holds them: calls within it are several times quicker.
    """
    return _compiled(function, makes_arrays) if links >= MANY and is_fast() else function


@cache
def is_fast() -> bool:
    """Tell whether numba is here (``pip install dicycle[fast]``)."""
    return find_spec("numba") is not None


def ahead(values: Any, at: int) -> None:
    """Have the memory of a value (of the first of a row) fetched that is soon to be read; nothing if not compiled."""


@cache
def _fetching() -> Any:
    from llvmlite import ir  # type: ignore[import-not-found, import-untyped, unused-ignore]
    from numba import extending, types  # type: ignore[import-not-found, import-untyped, unused-ignore]

    @extending.intrinsic  # type: ignore[untyped-decorator, unused-ignore]
    def fetched(_typing: Any, values: Any, at: Any) -> Any:
        def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            array = context.make_array(signature.args[0])(context, builder, arguments[0])
            row = context.cast(builder, arguments[1], signature.args[1], types.int64)
            step = builder.mul(row, builder.extract_value(array.strides, 0))
            bytes_of = ir.IntType(8).as_pointer()
            place = builder.gep(builder.bitcast(array.data, bytes_of), [step])
            kinds = [bytes_of, *[ir.IntType(32)] * 3]
            fetch = builder.module.declare_intrinsic(
                "llvm.prefetch", (bytes_of,), ir.FunctionType(ir.VoidType(), kinds)
            )
            builder.call(fetch, [place, *(ir.Constant(ir.IntType(32), one) for one in (0, 3, 1))])
            return context.get_dummy_value()

        return types.void(values, at), code

    return fetched


@cache
def _compiled(function: Any, makes_arrays: bool, inner: bool = False) -> Any:
    import numba  # type: ignore[import-not-found, import-untyped, unused-ignore]

    if function is ahead:
        return _fetching()
    called = _called(function)
    names = function.__globals__ | {name: _compiled(one, makes_arrays, inner=True) for name, one in called.items()}
    copy = FunctionType(function.__code__, names, function.__name__, function.__defaults__)
    # numba looks whether the file of a function changed, not those of the functions that it calls.
    copy.__qualname__ = f"{function.__qualname__}_{_digest(function).hex()}{makes_arrays:d}"
    copy.__module__ = function.__module__
    # What only compiled code calls becomes part of its caller: nobody else needs it kept, or callable.
    own = {"cache": not inner, "no_cpython_wrapper": inner, "no_cfunc_wrapper": True}
    options: dict[str, Any] = {"nogil": True, "_nrt": makes_arrays} | own
    return numba.njit(**options)(copy)


def _called(function: Any) -> dict[str, Any]:
    found = {name: function.__globals__.get(name) for name in function.__code__.co_names}
    return {name: one for name, one in found.items() if isinstance(one, FunctionType)}


@cache
def _digest(function: Any) -> bytes:
    code = function.__code__
    inner = [_digest(one) for _, one in sorted(_called(function).items())]
    constants = [function.__globals__.get(name) for name in code.co_names]
    plain = [one for one in constants if isinstance(one, int | float)]
    return blake2b(b"".join([code.co_code, repr((code.co_consts, plain)).encode(), *inner]), digest_size=6).digest()
