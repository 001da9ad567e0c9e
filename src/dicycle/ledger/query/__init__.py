"""SimpleEventQuery (EPCIS 2.0 §8.2.7): from parameters to predicates, by tables.

A parameter is a row of `PARAMETERS` (or of `PATTERNED`, for names that carry a type, a unit or a field of somebody's
own): its name and the function that makes a predicate of its values. A store knows predicates only; it never sees a
parameter's name. What GS1's artefacts leave open, and how it is read here, stands in ``docs/explanation/queries.md``.
"""

from dicycle.ledger.query.parsing import CONTROLS, PARAMETERS, PATTERNED, parse_query

__all__ = ["CONTROLS", "PARAMETERS", "PATTERNED", "parse_query"]
