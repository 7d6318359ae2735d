"""What is known of a network's neurons along a path, kept up to date neuron by neuron, and undone on the way back."""

from collections.abc import Iterator
from typing import Any

from exactrelu.affine import Form
from exactrelu.certificate.symbolic import UNKNOWN, Pre, Sparse, Value, relu_value, unit_value

__all__ = ["State", "Survey", "Trail"]


class Trail:
    """The changes since the root, so that they can be undone."""

    def __init__(self) -> None:
        self.changes: list[tuple[Any, Any, Any]] = []

    def set(self, container: Any, key: Any, new: Any) -> None:
        """container[key] = new."""
        self.changes.append((container, key, container[key]))
        container[key] = new

    def undo(self, length: int) -> None:
        """Undoes all but the first changes."""
        while len(self.changes) > length:
            container, key, old = self.changes.pop()
            container[key] = old


class State:
    """One network on a path.

    final[l][k] is the value of a neuron once it cannot change any more below; pre[l][k] is its pre-activation once that
    cannot; now[l][k] is its final value, or what was found of it last, which may have become sharper since.
    open[0] is the mask of the regular neurons whose pre-activation is final and whose value is not.
    """

    def __init__(self, net: Sparse, trail: Trail) -> None:
        self.net = net
        self.trail = trail
        self.inputs = [unit_value(net.length, i) for i in range(net.length - 1)]
        shape = [len(layer) for layer in net.layers]
        self.status: list[list[str | None]] = [[None] * width for width in shape]
        self.final: list[list[Value | None]] = [[None] * width for width in shape]
        self.pre: list[list[Pre | None]] = [[None] * width for width in shape]
        self.now: list[list[Value]] = [[UNKNOWN] * width for width in shape]
        self.pending = [[0] * shape[0]]
        self.pending += [[len(neuron[2]) + len(neuron[3]) for neuron in layer] for layer in net.layers[1:]]
        self.open = [0]

    def start(self) -> None:
        """Looks at all neurons, layer by layer."""
        for layer, neurons in enumerate(self.net.layers):
            for k in range(len(neurons)):
                if self.final[layer][k] is None and self.pre[layer][k] is None:
                    self._look(layer, k, [])
                    self._settle([])

    def below(self, layer: int) -> list[Value]:
        """What is known of the values that a layer takes."""
        return self.now[layer - 1] if layer else self.inputs

    def state(self, layer: int, k: int, status: str) -> None:
        """Gives a neuron its status and follows the consequences."""
        self.trail.set(self.status[layer], k, status)
        pre = self.pre[layer][k]
        if pre is not None or status in {"0", "x"}:
            value = relu_value(pre or Pre(None, {}), status)
            queue: list[tuple[int, int]] = []
            self._finish(layer, k, value, queue)
            self._settle(queue)

    def infinite_targets(self, layer: int, k: int) -> Iterator[int]:
        """The neurons of the next layer, not yet final, to which an infinite weight leads."""
        above = self.final[layer + 1]
        return (t for t, is_infinite in self.net.targets[layer][k] if is_infinite and above[t] is None)

    def _finish(self, layer: int, k: int, value: Value, queue: list[tuple[int, int]]) -> None:
        net, put = self.net, self.trail.set
        put(self.final[layer], k, value)
        put(self.now[layer], k, value)
        bit = net.bits[layer][k]
        if bit is not None and self.open[0] >> bit & 1:
            put(self.open, 0, self.open[0] & ~(1 << bit))
        for t, is_infinite in net.targets[layer][k]:
            left = self.pending[layer + 1][t] - 1
            put(self.pending[layer + 1], t, left)
            if not left or (is_infinite and value.positive):
                queue.append((layer + 1, t))

    def _settle(self, queue: list[tuple[int, int]]) -> None:
        while queue:
            layer, k = queue.pop()
            if self.final[layer][k] is None and self.pre[layer][k] is None:
                self._look(layer, k, queue)

    def _look(self, layer: int, k: int, queue: list[tuple[int, int]]) -> None:
        """What the values below say of a neuron now."""
        net, put = self.net, self.trail.set
        pre = net.pre(layer, k, self.below(layer))
        value = self.value(layer, k, pre)
        if self.pending[layer][k] and not pre.infinite:
            put(self.now[layer], k, value)
            return
        is_open = net.layers[layer][k][0] and value.form is not None and (value.atoms or not value.positive)
        if is_open and self.status[layer][k] is None:
            put(self.pre[layer], k, pre)
            put(self.now[layer], k, value)
            bit = net.bits[layer][k]
            if bit is not None:
                put(self.open, 0, self.open[0] | 1 << bit)
        elif pre.is_finite or pre.infinite:
            self._finish(layer, k, value, queue)

    def value(self, layer: int, k: int, pre: Pre) -> Value:
        """The value of a neuron with that pre-activation, by its activation and status."""
        if self.net.layers[layer][k][0]:
            return relu_value(pre, self.status[layer][k])
        if pre.infinite:
            return Value(infinite=pre.infinite, may=pre.may, beyond=pre.beyond)
        if pre.is_finite:
            return Value(pre.form, pre.atoms, beyond=pre.beyond)
        return Value(may=pre.may, beyond=pre.beyond)


class Survey:
    """The pre-activations and values of all neurons that are not final, as they are now."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.values: list[list[Value]] = []
        self.pres: list[dict[int, Pre]] = []

    def look(self, layer: int, k: int) -> Pre:
        """The pre-activation of a neuron that is not final; the layers below must have been surveyed."""
        state = self.state
        pre = state.pre[layer][k]
        if pre is None:
            pre = state.net.pre(layer, k, self.values[layer - 1] if layer else state.inputs)
        self.pres[layer][k] = pre
        return pre

    def blocker(self, layer: int, k: int) -> Form | None:
        """A form on whose sign the value of the neuron depends, and which is not decided; None when there is none."""
        state = self.state
        pre = self.pres[layer].get(k)
        if pre is None:
            value = state.final[layer][k]
            return value.form if value is not None and value.form and not value.positive else None
        for j in (*pre.unknown, *pre.gates):
            if not self.values[layer - 1][j].positive:
                form = self.blocker(layer - 1, j)
                if form is not None:
                    return form
        if pre.atoms:
            return min(pre.atoms)
        form = pre.affine
        return form if state.net.layers[layer][k][0] and form and any(form[:-1]) else None
