"""A ledger that is moved from store to store stays the same ledger, wherever the move is interrupted."""

import json
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from contract.books import check_books, made, put
from contract.keeping import say, vocabulary
from postgres_server import Ledgers

from dicycle.bootstrap import open_loop
from dicycle.cli.migrate import migrate as command_line
from dicycle.errors import StoreError
from dicycle.ledger.integrity.merkle import Frontier
from dicycle.ledger.query import parse_query
from dicycle.ledger.store import EventStore, ImportProgress, Job
from dicycle.simulation import Scenario, write
from dicycle.storage import migrating
from dicycle.storage.migrating import migrate
from dicycle.storage.sqlite import SQLiteStore

QUESTIONS: list[dict[str, list[str]]] = [
    {},
    {"EQ_bizStep": ["shipping"], "orderDirection": ["ASC"]},
    {"eventType": ["TransformationEvent"], "orderBy": ["recordTime"]},
    {"MATCH_anyEPC": ["urn:epc:idpat:sgtin:*.*.*"], "GE_eventTime": ["2028-01-01T00:00:00Z"]},
    {"EXISTS_sensorElementList": [""]},
]
MOVING = """
import sys
from dicycle.cli.migrate import migrate
from dicycle.storage import migrating
migrating._BATCH = 60
print("ready", flush=True)
migrate.main(sys.argv[1:])
"""


@pytest.fixture(scope="module")
def simulated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Capture a small simulated loop, with all that may stand beside its events."""
    folder = tmp_path_factory.mktemp("simulated")
    write(Scenario(packs=8, years=6, seed=3), folder)
    with open_loop(folder / "loop.db", profile="off") as loop:
        loop.capture_file(folder / "places.jsonld")
        loop.capture_file(folder / "events.ndjson")
        with loop.store.writing() as writing:
            writing.append([made("sent")], 0, reporter="https://id.gs1.org/417/9521234000013")
            for number in range(3):
                job = Job(f"j{number}", number, None, running=number == 1, success=True, behaviour="rollback")
                writing.put_job(job, b"document" if job.running else None)
                writing.put_card("box", f"key {number}", b"body")
    return folder / "loop.db"


@pytest.fixture
def source(simulated: Path) -> Iterator[EventStore]:
    """Open the simulated ledger."""
    with closing(SQLiteStore(str(simulated))) as store:
        yield store


@pytest.fixture(params=["sqlite", "postgres"])
def new_target(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Return the name of an empty ledger in each kind of store."""
    if request.param == "sqlite":
        yield str(tmp_path / "target.db")
        return
    ledgers: Ledgers = request.getfixturevalue("ledgers")
    taken = ledgers.take()
    yield taken
    ledgers.give(taken)


@pytest.fixture
def target(new_target: str) -> Iterator[EventStore]:
    """Open an empty ledger of each kind."""
    with open_loop(new_target) as loop:
        yield loop.store


def told(store: EventStore) -> dict[str, Any]:
    """Return what a ledger answers to a great many questions."""
    things = [item.id for item in store.items(None, 10**6, None)]
    sealed = [(*vars(one.event).values(), one.reporter, one.entry) for one in store.sealed()]
    pages = [store.query(parse_query(asked), 300, until=None, after=None) for asked in QUESTIONS]
    boxes = [box for box in store.boxes() if box != "migration"]
    return {
        "events": [row[:5] for row in sealed],
        "root": Frontier.restore(store.log_size(), store.hashes).root(),
        "checkpoints": store.checkpoints(0, 10**6),
        "counts": store.counts(),
        "things": things,
        "lives": [[event.seq for event in store.events_of(thing)] for thing in things[::5]],
        "aliases": [store.aliases_of(thing) for thing in things],
        "categories": [item and item.category for item in map(store.item, things)],
        "names": store.names(things),
        "master data": list(store.master_data()),
        "terms": store.terms([1, 2, 3, 4, 5, 6], 10**6, ""),
        "answers": [([event.seq for event in page.events], page.after) for page in pages],
        "jobs": store.jobs(10**6, None),
        "unfinished": list(store.unfinished()),
        "imports": list(store.imports()),
        "cards": [(box, store.cards(box)) for box in boxes],
    }


def test_a_ledger_that_was_moved_answers_as_before(source: EventStore, target: EventStore) -> None:
    """Events, log, checkpoints, names, jobs, imports, cards: all is the same, and the books are right."""
    seen: list[tuple[int, int]] = []
    done = migrate(source, target, lambda *far: seen.append(far))
    before, after = told(source), told(target)
    for what, expected in before.items():
        assert after[what] == expected, what
    assert (done.events, done.root, done.resumed_at) == (source.log_size(), before["root"], 0)
    assert (done.jobs, done.imports, done.cards) == (3, 1, 3)
    assert seen[-1] == (done.events, done.events)
    check_books(target)


def test_there_and_back_is_the_same_ledger(
    source: EventStore, ledgers: Ledgers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From SQLite to PostgreSQL and to SQLite again: equal roots and equal answers."""
    monkeypatch.setattr(migrating, "_BATCH", 333)
    between = ledgers.take()
    with open_loop(between) as middle, closing(SQLiteStore(str(tmp_path / "back.db"))) as back:
        migrate(source, middle.store)
        migrate(middle.store, back)
        assert told(back) == told(source)
    ledgers.give(between)


def test_a_move_goes_on_with_what_came_meanwhile(tmp_path: Path, target: EventStore) -> None:
    """A second move brings what is new, also cards that were changed or taken away; a third brings nothing."""
    with closing(SQLiteStore(str(tmp_path / "source.db"))) as source:
        source.sign_with(lambda size, root, time: f"{size} {root.hex()} {time}")
        put(source, *map(made, range(5)))
        with source.writing() as writing:
            writing.put_card("waiting", "1", b"x")
            writing.put_card("waiting", "2", b"x")
        assert migrate(source, target).resumed_at == 0
        put(source, made(5), made(6))
        say(source, vocabulary("urn:x:a", name="A"))
        with source.writing() as writing:
            writing.put_card("waiting", "1", None)
            writing.put_card("waiting", "2", b"y")
        assert migrate(source, target).resumed_at == 5
        assert told(target) == told(source)
        assert target.cards("waiting") == [("2", b"y")]
        assert [one.size for one in target.checkpoints(0, 9)] == [5, 7]
        assert migrate(source, target).resumed_at == 7


def _other_event(store: EventStore) -> None:
    put(store, made("other"))


def _more_events(store: EventStore) -> None:
    put(store, *map(made, range(4)))


def _a_card(store: EventStore) -> None:
    with store.writing() as writing:
        writing.put_card("token", "a", b"x")


def _a_job(store: EventStore) -> None:
    with store.writing() as writing:
        writing.put_job(Job("j", 1, 2, running=False, success=True, behaviour="rollback"), None)


def _an_import(store: EventStore) -> None:
    with store.writing() as writing:
        writing.put_progress("/a", ImportProgress(1, 1, "x"))


@pytest.mark.parametrize("use", [_other_event, _more_events, _a_card, _a_job, _an_import])
@pytest.mark.parametrize("filled", [False, True])
def test_a_target_that_holds_something_else_is_refused(
    tmp_path: Path, use: Callable[[EventStore], None], filled: bool
) -> None:
    """Nothing of a ledger that is in use is overwritten, whether a move filled it before or not."""
    with closing(SQLiteStore(str(tmp_path / "a.db"))) as source, closing(SQLiteStore(str(tmp_path / "b.db"))) as target:
        put(source, *map(made, range(2)))
        if filled:
            migrate(source, target)
        use(target)
        before = told(target)
        with pytest.raises(StoreError) as refused:
            migrate(source, target)
        assert refused.value.findings[0].code == "migrate.other-ledger"
        assert told(target) == before


def test_an_altered_source_is_not_moved(tmp_path: Path) -> None:
    """An event that is not what its log says stops the move with a sentence."""
    with closing(SQLiteStore(str(tmp_path / "a.db"))) as source, closing(SQLiteStore(str(tmp_path / "b.db"))) as target:
        put(source, made(1), made(2))
        source._writer.execute("UPDATE event SET body = CAST(replace(body, 'OBSERVE', 'DELETE') AS BLOB) WHERE seq = 2")
        with pytest.raises(StoreError, match="Event number 2 of the source"):
            migrate(source, target)


@pytest.mark.slow
def test_a_move_that_was_killed_goes_on(simulated: Path, new_target: str, capsys: pytest.CaptureFixture[str]) -> None:
    """kill -9 at any moment, again and again: the next run goes on, and in the end the logs have one root."""
    chance = random.Random(1)
    command = [sys.executable, "-c", MOVING, str(simulated), new_target]
    for _ in range(4):
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == b"ready\n"
            time.sleep(chance.uniform(0, 1))
            process.kill()
    command_line.main([str(simulated), new_target], standalone_mode=False)
    assert "Both logs have the root" in capsys.readouterr().out
    with closing(SQLiteStore(str(simulated))) as source, open_loop(new_target) as loop:
        assert told(loop.store) == told(source)
        check_books(loop.store)


def test_the_command_says_what_it_moved(simulated: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """For people and for programs: how much, from where on, and the root that both logs have."""
    target = str(tmp_path / "target.db")
    command_line.main([str(simulated), target], standalone_mode=False)
    assert " events, 3 jobs, 1 import, 3 cards.\nBoth logs have the root " in capsys.readouterr().out
    command_line.main([str(simulated), target, "--json"], standalone_mode=False)
    told = json.loads(capsys.readouterr().out)
    assert told["resumed_at"] == told["events"] > 0


def test_the_command_says_that_the_key_is_still_to_be_moved(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Until the target has the source's key, a move ends with a word about it."""
    key, target = tmp_path / "a.db.key", tmp_path / "b.db"
    SQLiteStore(str(tmp_path / "a.db")).close()
    key.write_text("the key")
    command_line.main([str(tmp_path / "a.db"), str(target)], standalone_mode=False)
    assert f"Copy it to {target}.key" in capsys.readouterr().err
    shutil.copy(key, f"{target}.key")
    command_line.main([str(tmp_path / "a.db"), str(target)], standalone_mode=False)
    assert not capsys.readouterr().err


@pytest.mark.parametrize(("names", "status"), [(("none.db", "b.db"), 3), (("a.db", "a.db"), 1), (("a.db", "."), 4)])
def test_the_command_refuses_with_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], names: Any, status: int
) -> None:
    """No source, one ledger twice, a target that cannot be: each has a sentence and a status."""
    monkeypatch.chdir(tmp_path)
    SQLiteStore("a.db").close()
    with pytest.raises(SystemExit) as ended:
        command_line.main(list(names))
    assert ended.value.code == status
    assert capsys.readouterr().err.startswith("error: ")
