"""What the network says of one picture: a walk over its steps.

Problem: a runtime for networks is 30 MB and more, and finds other numbers on other machines.
Approach: the file's own list of steps is followed, each worked out in numpy in whole numbers (``integers``). What needs
no picture, as the weights, is made ready once. Against TensorFlow Lite's own run, of which each processor has another
that rounds its own way, numbers differ by a step of 8 bits here and there.
Source: M. Tan, R. Pang and Q. V. Le, "EfficientDet: scalable and efficient object detection", CVPR 2020.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import numpy as np

from posthouse.assistant.reframe.things import integers
from posthouse.assistant.reframe.things.integers import Output, Weights
from posthouse.assistant.reframe.things.model import Verb, model

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from posthouse.assistant.reframe.things.model import Model, Step, Tensor

    Planes = NDArray[np.float32]

_BITS = 256
_RELU, _RELU6 = 1, 3
_STRIDE_DOWN, _MIX_LIMIT, _LOOK_LIMIT = 2, 3, 4
"""Fields of a step's choices: its stride, and where its limit is written."""
_POOL_DOWN, _POOL_WIDE, _POOL_HIGH = 2, 3, 4


def answers_of(picture: NDArray[np.uint8]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return (place, kind) how sure the network is of each kind, and (place, 4) the boxes, as the network writes them.

    Args:
        picture: (320, 320, channel) red, green, blue.
    """
    network = model()
    assert network is not None, "asked only where the network is there"
    planes = {network.input: picture.astype(np.float32) - network.tensors[network.input].zero}
    for step in network.steps:
        planes[step.output] = _done(network, step, planes)
    sure, boxes = (planes[each] for each in sorted(network.outputs, key=lambda each: -network.tensors[each].shape[-1]))
    return sure, boxes


def _done(network: Model, step: Step, planes: Mapping[int, Planes]) -> Planes:
    """Return what a step makes."""
    first = planes[step.inputs[0]]
    match step.verb:
        case Verb.CONV_2D | Verb.DEPTHWISE_CONV_2D | Verb.ADD:
            return _summed(network, step, planes)
        case Verb.MAX_POOL_2D | Verb.RESIZE_NEAREST_NEIGHBOR | Verb.RESHAPE | Verb.CONCATENATION:
            return _moved(network, step, planes)
        case Verb.LOGISTIC:
            return _chances(first, network.tensors[step.inputs[0]], network.tensors[step.output])
        case Verb.DEQUANTIZE:
            return first * np.float32(network.tensors[step.inputs[0]].scale[0])
        case Verb.QUANTIZE:
            return first


def _summed(network: Model, step: Step, planes: Mapping[int, Planes]) -> Planes:
    """Return the sums that a step makes, in its output's 8 bits."""
    target, first = network.tensors[step.output], planes[step.inputs[0]]
    if step.verb is Verb.ADD:
        one, other = (float(network.tensors[each].scale[0]) for each in step.inputs)
        return integers.added(first, planes[step.inputs[1]], (one, other), _output(target, step, 0))
    if step.verb is Verb.CONV_2D:
        return integers.mixed(first, _weights(step.output), _output(target, step, _MIX_LIMIT))
    return integers.looked_over(first, _weights(step.output), _output(target, step, _LOOK_LIMIT))


def _moved(network: Model, step: Step, planes: Mapping[int, Planes]) -> Planes:
    """Return what a step chooses or puts in another order; the numbers stay as they are."""
    first, shape = planes[step.inputs[0]], network.tensors[step.output].shape
    if step.verb is Verb.MAX_POOL_2D:
        return integers.largest(
            first, (_choice(step, _POOL_HIGH), _choice(step, _POOL_WIDE)), _choice(step, _POOL_DOWN)
        )
    if step.verb is Verb.RESIZE_NEAREST_NEIGHBOR:
        return integers.repeated(first, (shape[1], shape[2]))
    if step.verb is Verb.RESHAPE:
        return first.reshape(shape[1:])
    return np.concatenate([planes[each] for each in step.inputs])


def _chances(planes: Planes, source: Tensor, target: Tensor) -> Planes:
    """Return the chance, in the output's 8 bits, that each number stands for."""
    every = 1 / (1 + np.exp(-np.arange(-_BITS, _BITS) * source.scale[0]))
    table = np.rint(every / target.scale[0]).clip(0, _BITS - 1).astype(np.float32)
    return np.asarray(table[planes.astype(np.intp) + _BITS], np.float32)


def _choice(step: Step, field: int) -> int:
    assert step.choices is not None
    return step.choices.number(field)


def _output(target: Tensor, step: Step, limit_field: int) -> Output:
    """Return what a step's numbers are brought to: what 8 bits hold, and what its limit leaves."""
    scale = float(target.scale[0])
    assert step.choices is not None
    limit = step.choices.number(limit_field, "<b")
    low, high = -128 - target.zero, 127 - target.zero
    if limit in {_RELU, _RELU6}:
        low = max(low, 0)
    if limit == _RELU6:
        high = min(high, round(6 / scale))
    return Output(scale=scale, low=low, high=high)


@functools.cache
def _weights(output: int) -> Weights:
    """Return the weights of the step that makes an output."""
    network = model()
    assert network is not None
    step = next(each for each in network.steps if each.output == output)
    source, table, offset = (network.tensors[each] for each in step.inputs)
    assert table.numbers is not None
    assert offset.numbers is not None
    numbers = table.numbers.astype(np.float32)
    worth = float(source.scale[0]) * table.scale / float(network.tensors[output].scale[0])
    return Weights(
        table=numbers[0] if step.verb is Verb.DEPTHWISE_CONV_2D else numbers,
        offset=offset.numbers.astype(np.float32),
        factor=worth.astype(np.float32),
        stride=_choice(step, _STRIDE_DOWN),
    )
