"""Documents for the register of agreements, and what its tests ask again and again."""

from typing import Any

from starlette.testclient import TestClient

PLANT = (
    b"Example Recycling starts building in Yichang\n\n"
    b"YICHANG, March 4, 2026 -- Example Recycling Co., Ltd. on Wednesday started construction of a battery recycling "
    b"plant in Yichang, Hubei Province, with an investment of 900 million yuan.\n"
)
TALKS = (
    b"Example Motors and Example Recycling sign a memorandum\n\n"
    b"BERLIN, April 2, 2026 -- Example Motors Co., Ltd. and Example Recycling Co., Ltd. on Thursday signed a "
    b"memorandum of understanding on the recycling of power batteries in Berlin.\n"
)
TEXT = {"Content-Type": "text/plain"}


def findings(answer: Any) -> list[str]:
    """Return the codes of the findings of a refusal."""
    return [one["code"] for one in answer.json()["findings"]]


def entry_of(client: TestClient, kind: str) -> dict[str, Any]:
    """Return the newest entry of a kind."""
    found: dict[str, Any] = client.get(f"/agreements?kind={kind}").json()["entries"][0]
    return found


def sum_of(client: TestClient, way: str) -> dict[str, int]:
    """Return what an entry counts with."""
    found: dict[str, int] = client.get(way).json()["amounts"]["investment"]
    return found
