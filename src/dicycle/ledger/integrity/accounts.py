"""Accounts of what the log was, as far as today's data allow them (see `checking`)."""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from dicycle.ledger.integrity.entries import DIGEST_BYTES
from dicycle.ledger.integrity.issues import Issue, Issues
from dicycle.ledger.integrity.merkle import STEP, Frontier, Hashes, Subtree
from dicycle.ledger.integrity.rows import Row

LEVELS: Final = tuple(range(STEP, 64, STEP))
_MOST: Final = 8
Reading = tuple[list[bytes] | None, tuple[Issue, ...]]


class Account(NamedTuple):
    """One account: the tree so far (None: not known until the next kept hash), and what is wrong if it is the true one.

    `bases` are the trees where the current subtree of each of `LEVELS` began; `done` are the subtrees that the last
    step completed.
    """

    tree: Frontier | None = Frontier()
    bases: tuple[Frontier | None, ...] = (Frontier(),) * len(LEVELS)
    issues: Issues = Issues()
    done: tuple[Subtree, ...] = ()

    def after(self, reading: Reading) -> "Account":
        """Return the account with further entries."""
        entries, issues = reading
        more = self.issues.add(*issues) if issues else self.issues
        if entries is None or self.tree is None:
            return Account(None, self.bases, more)
        tree, done = self.tree.extend(entries)
        return Account(tree, self.bases, more, tuple(done))

    def blamed(self, issue: Issue | None) -> "Account":
        """Return the account with one more thing that is wrong."""
        return self if issue is None else self._replace(issues=self.issues.add(issue))

    def trusting(self, place: int, kept: bytes, issue: Issue | None) -> "Account | None":
        """Return the account in which the kept hash of the subtree that ends here is right, if it can be used."""
        base = self.bases[place]
        if base is None:
            return None
        tree, done = base.grow(LEVELS[place], [kept])
        return Account(tree, self.bases, self.issues, tuple(done)).blamed(issue)

    def computed(self, subtree: tuple[int, int]) -> bytes | None:
        """Return the hash of a subtree that the last step completed."""
        return next((one.hash for one in self.done if one[:2] == subtree), None)


def readings(rows: Sequence[Row], position: int) -> list[Reading]:
    """Return what the entries of the next rows may have been: those that were logged, or those of the events now."""
    logged, now = [row.logged for row in rows], [row.entry for row in rows]
    if logged == now and None not in logged:
        return [(_all(logged), ())]
    first = [one if one is not None else other for one, other in zip(logged, now, strict=True)]
    second = [one if one is not None else other for one, other in zip(now, logged, strict=True)]
    likely = (_all(first), tuple(_issues(rows, position, "log.event-altered")))
    return (
        [likely] if first == second else [likely, (_all(second), tuple(_issues(rows, position, "log.digest-changed")))]
    )


def _all(entries: Sequence[bytes | None]) -> list[bytes] | None:
    known = [one for one in entries if one is not None]
    return known if len(known) == len(entries) else None


def _issues(rows: Sequence[Row], position: int, blamed: str) -> Iterable[Issue]:
    for number, row in enumerate(rows, position + 1):
        if row.entry == row.logged and row.entry is not None:
            continue
        if row.entry is None:
            yield Issue("log.event-missing", number, number)
        elif row.logged is None:
            yield Issue("log.digest-missing", number, number)
        else:
            yield Issue(blamed, number, number, row.name)


def at_boundary(accounts: Sequence[Account], position: int, hashes: Hashes, good: int | None) -> list[Account]:
    """Compare each account with the kept hashes of the subtrees that end here, and add those that trust these.

    `good` is up to where a signed root was right (None: the last one was wrong, and no more is said of hashes).
    """
    found = list(accounts)
    ends = [place for place, level in enumerate(LEVELS) if position % (1 << level) == 0]
    for place in ends:
        subtree = LEVELS[place], (position >> LEVELS[place]) - 1
        kept = _kept(hashes, *subtree)
        compared = [_compared(account, place, subtree, kept, good) for account in found]
        found = [one for pair in zip(*compared, strict=True) for one in pair if one is not None]
    return [_rebased(one, len(ends)) for one in _distinct(found)]


def _kept(hashes: Hashes, level: int, number: int) -> bytes | None:
    try:
        [found] = hashes(level, number, number + 1)
    except (TypeError, ValueError):  # none, or a value of a kind that no ledger writes
        return None
    return found if len(found) == DIGEST_BYTES else None


def _compared(
    account: Account, place: int, subtree: tuple[int, int], kept: bytes | None, good: int | None
) -> tuple[Account | None, Account | None]:
    """Return the account that goes by its entries and the one that goes by the kept hash, if they differ."""
    computed = account.computed(subtree)
    if kept is not None and kept == computed:
        return account, None
    start, end = (number << LEVELS[place] for number in (subtree[1], subtree[1] + 1))
    if kept is None:
        return account.blamed(None if good is None else Issue("log.subtree-missing", start + 1, end)), None
    silent = good is None or computed is None
    rewritten = None if silent else Issue("log.events-rewritten", max(start, good or 0) + 1, end)
    changed = None if silent else Issue("log.subtree-changed", start + 1, end)
    trusting = account.trusting(place, kept, rewritten)
    return None if account.tree is None and trusting else account.blamed(changed), trusting


def _distinct(accounts: Iterable[Account]) -> list[Account]:
    """Return the likelier of accounts that come to the same tree, and not more than a few."""
    found: dict[Frontier | None, Account] = {}
    for one in accounts:
        found.setdefault(one.tree, one)
    return list(found.values())[:_MOST]


def _rebased(account: Account, ended: int) -> Account:
    return account._replace(bases=(account.tree,) * ended + account.bases[ended:], done=())
