"""Other numbers for sets and slices: exactly undone, and the bits behind them are where they were."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posthouse.errors import DeliveryError
from posthouse.media.splice.bits import BitReader, closed_payload, escaped, golomb_text, unescaped, without_trailing
from posthouse.media.splice.parameter_sets import ParameterSets
from posthouse.media.splice.renumber import Numbering, numberings, renumbered

NUMBERS = st.integers(0, 14)


@given(st.integers(0, 100_000))
def test_golomb_codes_read_back(number: int) -> None:
    assert BitReader(closed_payload(golomb_text(number))).golomb() == number


@pytest.mark.parametrize(("number", "code"), [(0, "1"), (1, "010"), (2, "011"), (3, "00100"), (8, "0001001")])
def test_golomb_codes_are_those_of_h264_table_9_2(number: int, code: str) -> None:
    assert golomb_text(number) == code


@given(st.binary(max_size=80).map(lambda payload: payload.replace(b"\xff", b"\0")))
def test_escaped_units_hold_no_start_code_and_read_back(payload: bytes) -> None:
    unit = escaped(payload + b"\x80")
    assert not any(code in unit for code in (b"\0\0\0", b"\0\0\1", b"\0\0\2"))
    assert unescaped(unit) == payload + b"\x80"


def _slice(number: int, rest: bytes) -> bytes:
    """Return an H.264 slice NAL unit behind its length: first_mb 0, slice_type 7, its set's number, then anything."""
    text = golomb_text(0) + golomb_text(7) + golomb_text(number)
    filled = text + "1" * (-len(text) % 8)
    head = int(filled, 2).to_bytes(len(filled) // 8, "big")
    unit = escaped(b"\x65" + head + rest + b"\x80")
    return len(unit).to_bytes(4, "big") + unit


@given(NUMBERS, st.lists(st.sampled_from([0, 0, 0, 1, 3, 200]), max_size=60).map(bytes))
def test_a_slice_under_another_number_is_one_byte_longer_and_undone_exactly(number: int, rest: bytes) -> None:
    new = (1 << (len(golomb_text(number)) // 2 + 4)) - 1
    numbering = Numbering(codec="h264", pictures={number: new})
    given_slice = _slice(number, rest)
    changed = renumbered(given_slice, numbering)
    assert len(unescaped(changed[4:])) == len(unescaped(given_slice[4:])) + 1
    assert unescaped(changed[4:]).endswith(rest + b"\x80")
    assert renumbered(changed, numbering.undone()) == given_slice


def _sets(sequence: int, picture: int) -> ParameterSets:
    pps = escaped(b"\x68" + closed_payload(golomb_text(picture) + golomb_text(sequence)))
    sps = escaped(b"\x67\x64\x00\x1f" + closed_payload(golomb_text(sequence) + "0101"))
    return ParameterSets(codec="h264", record=b"\1", units=(sps, pps))


def test_the_first_stream_keeps_its_numbers_and_the_others_get_free_ones() -> None:
    found = numberings([_sets(0, 0), _sets(0, 0), _sets(3, 1), _sets(0, 0)])
    assert [dict(each.pictures) for each in found] == [{}, {0: 15}, {}, {0: 16}]
    assert [dict(each.sequences) for each in found] == [{}, {0: 1}, {}, {0: 2}]


def test_too_many_streams_are_refused() -> None:
    with pytest.raises(DeliveryError, match="no numbers left"):
        numberings([_sets(0, 0)] * 18)


def test_units_that_cannot_be_rewritten_are_refused() -> None:
    with pytest.raises(ValueError, match="type 2"):
        renumbered(b"\0\0\0\2\x42\x80", Numbering(codec="h264", pictures={0: 15}))


def test_trailing_bits_are_taken_off() -> None:
    assert without_trailing("1011000") == "101"
