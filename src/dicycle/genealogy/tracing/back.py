"""Backward: where a thing came from. Nearest first; a lot is entered only as far as it was filled by then.

One long function: in compiled code, handing all arrays from function to function would take most of the time.
"""

from dicycle.compiled import ahead
from dicycle.genealogy.graph.model import FOREVER
from dicycle.genealogy.tracing.roads import (
    BASE,
    BIRTH,
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
    look_back,
    start,
)


def back(way: Roads, asked: Asked, book: Book, root: int) -> None:
    """Walk to everything that a thing came from and is made up of."""
    seen, seen_run, things, depths, cut, nodes, queue, links, runs, count = book
    (
        made_at, made, _, holds_at, _, ended, _, turn, uses_at, _, _, use_thing, use_event, birth_run, _, birth_event,
        row, _, child, since, until, begin, content_at, element, marks,
    ) = way  # fmt: skip
    moment, last, told, deepest, most, fetches, said, models, stop, listed, wanted, hidden = asked
    hides, picks = len(hidden) > 0, len(wanted) > 0
    start(count)
    base = count[BASE]
    births, uses, stays, kept_births, kept_uses, kept_stays = 0, 0, 0, 0, 0, 0
    node = admitted(seen, things, depths, cut, nodes, count, marks, said, models, stop[:0], listed, most, root, 0)
    at, length = 0, come_back(nodes, queue, 0, node, root, last, 0) if node >= 0 else 0
    while at < length and node >= 0:
        own, thing, reach, depth = queue[at, NODE], queue[at, THING], queue[at, UPTO], queue[at, DEPTH] + 1
        at += 1
        if fetches:
            look_back(queue, at, length, marks, made, birth_run, child, begin, until, seen_run, uses_at)
        follows = depth <= deepest and not nodes[own, STOPPED]
        if marks[thing, HELD] < marks[thing + 1, HELD] and nodes[own, OPENED] == 0:
            nodes[own, OPENED] = follows
            end = ended[thing] if marks[thing, SORT] & ENDS else FOREVER
            if fetches:
                for stay in range(marks[thing, HELD], marks[thing + 1, HELD]):
                    ahead(seen, child[stay])
                    ahead(marks, child[stay])
            for stay in range(marks[thing, HELD], marks[thing + 1, HELD]):
                if not (
                    begin[stay] < told and until[stay] > moment if end > moment
                    else lasts(since[stay], until[stay], end)
                ):  # fmt: skip
                    continue
                inner = child[stay]
                if picks and not is_carrier(made_at, made, row, holds_at, content_at, element, wanted, inner):
                    continue
                if not follows:
                    cut[own] = True
                    break
                if hides and hidden[begin[stay]]:
                    kept_stays = add_link(links, STAY + HIDDEN, kept_stays, stay, depth)
                    continue
                node = seen[inner] - base
                if node < 0:
                    node = admitted(
                        seen, things, depths, cut, nodes, count, marks, said, models, stop, listed, most, inner, depth
                    )
                    if node < 0:
                        break
                stays = add_link(links, STAY, stays, stay, depth)
                # A lot that is inside holds what came into it before it was put there.
                upto = min(last, turn[begin[stay]]) if marks[inner, SORT] & IS_LOT else last
                length = come_back(nodes, queue, length, node, inner, upto, depth)
        first, behind = marks[thing, LINKED], marks[thing + 1, LINKED]
        place = first + nodes[own, DONE]
        while place < behind and node >= 0:
            birth = made[place]
            run = birth_run[birth]
            if run >= reach:
                break
            place += 1
            if picks and not carries(content_at, element, wanted, row[birth]):
                continue
            if not follows:
                if uses_at[run] < uses_at[run + 1]:
                    cut[own] = True
                    break
                continue
            if hides and hidden[birth_event[birth]]:
                kept_births = add_link(links, BIRTH + HIDDEN, kept_births, birth, depth)
                continue
            births = add_link(links, BIRTH, births, birth, depth)
            if not is_new_run(seen_run, runs, count, run):
                continue
            if fetches:
                for use in range(uses_at[run], uses_at[run + 1]):
                    ahead(seen, use_thing[use])
                    ahead(marks, use_thing[use])
            for use in range(uses_at[run], uses_at[run + 1]):
                inner = use_thing[use]
                if picks and not is_carrier(made_at, made, row, holds_at, content_at, element, wanted, inner):
                    continue
                if hides and hidden[use_event[use]]:
                    kept_uses = add_link(links, USE + HIDDEN, kept_uses, use, depth)
                    continue
                node = seen[inner] - base
                if node < 0:
                    node = admitted(
                        seen, things, depths, cut, nodes, count, marks, said, models, stop, listed, most, inner, depth
                    )
                    if node < 0:
                        break
                uses = add_link(links, USE, uses, use, depth)
                length = come_back(nodes, queue, length, node, inner, run, depth)
        if follows:
            nodes[own, DONE] = place - first
    count[QUEUE] = length
    count[BIRTH], count[USE], count[STAY] = births, uses, stays
    count[BIRTH + HIDDEN], count[USE + HIDDEN], count[STAY + HIDDEN] = kept_births, kept_uses, kept_stays
