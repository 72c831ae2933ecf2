"""Transfer functions, against every value of the standards sheet, 2.3 to 2.9, and against OpenColorIO."""

from __future__ import annotations

import numpy as np
import PyOpenColorIO as OCIO  # noqa: N814 - its own documentation's name
import pytest
from numpy.testing import assert_allclose

from posthouse.color.primaries import rgb_to_rgb
from posthouse.color.space import SPACES
from posthouse.color.transfers import TRANSFERS, Kind
from posthouse.color.transfers.bt709 import decode_bt2020_camera, encode_bt709_camera, encode_bt2020_camera
from posthouse.color.transfers.bt1886 import bt1886_light_nits, decode_bt1886
from posthouse.color.transfers.dci import encode_dci_nits
from posthouse.color.transfers.hlg import hlg_oetf, hlg_oetf_inverse, hlg_ootf_nits, system_gamma
from posthouse.color.transfers.pq import decode_pq_nits, encode_pq_nits

LOGS = {
    "sony-slog3": (95, 420, 598),
    "arri-logc3": (95, 400, 572),
    "arri-logc4": (95, 285, 428),
    "panasonic-vlog": (128, 433, 602),
    "red-log3g10": (94, 341, 494),
    "canon-clog2": (95, 407, 575),
    "canon-clog3": (128, 351, 577),
    "fujifilm-flog2": (95, 400, 570),
    "apple-log": (154, 500, 697),
    "blackmagic-film-gen5": (95, 392, 533),
    "dji-dlog": (95, 408, 586),
    "davinci-intermediate": (0, 344, 514),
    "acescct": (75, 423, 559),
    "fujifilm-flog": (95, 470, 705),
    "nikon-nlog": (127, 372, 603),
    "leica-llog": (92, 445, 634),
}
"""Codes of 10 bits, full scale, of 0, 0.18 and 0.9: standards sheet 2.9."""
PQ = [(0.005, 0.015076), (0.01, 0.021486), (0.1, 0.062337), (1, 0.149946), (10, 0.299699), (18, 0.347967),
      (48, 0.436408), (100, 0.508078), (203, 0.580689), (400, 0.652579), (600, 0.696294), (1000, 0.751827),
      (2000, 0.827425), (4000, 0.902572), (10000, 1)]  # fmt: skip
BUILTINS = {
    "arri-logc3": "ARRI_ALEXA-LOGC-EI800-AWG_to_ACES2065-1",
    "arri-logc4": "ARRI_LOGC4_to_ACES2065-1",
    "sony-slog3": "SONY_SLOG3-SGAMUT3_to_ACES2065-1",
    "sony-slog3-cine": "SONY_SLOG3-SGAMUT3.CINE_to_ACES2065-1",
    "panasonic-vlog": "PANASONIC_VLOG-VGAMUT_to_ACES2065-1",
    "red-log3g10": "RED_LOG3G10-RWG_to_ACES2065-1",
    "canon-clog2": "CANON_CLOG2-CGAMUT_to_ACES2065-1",
    "canon-clog3": "CANON_CLOG3-CGAMUT_to_ACES2065-1",
    "apple-log": "APPLE_LOG_to_ACES2065-1",
    "acescct": "ACEScct_to_ACES2065-1",
}


def _encode(name: str, *light: float) -> np.ndarray:
    return TRANSFERS[name].encode(np.array(light))


@pytest.mark.parametrize("name", LOGS)
def test_camera_logs_give_the_codes_of_the_sheet(name: str) -> None:
    assert np.abs(_encode(name, 0, 0.18, 0.9) * 1023 - LOGS[name]).max() <= 0.5 + 1e-9


@pytest.mark.parametrize("name", [name for name, transfer in TRANSFERS.items() if transfer.kind is Kind.SCENE])
def test_camera_logs_are_undone(name: str) -> None:
    low = 0.01 if name in {"acescc", "acesproxy"} else -0.003
    scene = np.linspace(low, 7 if name == "acesproxy" else 30, 4001)
    assert_allclose(TRANSFERS[name].decode(TRANSFERS[name].encode(scene)), scene, rtol=1e-9, atol=2e-6)


@pytest.mark.parametrize("name", BUILTINS)
def test_camera_spaces_agree_with_opencolorio(name: str) -> None:
    codes = np.random.default_rng(3).uniform(0.1, 0.75, (2000, 3))
    theirs = np.array(codes, np.float32)
    OCIO.Config.CreateRaw().getProcessor(OCIO.BuiltinTransform(style=BUILTINS[name])).getOptimizedCPUProcessor(
        OCIO.OPTIMIZATION_LOSSLESS
    ).applyRGB(theirs)
    space = SPACES[name].space
    ours = TRANSFERS[space.transfer].decode(codes) @ rgb_to_rgb(space.primaries, "aces-ap0").T
    assert_allclose(ours, theirs, rtol=2e-4, atol=2e-5)


def test_other_exposure_indices_put_grey_at_the_same_code() -> None:
    codes = [float(_encode(f"arri-logc3{index}", 0.18)[0]) for index in ("", "-ei400", "-ei1600")]
    assert_allclose(np.array(codes) * 1023, 400, atol=0.02)


def test_camera_bt709_and_display_bt1886_are_two_curves() -> None:
    assert encode_bt709_camera(np.array(0.18)) == pytest.approx(0.40900773, abs=1e-8)
    assert decode_bt1886(np.array(0.5)) == pytest.approx(0.189465, abs=1e-6)


def test_bt2020s_exact_camera_curve_is_undone() -> None:
    light = np.linspace(0, 1, 1001)
    assert_allclose(decode_bt2020_camera(encode_bt2020_camera(light)), light, atol=1e-12)


def test_bt1886_with_a_black_of_a_hundredth() -> None:
    shown = bt1886_light_nits(np.array([0, 0.1, 0.5, 0.9, 1]), 100, 0.01)
    assert_allclose(shown, [0.01, 0.609147, 19.9409, 78.1042, 100], rtol=1e-5)


def test_srgb() -> None:
    assert TRANSFERS["iec61966-2-1"].decode(np.array(0.5)) == pytest.approx(0.21404114, abs=1e-8)
    assert_allclose(_encode("iec61966-2-1", 0.18, 0.0031308), [0.46135613, 0.04044994], atol=1e-8)


@pytest.mark.parametrize(("nits", "code"), PQ)
def test_pq(nits: float, code: float) -> None:
    assert float(encode_pq_nits(np.array(nits))) == pytest.approx(code, abs=6e-7)
    assert float(decode_pq_nits(np.array(code))) == pytest.approx(nits, rel=4e-4)


def test_hlg_codes_scene_light() -> None:
    scene = np.array([0.18, 0.26, 0.5, 1 / 12, 1])
    assert_allclose(hlg_oetf(scene), [0.672358, 0.746283, 0.871643, 0.5, 1], atol=1e-6)
    assert_allclose(hlg_oetf_inverse(np.array([0.5, 0.75])), [0.083333, 0.26496], atol=1e-5)


def test_hlg_greys_on_the_reference_display() -> None:
    greys = hlg_oetf_inverse(np.repeat([[0.25], [0.38], [0.5], [0.75], [1]], 3, axis=1))
    assert_allclose(hlg_ootf_nits(greys)[:, 0], [9.605, 26.24, 50.70, 203.15, 1000], rtol=2e-4)


def test_hlgs_system_gamma_follows_the_peak() -> None:
    gammas = [system_gamma(peak) for peak in (400, 600, 1000, 2000, 4000)]
    assert_allclose(gammas, [1.03287, 1.10682, 1.2, 1.32643, 1.45287], atol=2e-5)


def test_dci_codes() -> None:
    xyz = np.array([[42.940, 48, 45.812], [52.37, 24, 14], [10, 4.8, 1], [0.024, 0.01, 0]])
    codes = [[3794, 3960, 3890], [4095, 3033, 2465], [2166, 1633, 893], [213, 152, 0]]
    assert np.array_equal(np.round(encode_dci_nits(xyz) * 4095), codes)


def test_aces_logarithms() -> None:
    assert_allclose(_encode("acescc", 0, 0.18), [-0.358447, 0.413588], atol=1e-6)
    assert float(_encode("acescct", 0.18)[0]) == pytest.approx(0.413588, abs=1e-6)
    assert float(_encode("acesproxy", 2.0**-2.5)[0]) * 1023 == pytest.approx(425)


@pytest.mark.parametrize("name", [name for name, transfer in TRANSFERS.items() if transfer.kind is not Kind.SCENE])
def test_display_curves_are_undone(name: str) -> None:
    codes = np.random.default_rng(1).random((500, 3))
    assert_allclose(TRANSFERS[name].encode(TRANSFERS[name].decode(codes)), codes, atol=1e-6)
