"""The signature of a report: HMAC-SHA256 under the subscriber's token, over the moment and the body.

``GS1-Signature: t=1767225600,v1=5f2b…``: `t` is in seconds since 1970 UTC, `v1` the hexadecimal HMAC of the digits of
`t`, a full stop and the body. The standard leaves the kind of signature open. The moment is signed, so that a
receiver can refuse an old report that somebody sends again.
"""

import hashlib
import hmac


def signature(token: str, moment: int, body: bytes) -> str:
    """Return the value of GS1-Signature; `moment` is in seconds since 1970 UTC."""
    digest = hmac.new(token.encode(), b"%d." % moment + body, hashlib.sha256).hexdigest()
    return f"t={moment},v1={digest}"
