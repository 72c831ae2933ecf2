"""Every transfer function by name: FFmpeg's names, and the house's for cameras."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from posthouse.color.transfers import (
    acescc,
    acesproxy,
    apple_log,
    bmd_film,
    bt1886,
    clog2,
    clog3,
    davinci,
    dci,
    dlog,
    flog,
    hlg,
    llog,
    log3g10,
    logc3,
    logc4,
    nlog,
    pq,
    slog3,
    srgb,
    vlog,
)
from posthouse.color.transfers.kinds import Kind, Transfer
from posthouse.signal import acescct

if TYPE_CHECKING:
    from collections.abc import Mapping

    from posthouse.color.operation import Rgb


def _linear(rgb: Rgb) -> Rgb:
    return rgb


def _powered(gamma: float) -> Transfer:
    decode = functools.partial(bt1886.decode_power, gamma=gamma)
    return Transfer(kind=Kind.SDR, decode=decode, encode=functools.partial(bt1886.encode_power, gamma=gamma))


def _scene(module: object, name: str) -> Transfer:
    decode, encode = getattr(module, f"decode_{name}"), getattr(module, f"encode_{name}")
    return Transfer(kind=Kind.SCENE, decode=decode, encode=encode)


_DISPLAY = Transfer(kind=Kind.SDR, decode=bt1886.decode_bt1886, encode=bt1886.encode_bt1886)
_SHOWN_BY_BT1886 = ("bt709", "smpte170m", "smpte240m", "bt470bg", "bt2020-10", "bt2020-12", "iec61966-2-4", "bt1361e")
_UNSAID = ("unknown", "unspecified", "reserved", "")
TRANSFERS: Mapping[str, Transfer] = {
    **dict.fromkeys((*_SHOWN_BY_BT1886, *_UNSAID), _DISPLAY),
    "gamma22": _powered(2.2),
    "bt470m": _powered(2.2),
    "gamma28": _powered(2.8),
    "gamma26": _powered(2.6),
    "iec61966-2-1": Transfer(kind=Kind.SDR, decode=srgb.decode_srgb, encode=srgb.encode_srgb),
    "smpte428": Transfer(kind=Kind.SDR, decode=dci.decode_dci, encode=dci.encode_dci),
    "smpte2084": Transfer(kind=Kind.HDR, decode=pq.decode_pq, encode=pq.encode_pq),
    "arib-std-b67": Transfer(kind=Kind.HDR, decode=hlg.decode_hlg, encode=hlg.encode_hlg),
    "linear": Transfer(kind=Kind.SCENE, decode=_linear, encode=_linear),
    "arri-logc3": Transfer(kind=Kind.SCENE, decode=logc3.EI800.decode, encode=logc3.EI800.encode),
    "arri-logc3-ei400": Transfer(kind=Kind.SCENE, decode=logc3.EI400.decode, encode=logc3.EI400.encode),
    "arri-logc3-ei1600": Transfer(kind=Kind.SCENE, decode=logc3.EI1600.decode, encode=logc3.EI1600.encode),
    "arri-logc4": _scene(logc4, "logc4"),
    "sony-slog3": _scene(slog3, "slog3"),
    "panasonic-vlog": _scene(vlog, "vlog"),
    "red-log3g10": _scene(log3g10, "log3g10"),
    "canon-clog2": _scene(clog2, "clog2"),
    "canon-clog3": _scene(clog3, "clog3"),
    "fujifilm-flog": Transfer(kind=Kind.SCENE, decode=flog.F_LOG.decode, encode=flog.F_LOG.encode),
    "fujifilm-flog2": Transfer(kind=Kind.SCENE, decode=flog.F_LOG2.decode, encode=flog.F_LOG2.encode),
    "nikon-nlog": _scene(nlog, "nlog"),
    "leica-llog": _scene(llog, "llog"),
    "apple-log": _scene(apple_log, "apple_log"),
    "blackmagic-film-gen5": _scene(bmd_film, "bmd_film"),
    "dji-dlog": _scene(dlog, "dlog"),
    "davinci-intermediate": _scene(davinci, "davinci"),
    "acescct": _scene(acescct, "acescct"),
    "acescc": _scene(acescc, "acescc"),
    "acesproxy": _scene(acesproxy, "acesproxy"),
}
"""``unknown`` and its like are what files say that say nothing; they are shown as BT.709 is."""
