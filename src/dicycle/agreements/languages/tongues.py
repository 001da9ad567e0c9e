"""The tongue of each language, loaded once: its words and models cost a second or two."""

from functools import cache
from importlib import import_module

from dicycle.agreements.extracting.parts import Tongue
from dicycle.agreements.vocabulary import Language


@cache
def tongue_of(language: Language) -> Tongue:
    """Return the tongue of a language."""
    made: Tongue = import_module(f"dicycle.agreements.languages.{language}").tongue()
    return made
