"""Backward: where a thing came from. Nearest first; a lot is entered only as far as it was filled by then.

One long function: in compiled code, handing all arrays from function to function would take most of the time.
"""

from dicycle.genealogy.tracing.roads import (
    BIRTH,
    CUT,
    DONE,
    FULL,
    HIDDEN,
    LOT,
    OPENED,
    QUEUE,
    STATE,
    STAY,
    STOPPED,
    THING,
    USE,
    Asked,
    Book,
    Roads,
)
from dicycle.genealogy.tracing.steps import (
    add_link,
    carries,
    come_back,
    count_below,
    is_admitted,
    is_carrier,
    is_new,
    is_new_run,
    lasts,
    start,
)


def back(way: Roads, asked: Asked, book: Book, root: int) -> None:
    """Walk to everything that a thing came from and is made up of."""
    seen, seen_run, nodes, queue, links, runs, count = book
    (
        kind, category, model, ended, made_at, made, _, _, holds_at, _, _, run_event, _, uses_at, _, _, use_thing,
        use_event, birth_run, _, birth_event, row, _, child, since, until, begin, content_at, element,
    ) = way  # fmt: skip
    moment, last, deepest, most, said, models, stop, listed, wanted, hidden = asked
    hides, picks = len(hidden) > 0, len(wanted) > 0
    start(count)
    is_admitted(seen, nodes, count, category, model, said, models, stop[:0], listed, most, root, 0)
    come_back(seen, nodes, queue, count, root, last, 0)
    at = 0
    while at < count[QUEUE] and not count[FULL]:
        node, reach, depth = queue[at, 0], queue[at, 1], queue[at, 2] + 1
        at += 1
        thing = nodes[node, THING]
        follows = depth <= deepest and not nodes[node, STATE] & STOPPED
        if nodes[node, OPENED] == 0 and holds_at[thing] < holds_at[thing + 1]:
            nodes[node, OPENED] = follows
            end = ended[thing]
            now = min(moment, end)
            for stay in range(holds_at[thing], holds_at[thing + 1]):
                if not lasts(since[stay], until[stay], now, end):
                    continue
                inner = child[stay]
                if picks and not is_carrier(made_at, made, row, holds_at, content_at, element, wanted, inner):
                    continue
                if not follows:
                    nodes[node, STATE] |= CUT
                    break
                if hides and hidden[begin[stay]]:
                    add_link(links, count, STAY + HIDDEN, stay, depth)
                    continue
                if is_new(seen, count, inner) and not is_admitted(
                    seen, nodes, count, category, model, said, models, stop, listed, most, inner, depth
                ):
                    break
                add_link(links, count, STAY, stay, depth)
                # A lot that is inside holds what came into it before it was put there.
                upto = min(last, count_below(run_event, begin[stay])) if kind[inner] == LOT else last
                come_back(seen, nodes, queue, count, inner, upto, depth)
        first = made_at[thing]
        place = first + nodes[node, DONE]
        while place < made_at[thing + 1] and birth_run[made[place]] < reach and not count[FULL]:
            birth = made[place]
            run = birth_run[birth]
            place += 1
            if picks and not carries(content_at, element, wanted, row[birth]):
                continue
            if not follows:
                if uses_at[run] < uses_at[run + 1]:
                    nodes[node, STATE] |= CUT
                    break
                continue
            if hides and hidden[birth_event[birth]]:
                add_link(links, count, BIRTH + HIDDEN, birth, depth)
                continue
            add_link(links, count, BIRTH, birth, depth)
            if not is_new_run(seen_run, runs, count, run):
                continue
            for use in range(uses_at[run], uses_at[run + 1]):
                inner = use_thing[use]
                if picks and not is_carrier(made_at, made, row, holds_at, content_at, element, wanted, inner):
                    continue
                if hides and hidden[use_event[use]]:
                    add_link(links, count, USE + HIDDEN, use, depth)
                    continue
                if is_new(seen, count, inner) and not is_admitted(
                    seen, nodes, count, category, model, said, models, stop, listed, most, inner, depth
                ):
                    break
                add_link(links, count, USE, use, depth)
                come_back(seen, nodes, queue, count, inner, run, depth)
        if follows:
            nodes[node, DONE] = place - first
