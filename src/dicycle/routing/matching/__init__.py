"""Matching modules into packs: the best where it can be proven, near the best with a certified bound otherwise.

>>> from dicycle.routing.matching import Request, check, from_table, match
>>> stock = from_table(b"id,capacity_ah\\na,40\\nb,42\\nc,38\\nd,41\\n")
>>> request = Request(series=2)
>>> matching = match(stock, request)
>>> matching.value, check(matching, stock, request).holds
(79.0, True)
"""

from dicycle.routing.matching.answering import Answer as Answer
from dicycle.routing.matching.answering import answered as answered
from dicycle.routing.matching.checking import Proof as Proof
from dicycle.routing.matching.checking import check as check
from dicycle.routing.matching.making import match as match
from dicycle.routing.matching.model import Certificate as Certificate
from dicycle.routing.matching.model import Enough as Enough
from dicycle.routing.matching.model import Limits as Limits
from dicycle.routing.matching.model import Matching as Matching
from dicycle.routing.matching.model import Modules as Modules
from dicycle.routing.matching.model import Pack as Pack
from dicycle.routing.matching.model import Reject as Reject
from dicycle.routing.matching.model import Request as Request
from dicycle.routing.matching.reading import from_rows as from_rows
from dicycle.routing.matching.reading import from_table as from_table
from dicycle.routing.matching.retesting import Retest as Retest
from dicycle.routing.matching.retesting import Retesting as Retesting
from dicycle.routing.matching.retesting import value_of_retest as value_of_retest
from dicycle.routing.matching.tables import packs_table as packs_table
from dicycle.routing.matching.tables import to_table as to_table
from dicycle.routing.matching.telling import PackSheet as PackSheet
from dicycle.routing.matching.telling import sheets as sheets
from dicycle.routing.matching.uncertainty import usable as usable
