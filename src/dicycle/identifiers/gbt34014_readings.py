"""How public sources read the three date characters of a GB/T 34014 code. They do not agree.

The standard's own table was not at hand. Each reading is one source taken whole; a date on which the readings
differ is ambiguous, and only somebody who knows the maker's practice can choose. A new reading, or the removal of
one that real labels disprove, is a change of this table and of nothing else.
"""

from datetime import date
from typing import NamedTuple


class Reading(NamedTuple):
    """One source's reading: the character at index i of `years` means `first_year` + i, of `months` month i + 1, …"""

    name: str
    source: str
    first_year: int
    years: str
    months: str
    days: str

    def date_of(self, letters: str) -> date | None:
        """Return the day that three characters name, None where this reading has no such day."""
        year, month, day = (
            table.find(letter) for table, letter in zip((self.years, self.months, self.days), letters, strict=True)
        )
        try:
            return date(self.first_year + year, month + 1, day + 1) if min(year, month, day) >= 0 else None
        except ValueError:
            return None

    def letters_of(self, day: date) -> str | None:
        """Return the three characters for a day, None where this reading has none."""
        year = day.year - self.first_year
        if not 0 <= year < len(self.years) or day.month > len(self.months) or day.day > len(self.days):
            return None
        letters = self.years[year] + self.months[day.month - 1] + self.days[day.day - 1]
        return None if "\0" in letters else letters


_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_WITHOUT_IOQ = "ABCDEFGHJKLMNPRSTUVWXYZ"
_OF_THE_VIN = "ABCDEFGHJKLMNPRSTVWXY"

READINGS = (
    Reading(
        "without-I-O-Q",
        "public decoder configuration for cell labels: years skip I, O and Q; that days do too is our reading",
        2010,
        "0123456789" + _WITHOUT_IOQ[:-1],
        "123456789ABC",
        "123456789" + _WITHOUT_IOQ[:22],
    ),
    Reading(
        "vin-alphabet",
        "the vehicle-identification alphabet (no I, O, Q, U, Z; 0 closes it): our reading; reads labels with day 0",
        2011,
        "123456789" + _OF_THE_VIN,
        "123456789ABC",
        "123456789" + _OF_THE_VIN + "0",
    ),
    Reading(
        "all-letters",
        "CellScanner (gpietrzak-pl), current BatteryQrDecoder: no letter is skipped",
        2010,
        "0123456789" + _LETTERS,
        "123456789ABC",
        "123456789" + _LETTERS[:22],
    ),
    Reading(
        "zero-is-ten",
        "CellScanner (gpietrzak-pl), first release: 0 follows 9, so A is 2021, November and the 11th",
        2011,
        "1234567890" + _LETTERS,
        "123456789\0AB",  # no character means October
        "1234567890" + _LETTERS[:21],
    ),
)
