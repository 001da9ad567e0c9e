"""About where the middle of each country of the gazetteer lies: degrees north and east, rounded, for dots on a map."""

from typing import Final

_TABLE: Final = """
CN 35 104  DE 51 10   RU 61 95   US 39 -98  GB 53 -2   FR 46 2    IT 42 12   ES 40 -4   PT 39 -8   PL 52 19
HU 47 19   CZ 50 15   SK 49 19   AT 47 14   CH 47 8    NL 52 5    BE 50 4    LU 49 6    DK 56 9    SE 62 15
NO 61 8    FI 64 26   EE 58 25   LV 57 25   LT 55 24   IE 53 -8   GR 39 22   RO 46 25   BG 43 25   RS 44 21
HR 45 15   SI 46 15   BA 44 18   MK 41 21   UA 49 31   BY 53 28   KZ 48 67   UZ 41 64   KG 41 74   MN 46 105
AZ 40 47   GE 42 43   AM 40 45   TR 39 35   IL 31 35   IR 32 53   SA 24 45   AE 24 54   QA 25 51   OM 21 57
KW 29 47   EG 27 30   MA 32 -6   DZ 28 3    NG 9 8     GH 8 -1    ML 17 -4   KE 0 38    TZ -6 35   ZM -13 28
ZW -19 30  NA -22 17  BW -22 24  MZ -18 35  MG -20 47  ZA -29 24  CD -3 24   ET 9 40    RW -2 30   JP 36 138
KR 36 128  ID -2 118  MY 4 110   TH 15 101  VN 16 107  PH 12 122  SG 1 104   KH 13 105  LA 18 104  MM 21 96
IN 22 79   PK 30 69   BD 24 90   LK 7 81    AU -25 134 NZ -42 173 PG -6 145  CA 57 -106 MX 23 -102 BR -10 -53
AR -35 -65 CL -33 -71 BO -17 -65 PE -9 -75  CO 4 -73   CU 22 -79  IS 65 -19
"""
_WORDS: Final = _TABLE.split()
MIDDLES: Final = {
    code: (int(north), int(east)) for code, north, east in zip(_WORDS[::3], _WORDS[1::3], _WORDS[2::3], strict=True)
}
"""Country (ISO 3166-1 alpha-2) -> degrees north, degrees east."""
