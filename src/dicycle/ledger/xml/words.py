"""Words of the CBV in their three spellings: bare (JSON), URN and Web URI (XML; CBV 2.0 §7).

The measurement types and alerts of GS1's Web Vocabulary have no URN; beside URNs they are written ``gs1:Temperature``,
as GS1's own examples do.
"""

from collections.abc import Collection
from typing import Final, Literal, NamedTuple

from dicycle.ledger import cbv

CbvForm = Literal["No_Preference", "Always_Web_URI", "Always_URN"]
CBV_FORMS: Final[tuple[CbvForm, ...]] = ("No_Preference", "Always_Web_URI", "Always_URN")
"""What GS1-CBV-XML-Format may ask for; without a preference words are written as URNs, as most XML in use has them."""

_CBV: Final = ("https://ref.gs1.org/cbv/", "cbv:")
_WEB: Final = tuple(f"{scheme}://{host}gs1.org/voc/" for scheme in ("https", "http") for host in ("", "www.", "ref."))


class Words(NamedTuple):
    """A vocabulary: its words, the spelling of each as URN and as Web URI, and all starts that are understood."""

    words: Collection[str]
    urn: str
    web: str
    starts: tuple[str, ...]

    def bare(self, text: str) -> str:
        """Return the bare word that `text` is a long form of; anything else unchanged."""
        for start in self.starts:
            if text.startswith(start) and text[len(start) :] in self.words:
                return text[len(start) :]
        return text

    def long(self, text: str, form: CbvForm) -> str:
        """Return a bare word in the form asked for; anything else unchanged."""
        if text not in self.words:
            return text
        return (self.web if form == "Always_Web_URI" else self.urn) + text


def _of_cbv(words: Collection[str], web: str, urn: str) -> Words:
    urn = f"urn:epcglobal:cbv:{urn}:"
    return Words(words, urn, _CBV[0] + web, (urn, *(start + web for start in _CBV)))


def _of_web(words: Collection[str]) -> Words:
    return Words(words, "gs1:", _WEB[0], ("gs1:", *_WEB))


BIZ_STEPS: Final = _of_cbv(cbv.BIZ_STEPS, "BizStep-", "bizstep")
DISPOSITIONS: Final = _of_cbv(cbv.DISPOSITIONS, "Disp-", "disp")
TRANSACTION_TYPES: Final = _of_cbv(cbv.BIZ_TRANSACTION_TYPES, "BTT-", "btt")
TRANSFER_TYPES: Final = _of_cbv(cbv.SOURCE_DEST_TYPES, "SDT-", "sdt")
ERROR_REASONS: Final = _of_cbv(cbv.ERROR_REASONS, "ER-", "er")
COMPONENTS: Final = _of_cbv(cbv.COMPONENTS, "Comp-", "comp")
MEASUREMENTS: Final = _of_web(cbv.MEASUREMENT_TYPES)
ALERTS: Final = _of_web(cbv.SENSOR_ALERTS)
