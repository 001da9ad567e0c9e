"""Names of organisations, made comparable: without legal form, case, punctuation and width."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

_LEGAL: Final = re.compile(
    r"""\b(?:co|ltd|limited|inc|incorporated|corp|corporation|company|llc|llp|lp|plc|pte|pty|sdn|bhd|gmbh|mbh|ag|se|kg|kgaa|
    ohg|ug|eg|s\s?a|s\s?p\s?a|s\s?r\s?l|n\s?v|b\s?v|a\s?b|oy|oyj|a\s?s|asa|aps|kk|sp\s?z\s?o\s?o|
    ооо|оао|зао|пао|нао|ао|ип|гк|фгуп|гуп|мкпао)\b""",
    re.VERBOSE,
)
_CHINESE: Final = re.compile(
    "(?:股份有限公司|股份有限責任公司|有限责任公司|有限責任公司|有限公司|股份公司|集团公司|集團公司|公司)$"
)
_LEADING: Final = re.compile(r"^(?:the|die|der|das|dem|den|des) ")


@lru_cache(maxsize=4096)
def key(name: str) -> str:
    """Return what two spellings of a name share: ``Example Motors Co., Ltd.`` and ``EXAMPLE MOTORS`` are one."""
    plain = unicodedata.normalize("NFKC", name).casefold().replace("ё", "е")
    plain = re.sub(r"[^\w\s&+-]|_", " ", plain)
    plain = _LEADING.sub("", " ".join(plain.split()))
    bare = _CHINESE.sub("", " ".join(_LEGAL.sub(" ", plain).split()))
    return bare or plain


def tokens(name: str) -> tuple[str, ...]:
    """Return the words of a name's key; of a name without spaces (Chinese), its characters."""
    bare = key(name)
    if re.search(r"[\u3400-\u9fff]", bare):
        return tuple(bare.replace(" ", ""))
    return tuple(re.split(r"[\s-]+", bare)) if bare else ()


def is_short_for(short: str, long: str) -> bool:
    """Tell whether a name can be short for a longer one: its first words, or in Chinese a part of it, or initials."""
    one, other = tokens(short), tokens(long)
    if not one or len(one) >= len(other):
        return _is_acronym(short, long)
    if re.search(r"[\u3400-\u9fff]", short):
        return len(one) >= 2 and "".join(one) in "".join(other)
    return (other[: len(one)] == one and len(one[0]) > 2) or _is_acronym(short, long)


def _is_acronym(short: str, long: str) -> bool:
    letters = re.sub(r"\W", "", short)
    if not 2 <= len(letters) <= 7 or not letters.isupper():
        return False
    words = [word for word in re.findall(r"\w+", long) if word[0].isupper() or word[0].isdigit()]
    initials = "".join(word[0] for word in words).upper()
    return len(words) > 1 and initials.startswith(letters) and len(initials) - len(letters) <= 2
