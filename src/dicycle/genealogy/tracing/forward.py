"""Forward: where a thing went. Nearest first; what came into a lot goes on only with what is taken after that.

One long function: in compiled code, handing all arrays from function to function would take most of the time.
"""

from dicycle.genealogy.graph.model import FOREVER
from dicycle.genealogy.tracing.roads import (
    BASE,
    BIRTH,
    DEAD,
    DEPTH,
    DONE,
    ENDS,
    HELD,
    HIDDEN,
    IS_LOT,
    LINKED,
    NODE,
    OPENED,
    QUEUE,
    SORT,
    STAY,
    STOPPED,
    THING,
    UPTO,
    USE,
    Asked,
    Book,
    Roads,
)
from dicycle.genealogy.tracing.steps import (
    add_link,
    admitted,
    carries,
    come_back,
    is_carrier,
    is_new_run,
    lasts,
    look_forth,
    start,
)


def forward(way: Roads, asked: Asked, book: Book, root: int) -> None:
    """Walk to everything that holds matter of a thing, or the thing itself."""
    seen, seen_run, things, depths, cut, nodes, queue, links, runs, count = book
    (
        made_at, made, used, holds_at, inside, ended, run_event, turn, _, births_at, use_run, _, use_event, _,
        birth_thing, birth_event, row, parent, _, since, until, begin, content_at, element, marks,
    ) = way  # fmt: skip
    moment, last, told, deepest, most, fetches, said, models, stop, listed, wanted, hidden = asked
    hides, picks = len(hidden) > 0, len(wanted) > 0
    start(count)
    base = count[BASE]
    births, uses, stays, kept_births, kept_uses, kept_stays = 0, 0, 0, 0, 0, 0
    node = admitted(seen, things, depths, cut, nodes, count, marks, said, models, stop[:0], listed, most, root, 0)
    at, length = 0, 0
    if node >= 0 and (not picks or is_carrier(made_at, made, row, holds_at, content_at, element, wanted, root)):
        length = come_back(nodes, queue, 0, node, root, last, 0)
    while at < length and node >= 0:
        own, thing, reach, depth = queue[at, NODE], queue[at, THING], queue[at, UPTO], queue[at, DEPTH] + 1
        at += 1
        if fetches:
            look_forth(queue, at, length, marks, used, use_run, inside, begin, until, parent, seen)
        sort = marks[thing, SORT]
        follows = depth <= deepest and not nodes[own, STOPPED]
        after = last - 1 - reach
        first, behind = marks[thing, HELD], marks[thing + 1, HELD]
        if first < behind:
            end = ended[thing] if sort & ENDS else FOREVER
            # A lot is in what it was put into after it was entered: after the event of that run.
            event = run_event[after] if after >= 0 and sort & IS_LOT else -1
            place = behind - 1 - nodes[own, OPENED]
            while place >= first and node >= 0:
                stay = inside[place]
                put = begin[stay]
                if put <= event:
                    break
                place -= 1
                if not (put < told and until[stay] > moment if end > moment else lasts(since[stay], until[stay], end)):
                    continue
                if not follows:
                    cut[own] = True
                    break
                if hides and hidden[put]:
                    kept_stays = add_link(links, STAY + HIDDEN, kept_stays, stay, depth)
                    continue
                outer = parent[stay]
                node = seen[outer] - base
                if node < 0:
                    node = admitted(
                        seen, things, depths, cut, nodes, count, marks, said, models, stop, listed, most, outer, depth
                    )
                    if node < 0:
                        break
                stays = add_link(links, STAY, stays, stay, depth)
                # If the child ended in it and the holder goes on, it holds nothing of it any more.
                goes = end > moment or until[stay] > end or ended[outer] <= until[stay]
                upto = max(0, last - turn[put]) if goes else DEAD
                length = come_back(nodes, queue, length, node, outer, upto, depth)
            if follows:
                nodes[own, OPENED] = behind - 1 - place
        first, behind = marks[thing, LINKED], marks[thing + 1, LINKED]
        place = behind - 1 - nodes[own, DONE]
        while place >= first and node >= 0:
            use = used[place]
            run = use_run[use]
            if run <= after:
                break
            place -= 1
            if run >= last:
                continue
            if not follows:
                if births_at[run] < births_at[run + 1]:
                    cut[own] = True
                    break
                continue
            if hides and hidden[use_event[use]]:
                kept_uses = add_link(links, USE + HIDDEN, kept_uses, use, depth)
                continue
            uses = add_link(links, USE, uses, use, depth)
            if not is_new_run(seen_run, runs, count, run):
                continue
            for birth in range(births_at[run], births_at[run + 1]):
                outer = birth_thing[birth]
                if picks and not carries(content_at, element, wanted, row[birth]):
                    continue
                if hides and hidden[birth_event[birth]]:
                    kept_births = add_link(links, BIRTH + HIDDEN, kept_births, birth, depth)
                    continue
                node = seen[outer] - base
                if node < 0:
                    node = admitted(
                        seen, things, depths, cut, nodes, count, marks, said, models, stop, listed, most, outer, depth
                    )
                    if node < 0:
                        break
                births = add_link(links, BIRTH, births, birth, depth)
                length = come_back(nodes, queue, length, node, outer, last - 1 - run, depth)
        if follows:
            nodes[own, DONE] = behind - 1 - place
    count[QUEUE] = length
    count[BIRTH], count[USE], count[STAY] = births, uses, stays
    count[BIRTH + HIDDEN], count[USE + HIDDEN], count[STAY + HIDDEN] = kept_births, kept_uses, kept_stays
