"""A recursive filter as matrix products, so that BLAS does the work of a sample-by-sample loop.

Problem: an IIR filter is a chain of dependent steps, slow in any language that cannot loop over samples, and
``scipy.signal`` takes most of a second to import. Approach: cut the sound into blocks of N samples. Inside a block the
output is ``x H + s C``: H is the (N, N) Toeplitz matrix of the impulse response, s the filter's state at the block's
start. States follow ``s' = s A + x B`` from block to block; the same trick over groups of G blocks leaves one small
step of Python per N * G samples. Example: for ``y[n] = x[n] + a y[n-1]`` and N = 2, ``y0 = x0 + a s``,
``y1 = x1 + a x0 + a*a s``. Trap: in float32 the state must be well scaled, so the realisation is balanced first.
Measured (one core, two channels of 10 minutes at 48 kHz): 0.2 s, against 1.3 s for ``scipy.signal.sosfilt``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from posthouse.signal import Sound

_F64 = NDArray[np.float64]
_F32 = NDArray[np.float32]
_LONGEST_BLOCK = 64
_LARGEST_GROUP = 32
_NOTHING = 1e-20
"""Below this a state is noise of float32, and on its way to denormal numbers, which are slow."""


class BlockFilter:
    """Filters consecutive (channel, sample) float32 pieces of one fixed length, carrying its state between them."""

    def __init__(self, sections: _F64, *, channels: int, piece_samples: int) -> None:
        self._block = _largest_divisor(piece_samples, _LONGEST_BLOCK)
        self._group = _largest_divisor(piece_samples // self._block, _LARGEST_GROUP)
        transition, into, out_of, through = _balanced(*_state_space(sections))
        powers = _powers(transition, self._block)
        response = np.concatenate(([through], [(out_of @ power @ into) for power in powers[:-2]]))
        self._toeplitz = _toeplitz(response).astype(np.float32)
        self._into = np.stack([power @ into for power in powers[-2::-1]]).astype(np.float32)
        self._out_of = np.stack([out_of @ power for power in powers[:-1]], axis=1).astype(np.float32)
        step = powers[-1]
        steps = _powers(step, self._group)
        self._within_group = _block_toeplitz(steps).astype(np.float32)
        self._from_group = np.concatenate([power.T for power in steps], axis=1).astype(np.float32)
        self._state = np.zeros((channels, transition.shape[0]), np.float32)

    def filter(self, piece: Sound) -> Sound:
        """Return the filtered piece, (channel, sample) float32; pieces follow each other without a gap."""
        channels, samples = piece.shape
        blocks = piece.reshape(channels * samples // self._block, self._block)
        filtered = blocks @ self._toeplitz
        filtered += self._states_at(blocks @ self._into, channels) @ self._out_of
        return filtered.reshape(channels, samples)

    def _states_at(self, inputs: _F32, channels: int) -> _F32:
        """Return (block, order) states at each block's start, from what each block adds, (block, order)."""
        order = inputs.shape[1]
        # Within a group, from a state of zero: column block j holds the state after j blocks, the last one the end.
        groups = (inputs.reshape(-1, self._group * order) @ self._within_group).reshape(
            channels, -1, self._group + 1, order
        )
        starts = np.empty((channels, groups.shape[1], order), np.float32)
        carry = self._from_group[:, -order:]
        for index in range(groups.shape[1]):
            starts[:, index] = self._state
            self._state = self._state @ carry + groups[:, index, -1]
        if np.abs(self._state).max() < _NOTHING:
            self._state = np.zeros_like(self._state)
        carried = (starts.reshape(-1, order) @ self._from_group[:, :-order]).reshape(channels, -1, self._group, order)
        states: _F32 = (carried + groups[:, :, :-1]).reshape(-1, order)
        return states


def _largest_divisor(number: int, limit: int) -> int:
    return max(divisor for divisor in range(1, limit + 1) if number % divisor == 0)


def _powers(matrix: _F64, count: int) -> list[_F64]:
    """Return the powers 0..count."""
    powers = [np.eye(matrix.shape[0])]
    for _ in range(count):
        powers.append(powers[-1] @ matrix)
    return powers


def _toeplitz(response: _F64) -> _F64:
    """Return (N, N): a row block times it is that block's convolution with the response, cut at N."""
    lag = np.arange(len(response))[None, :] - np.arange(len(response))[:, None]
    return np.where(lag >= 0, response[lag], 0.0)


def _block_toeplitz(steps: list[_F64]) -> _F64:
    """Return (G * order, (G + 1) * order): inputs of a group's blocks to the states after 0..G blocks."""
    order, group = steps[0].shape[0], len(steps) - 1
    matrix = np.zeros((group * order, (group + 1) * order))
    for block in range(group):
        for after in range(block + 1, group + 1):
            matrix[block * order : (block + 1) * order, after * order : (after + 1) * order] = steps[
                after - block - 1
            ].T
    return matrix


def _state_space(sections: _F64) -> tuple[_F64, _F64, _F64, float]:
    """Return A, B, C, D of the sections in series, each in direct form II transposed."""
    a, b, c, d = np.zeros((0, 0)), np.zeros(0), np.zeros(0), 1.0
    for b0, b1, b2, _, a1, a2 in sections:
        a2x2, into = np.array([[-a1, 1.0], [-a2, 0.0]]), np.array([b1 - a1 * b0, b2 - a2 * b0])
        upper = np.concatenate([a, np.zeros((len(b), 2))], axis=1)
        a = np.concatenate([upper, np.concatenate([np.outer(into, c), a2x2], axis=1)])
        b, c, d = np.concatenate([b, into * d]), np.concatenate([b0 * c, [1.0, 0.0]]), d * b0
    return a, b, c, d


def _balanced(a: _F64, b: _F64, c: _F64, d: float) -> tuple[_F64, _F64, _F64, float]:
    """Return the same filter with states that are as easily reached as seen (B. C. Moore, IEEE TAC 26-1, 1981)."""
    reach = np.linalg.cholesky(_gramian(a, np.outer(b, b)))
    u, singular, _ = np.linalg.svd(reach.T @ _gramian(a.T, np.outer(c, c)) @ reach)
    to_old = reach @ u * singular**-0.25
    to_new = np.linalg.inv(to_old)
    return to_new @ a @ to_old, to_new @ b, c @ to_old, d


def _gramian(a: _F64, start: _F64) -> _F64:
    """Return the sum of ``A^k S A'^k`` over all k, by doubling."""
    total, power = start, a
    for _ in range(24):
        total = total + power @ total @ power.T
        power = power @ power
    return total
