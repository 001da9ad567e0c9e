"""A camera that sees a code: frames for Chromium's fake device, and photos, from symbols made by others' encoders."""

import struct
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import zxingcpp

WIDTH, HEIGHT, FRAMES = 640, 480, 4
SYMBOLS = {"QRCode": 6, "DataMatrix": 8, "Code128": 2}
"""Symbol -> pixels of a module in the picture."""


def symbol(kind: str, text: str, scale: int) -> Any:
    """Return a symbol as grey pixels, with a quiet zone."""
    made = zxingcpp.create_barcode(text, getattr(zxingcpp.BarcodeFormat, kind))
    return np.array(zxingcpp.write_barcode_to_image(made, scale=scale, add_quiet_zones=True))


def picture(kind: str, text: str) -> Any:
    """Return a grey picture with the symbol in its middle."""
    found = symbol(kind, text, SYMBOLS[kind])
    found = found if found.ndim == 2 else found[..., 0]
    high, wide = found.shape
    assert high <= HEIGHT, "the symbol is higher than the picture"
    assert wide <= WIDTH, "the symbol is wider than the picture"
    frame = np.full((HEIGHT, WIDTH), 200, np.uint8)
    top, left = (HEIGHT - high) // 2, (WIDTH - wide) // 2
    frame[top : top + high, left : left + wide] = found
    return frame


def video(path: Path, kind: str, text: str) -> Path:
    """Write frames for ``--use-file-for-fake-video-capture`` (YUV4MPEG2, 4:2:0)."""
    grey = picture(kind, text).tobytes()
    colour = np.full(WIDTH * HEIGHT // 2, 128, np.uint8).tobytes()
    frames = (b"FRAME\n" + grey + colour) * FRAMES
    path.write_bytes(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420mpeg2\n".encode() + frames)
    return path


def photo(path: Path, kind: str, text: str) -> Path:
    """Write a photo (PNG, grey)."""
    frame = picture(kind, text)
    rows = b"".join(b"\0" + row.tobytes() for row in frame)
    head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*one) for one in chunks))
    return path


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
