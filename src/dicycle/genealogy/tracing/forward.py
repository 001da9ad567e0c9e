"""Forward: where a thing went. Nearest first; what came into a lot goes on only with what is taken after that.

One long function: in compiled code, handing all arrays from function to function would take most of the time.
"""

from dicycle.genealogy.tracing.roads import (
    BIRTH,
    CUT,
    DEAD,
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


def forward(way: Roads, asked: Asked, book: Book, root: int) -> None:
    """Walk to everything that holds matter of a thing, or the thing itself."""
    seen, seen_run, nodes, queue, links, runs, count = book
    (
        kind, category, model, ended, made_at, made, used_at, used, holds_at, inside_at, inside, run_event, run_time, _,
        births_at, use_run, _, use_event, _, birth_thing, birth_event, row, parent, _, since, until, begin,
        content_at, element,
    ) = way  # fmt: skip
    moment, last, deepest, most, said, models, stop, listed, wanted, hidden = asked
    hides, picks = len(hidden) > 0, len(wanted) > 0
    start(count)
    is_admitted(seen, nodes, count, category, model, said, models, stop[:0], listed, most, root, 0)
    if not picks or is_carrier(made_at, made, row, holds_at, content_at, element, wanted, root):
        come_back(seen, nodes, queue, count, root, last, 0)
    at = 0
    while at < count[QUEUE] and not count[FULL]:
        node, reach, depth = queue[at, 0], queue[at, 1], queue[at, 2] + 1
        at += 1
        thing = nodes[node, THING]
        end = ended[thing]
        now = min(moment, end)
        follows = depth <= deepest and not nodes[node, STATE] & STOPPED
        # A lot is in what it was put into after it was entered: after the event of that run.
        after = last - 1 - reach
        event = run_event[after] if after >= 0 and kind[thing] == LOT else -1
        place = inside_at[thing + 1] - 1 - nodes[node, OPENED]
        while place >= inside_at[thing] and begin[inside[place]] > event and not count[FULL]:
            stay = inside[place]
            place -= 1
            if not lasts(since[stay], until[stay], now, end):
                continue
            if not follows:
                nodes[node, STATE] |= CUT
                break
            if hides and hidden[begin[stay]]:
                add_link(links, count, STAY + HIDDEN, stay, depth)
                continue
            outer = parent[stay]
            if is_new(seen, count, outer) and not is_admitted(
                seen, nodes, count, category, model, said, models, stop, listed, most, outer, depth
            ):
                break
            add_link(links, count, STAY, stay, depth)
            # If the child ended in it and the holder goes on, it holds nothing of it any more.
            goes = until[stay] > now or ended[outer] <= until[stay]
            upto = max(0, last - count_below(run_time, since[stay])) if goes else DEAD
            come_back(seen, nodes, queue, count, outer, upto, depth)
        if follows:
            nodes[node, OPENED] = inside_at[thing + 1] - 1 - place
        place = used_at[thing + 1] - 1 - nodes[node, DONE]
        while place >= used_at[thing] and use_run[used[place]] > after and not count[FULL]:
            use = used[place]
            run = use_run[use]
            place -= 1
            if run >= last:
                continue
            if not follows:
                if births_at[run] < births_at[run + 1]:
                    nodes[node, STATE] |= CUT
                    break
                continue
            if hides and hidden[use_event[use]]:
                add_link(links, count, USE + HIDDEN, use, depth)
                continue
            add_link(links, count, USE, use, depth)
            if not is_new_run(seen_run, runs, count, run):
                continue
            for birth in range(births_at[run], births_at[run + 1]):
                outer = birth_thing[birth]
                if picks and not carries(content_at, element, wanted, row[birth]):
                    continue
                if hides and hidden[birth_event[birth]]:
                    add_link(links, count, BIRTH + HIDDEN, birth, depth)
                    continue
                if is_new(seen, count, outer) and not is_admitted(
                    seen, nodes, count, category, model, said, models, stop, listed, most, outer, depth
                ):
                    break
                add_link(links, count, BIRTH, birth, depth)
                come_back(seen, nodes, queue, count, outer, last - 1 - run, depth)
        if follows:
            nodes[node, DONE] = used_at[thing + 1] - 1 - place
