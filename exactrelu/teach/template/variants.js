// Step 6: what the naive variants say at the point.

PANELS.variants = () => {
  const found = variants();
  const rows = found.map(({name, key, value, text}) => {
    const right = value && value.every((y, k) => !y.nan && equal(y, state.output[k]));
    const verdict = right ? h("span", {class: "good"}, "✓ equals N(x)") : h("span", {class: "bad"}, "✗ wrong");
    const error = right || value.some((y) => y.nan) ? "" : [" error ", list(value.map((y, k) => num(sub(y, state.output[k]), {decimal: true})))];
    return row([name, h("span", {}, list(value.map((y) => (y.nan ? h("span", {class: "bad"}, "NaN") : num(y, {decimal: true}))))), h("span", {}, verdict, error), text], {"data-variant": key});
  });
  const exponent = h("input", {type: "range", id: "exponent", min: 0, max: 12, step: 1, value: Math.max(0, Math.round(Math.log10(toNumber(state.m)))), "aria-label": "Power of ten for M", oninput: (event) => change({m: ratio(10n ** BigInt(event.target.value))})});
  const entry = h("input", {type: "text", id: "large", value: format(state.m), "aria-label": "M as an exact positive number", onchange: (event) => {
    const m = parse(event.target.value.trim());
    if (m && !m.s && sign(m) > 0) change({m});
    else event.target.value = format(state.m);
  }});
  return [h("h2", {}, "6. What the naive variants say here"),
    h("p", {}, "N(x) = ", tuple(state.output, {decimal: true}), ". The construction is exact because of three decisions: lower-dimensional faces enter with signs (or cells are half-open), zero signs are kept, and ∞ is ∞. Take one away:"),
    h("p", {class: "row"}, h("label", {for: "large"}, "M in place of ∞:"), entry, exponent),
    table("Values at the chosen point", ["variant", "value", "verdict", "why"], rows, {id: "variants"}),
    h("h3", {}, "Where they fail"),
    h("ul", {}, LESSON.stations.filter(({name}) => name.includes("fail")).map((stop) => h("li", {}, `${stop.text}: `, stop.point
      ? h("button", {type: "button", onclick: () => change({point: stop.point})}, "go to ", tuple(stop.point))
      : `at none of the prepared points of this network${stop.name.startsWith("patterns") ? " (degenerate networks have such points)" : ""}.`))),
    h("p", {class: "help"}, `A large M leaks only right beside a boundary: these points lie ${signed("1/(2M)")} beside one, for M = ${LESSON.largeNumber}. With a larger M the failing points move closer, but with three hidden layers the error there does not shrink, unless N is 0 on that boundary.`)];
};

function variants() {
  const count = state.cells.length;
  const {two, three} = {two: LESSON.shallow["2"].layers, three: LESSON.shallow["3"].layers};
  const floats = evaluateFloats(denseLayers(), state.point);
  const wrap = (y) => (Number.isNaN(y) ? {nan: true} : null);
  const inFloats = floats.some(Number.isNaN) ? floats.map((y, k) => wrap(y) || state.output[k]) : state.output;
  return [
    {key: "exact-2", name: "two hidden layers, exact", value: outputs(shallowValues("2")), text: "all closed faces, alternating signs, true ∞"},
    {key: "exact-3", name: "three hidden layers, exact", value: outputs(shallowValues("3")), text: "half-open cells, true ∞"},
    {key: "closed", name: "closed cells only", value: closedCellsOnly(state.cells, state.output.length),
      text: count === 1 ? "x lies in one closed cell, so its value is counted once" : `x lies in ${count} closed cells, so N(x) is counted ${count} times`},
    {key: "literal", name: "literal patterns, active where z > 0", value: literalPatterns(state.cells, state.signs, state.output, false), text: patternText(false)},
    {key: "literal-zero", name: "literal patterns, active where z ≥ 0", value: literalPatterns(state.cells, state.signs, state.output, true), text: patternText(true)},
    {key: "large-2", name: "M for ∞, two hidden layers", value: withLargeNumber(two, state.point, state.m), text: "penalties M·violation: too weak right beside a boundary"},
    {key: "large-3", name: "M for ∞, three hidden layers", value: withLargeNumber(three, state.point, state.m), text: "selectors 1 − M·h: neither 0 nor 1 where 0 < h < 1/M"},
    {key: "floats", name: "floating-point matrices with Infinity", value: inFloats, text: floats.some(Number.isNaN) ? "IEEE 754 computes 0·∞ = NaN, and NaN spreads to the output" : "no product 0·∞ was met here"},
  ];
}

function patternText(activeAtZero) {
  const words = state.signs.map((word) => word.replace(/[-0+]/g, (s) => (s === "+" || (activeAtZero && s === "0") ? "1" : "0"))).join("|");
  const mine = literalPatterns(state.cells, state.signs, [ONE], activeAtZero)[0].n;
  return mine ? `the pattern ${words} holds on an open set` : `the pattern ${words} holds on no open set: no gate was built for it, and the sum is 0`;
}

// The two-hidden-layer network as plain matrices, with the zeros that a tensor stores.
let dense = null;
const MOST_DENSE = 2000000;

function denseLayers() {
  if (dense) return dense;
  const {layers, widths} = LESSON.shallow["2"];
  dense = layers.map((layer, l) => {
    // 0 * finite is 0, so stored zeros change nothing unless infinite values pass by, and the gates are finite or 0.
    if (layer.rows.length * widths[l] > MOST_DENSE) return layer;
    return {...layer, rows: layer.rows.map((entries) => {
      const weights = new Map(entries);
      return Array.from({length: widths[l]}, (_, i) => [i, weights.get(i) || ZERO]);
    })};
  });
  return dense;
}
