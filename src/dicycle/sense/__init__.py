"""What makes no sense: rules on one event, on the history of a thing, on runs and on documents, as findings by profile.

Form is the ledger's business (`dicycle.ledger.grammar`); sense is not. Nothing here refuses or drops an event: a
finding says what does not add up, with the events that show it, and somebody decides.
"""

from dicycle.sense.capturing import after_capture, check_new
from dicycle.sense.checking import Report, check_events, check_ledger
from dicycle.sense.files import check_files
from dicycle.sense.profiles import LENIENT, PLANT, PROFILES, STRICT, Profile, profile_named
from dicycle.sense.rules import RULES, Rule, Scope
from dicycle.sense.signs import Sign

__all__ = [
    "LENIENT",
    "PLANT",
    "PROFILES",
    "RULES",
    "STRICT",
    "Profile",
    "Report",
    "Rule",
    "Scope",
    "Sign",
    "after_capture",
    "check_events",
    "check_files",
    "check_ledger",
    "check_new",
    "profile_named",
]
