// The six steps.  Each function fills its panel anew from the state.

const PANELS = {};

PANELS.deep = () => {
  const parts = [h("h2", {}, "1. The deep network"),
    h("p", {}, `${LESSON.widths.join("-")}: ${HIDDEN} hidden layer${HIDDEN === 1 ? "" : "s"}. Each layer computes z = W·a + b and then a = relu(z) = max(z, 0), neuron by neuron. The sign of z decides: + active, − inactive, 0 on the neuron's zero set.`),
    diagram()];
  LESSON.deep.forEach((layer, l) => {
    const head = ["", ...Array.from({length: LESSON.widths[l]}, (_, i) => (l ? neuron("a", l - 1, i) : LESSON.names[i])), "bias b"];
    const rows = layer.dense.map((weights, k) => row([
      l === HIDDEN ? outputName(k) : neuron("z", l, k), ...weights.map((w) => num(w)), num(layer.bias[k]),
    ]));
    const identity = layer.relu.map((word, k) => (word ? "" : k + 1)).filter(String);
    const note = l < HIDDEN && identity.length ? ` Neurons ${identity.join(", ")} have no ReLU: a = z.` : "";
    parts.push(table(`${l === HIDDEN ? "Output layer" : `Hidden layer ${l + 1}`}: weights and biases.${note}`, head, rows, {class: "numbers"}));
  });
  return parts;
};

const MOST_DRAWN = 60;

function diagram() {
  const {widths} = LESSON;
  if (widths.reduce((a, b) => a + b, 0) > MOST_DRAWN || Math.max(...widths) > 14) return null;
  const height = Math.max(...widths) * 34 + 30, gap = 640 / (widths.length - 1 || 1);
  const place = (l, k) => [40 + l * gap * 0.88, 16 + ((k + 0.5) * (height - 30)) / widths[l]];
  const drawing = svg("svg", {viewBox: `0 0 660 ${height}`, class: "diagram", role: "img", "aria-label": "The network as a graph, with the sign of every neuron at the point"});
  LESSON.deep.forEach((layer, l) => layer.rows.forEach((entries, k) => {
    for (const [i, w] of entries) {
      const [x1, y1] = place(l, i), [x2, y2] = place(l + 1, k);
      const live = sign(l ? state.deep[l - 1].a[i] : state.point[i]) !== 0;
      drawing.append(svg("line", {x1, y1, x2, y2, stroke: sign(w) > 0 ? "#0072B2" : "#C44E00", "stroke-width": live ? 1.8 : 0.8, "stroke-opacity": live ? 0.9 : 0.3, "stroke-dasharray": sign(w) > 0 ? "" : "5 3"}));
    }
  }));
  widths.forEach((width, l) => {
    for (let k = 0; k < width; k++) {
      const [cx, cy] = place(l, k);
      const hidden = l > 0 && l <= HIDDEN;
      const z = hidden ? sign(state.deep[l - 1].z[k]) : 1;
      const on = hidden && LESSON.deep[l - 1].relu[k];
      drawing.append(svg("circle", {cx, cy, r: 11, fill: !on ? "#fff" : z > 0 ? "#084c86" : z < 0 ? "#fff" : "#ffd24d", stroke: "#222", "stroke-width": 1.5}));
      const text = on ? "−0+"[z + 1] : l ? (l > HIDDEN ? outputName(k) : "id") : LESSON.names[k];
      drawing.append(svg("text", {x: cx, y: cy + 4, "text-anchor": "middle", fill: on && z > 0 ? "#fff" : "#111"}, text));
    }
  });
  return h("figure", {style: "margin:0.3rem 0"}, drawing, h("figcaption", {class: "help"}, "Signs at the chosen point. Solid blue: positive weights; dashed orange: negative; faint: the input is 0."));
}

PANELS.bending = () => {
  const zero = N === 2 ? "zero set" : "zeros";
  const slider = h("input", {type: "range", id: "depth", min: 0, max: HIDDEN, step: 1, value: state.depth, "aria-valuetext": `hidden layers 1 to ${state.depth}`, oninput: (event) => change({depth: Number(event.target.value)})});
  const options = [h("option", {value: ""}, "none")];
  LESSON.deep.slice(0, HIDDEN).forEach((layer, l) => layer.relu.forEach((word, k) => word && options.push(
    h("option", {value: `${l},${k}`, selected: state.neuron && state.neuron[0] === l && state.neuron[1] === k}, `neuron ${k + 1} of hidden layer ${l + 1}`))));
  const select = h("select", {id: "neuron", onchange: (event) => change({neuron: event.target.value ? event.target.value.split(",").map(Number) : null})}, options);
  const count = (l) => LESSON.segments.filter(({neurons}) => neurons.some(([layer]) => layer === l)).length;
  const rows = Array.from({length: HIDDEN}, (_, l) => {
    const {colour, dash, name} = layerStyle(l);
    const sample = svg("svg", {width: 60, height: 12, "aria-hidden": "true"}, svg("line", {x1: 0, x2: 60, y1: 6, y2: 6, stroke: colour, "stroke-width": 2.6, "stroke-dasharray": dash}));
    return row([`hidden layer ${l + 1}`, h("span", {}, sample, " ", name), String(LESSON.deep[l].relu.filter(Boolean).length), `${count(l)} ${N === 2 ? "straight pieces" : "points"} in the window`]);
  });
  return [h("h2", {}, N === 2 ? "2. The hyperplanes bend, layer by layer" : "2. The breakpoints, layer by layer"),
    h("p", {}, N === 2
      ? "A neuron of hidden layer 1 is 0 on a straight line. A deeper neuron is an affine function of x only as long as no neuron before it changes its sign: its zero set is straight inside the regions of the layers before, and bends where it crosses their lines."
      : "A neuron of hidden layer 1 is 0 at one point. A deeper neuron is an affine function of x only between the zeros of the layers before, so it may vanish many times: that is how depth multiplies the pieces."),
    h("p", {class: "row"}, h("label", {for: "depth"}, "Show hidden layers up to"), slider, h("output", {for: "depth", id: "depth-value"}, String(state.depth))),
    h("p", {class: "row"}, h("label", {for: "neuron"}, `Mark the ${zero} of`), select),
    table("How the layers are drawn", ["layer", "line", "ReLU neurons", zero], rows),
    state.neuron && markedNeuron()];
};

function markedNeuron() {
  const [l, k] = state.neuron;
  const face = state.face;
  const z = state.deep[l].z[k];
  const part = face ? ` on the face ${faceName(face)}` : "";
  return h("p", {}, "At the chosen point ", neuron("z", l, k), " = ", num(z, {decimal: true}), `, sign ${"−0+"[sign(z) + 1]}${part}.`);
}

PANELS.faces = () => {
  const kinds = [...new Set(LESSON.faces.map(({dimension}) => dimension))].sort((a, b) => b - a);
  const shown = LESSON.faces.filter((face) => state.dimension === "all" || (state.dimension === "here" ? state.around.includes(face) : face.dimension === Number(state.dimension)));
  const page = Math.min(state.pages.faces || 0, Math.max(0, Math.ceil(shown.length / PAGE) - 1));
  const plural = {cell: "cells", edge: "edges", vertex: "vertices", breakpoint: "breakpoints"};
  const counts = kinds.map((d) => [d, LESSON.faces.filter((face) => face.dimension === d).length]);
  const rows = shown.slice(page * PAGE, page * PAGE + PAGE).map((face) => row([
    h("button", {type: "button", "data-face": face.index, onclick: () => change({point: face.point}), "aria-label": `Go to the point of ${faceName(face)}`}, faceName(face)),
    signWords(face.signs), `${face.dimension} (${dimensionName(face.dimension)})`,
    h("span", {class: "sum"}, sidesText(face)), h("span", {class: "sum"}, mapText(face, LESSON.names)),
  ], {"aria-current": face === state.face ? "true" : null}));
  return [h("h2", {}, "3. The faces: all sign vectors that occur"),
    h("p", {}, "A face is the set of all points with one sign vector (one word of +, − and 0 per hidden layer). Faces partition the input space; those of full dimension are the cells. On the closure of a face the network equals the affine map g of that face."),
    h("p", {}, `There are ${counts.map(([d, count]) => `${count} ${count === 1 ? dimensionName(d) : plural[dimensionName(d)]}`).join(", ")}. Alternating sum over all of them: `,
      h("span", {class: "n"}, `${kinds.map((d) => `${(N - d) % 2 ? "− " : d === N ? "" : "+ "}${counts.find(([e]) => e === d)[1]}`).join(" ")} = ${counts.reduce((total, [d, count]) => total + ((N - d) % 2 ? -count : count), 0)}`), "."),
    choice("Which faces", [["all", "all"], ...kinds.map((d) => [String(d), plural[dimensionName(d)]]), ["here", "closures that contain the point"]], state.dimension,
      (value) => change({dimension: value, pages: {...state.pages, faces: 0}})),
    pager(shown.length, page, "faces", (to) => change({pages: {...state.pages, faces: to}})),
    table("Faces; the marked one contains the point", ["face", "signs", "dimension", "closure", "map g"], rows, {id: "face-table"})];
};

function sidesText(face) {
  const {names} = LESSON;
  return [...face.equalities.map((form) => `${formText(form, names)} = 0`), ...face.inequalities.map((form) => `${formText(form, names)} ≥ 0`)].join(",  ") || "everything";
}

PANELS.arithmetic = () => {
  const {hidden} = state;
  const values = shallowValues(hidden);
  const found = LESSON.shallow[hidden];
  const total = outputs(values);
  const parts = [h("h2", {}, "5. The arithmetic at the point"), h("p", {}, "x = ", tuple(state.point, {decimal: true}))];
  const layers = [];
  LESSON.deep.forEach((layer, l) => {
    const before = l ? state.deep[l - 1].a : state.point;
    const rows = layer.rows.map((entries, k) => row([
      l === HIDDEN ? outputName(k) : neuron("z", l, k), sumText(entries, before, layer.bias[k]), num(state.deep[l].z[k], {decimal: true}),
      ...(l === HIDDEN ? [] : [layer.relu[k] ? "−0+"[sign(state.deep[l].z[k]) + 1] : "no ReLU", num(state.deep[l].a[k])]),
    ]));
    layers.push(table(l === HIDDEN ? "Output layer" : `Hidden layer ${l + 1}`, ["", "weighted sum", "z", ...(l === HIDDEN ? [] : ["sign", "a = relu(z)"])], rows, {"data-deep-layer": l}));
  });
  parts.push(fold("deep", "The deep network", layers), h("h3", {}, "The shallow network"), construction());
  found.layers.forEach((layer, l) => {
    if (l === found.layers.length - 1) return;
    parts.push(shallowLayer(found, values, l));
  });
  parts.push(h("h3", {}, "Output: the signed sum of the gates"));
  found.layers[found.layers.length - 1].rows.forEach((entries, k) => parts.push(outputLine(found, values, entries, k, total)));
  parts.push(...whyItWorks());
  return parts;
};

function construction() {
  return choice("Construction", [["2", "two hidden layers: closed faces with alternating signs"], ["3", "three hidden layers: half-open cells"]], state.hidden, (value) => change({hidden: value, layer: 0, pages: {...state.pages, rows: 0, gates: 0}, entry: null}));
}

const MOST_TERMS = 40;

// A weighted sum written out; terms with factor 0 stay, since 0·∞ = 0 is the point.
function sumText(entries, before, bias) {
  const terms = entries.slice(0, MOST_TERMS).map(([column, weight], i) => {
    const value = before[column];
    const minus = !weight.s && weight.n < 0n;
    const size = minus ? neg(weight) : weight;
    const text = `${weight.s ? (weight.s > 0 ? "∞" : "(−∞)") : brief(size)}·${sign(value) < 0 ? `(${brief(value)})` : brief(value)}`;
    return h("span", {class: weight.s ? "inf" : null, title: `${format(weight)} · ${format(value)}`}, i ? (minus ? " − " : " + ") : minus ? "−" : "", text);
  });
  if (entries.length > MOST_TERMS) terms.push(` + … (${entries.length - MOST_TERMS} more terms)`);
  if (bias.n || bias.s || !entries.length) terms.push(entries.length ? (sign(bias) < 0 ? ` − ${brief(neg(bias))}` : ` + ${brief(bias)}`) : brief(bias));
  return h("span", {class: "sum"}, terms);
}

function shallowLayer(found, values, l) {
  const layer = found.layers[l], roles = found.roles[l];
  const gates = l === found.layers.length - 2;
  const before = l ? values[l - 1].a : state.point;
  const {z, a} = values[l];
  let wanted = layer.rows.map((_, k) => k);
  if (gates) wanted = wanted.filter((k) => (state.gates === "open" ? !z[k].s : state.gates === "shut" ? z[k].s : true));
  const key = gates ? "gates" : `units${l}`;
  const page = Math.min(state.pages[key] || 0, Math.max(0, Math.ceil(wanted.length / PAGE) - 1));
  const rows = wanted.slice(page * PAGE, page * PAGE + PAGE).map((k) => row([
    shallowName(state.hidden, l, k), roleText(roles[k]), sumText(layer.rows[k], before, layer.bias[k]), num(z[k], {decimal: true}), num(a[k]),
  ]));
  const shut = z.filter((x) => x.s).length, open = layer.rows.length - shut;
  const title = `Hidden layer ${l + 1}: ${layer.rows.length} ${gates ? "gates" : "neurons"}`;
  const note = gates ? h("p", {}, `${shut} gate${shut === 1 ? " is" : "s are"} shut here: a positive violation times −∞ is −∞, and relu(−∞) = 0. ${open} ${open === 1 ? "is" : "are"} open: every penalty reads 0·(−∞) = 0.`) : null;
  const filter = gates ? choice("Which gates", [["open", "open"], ["shut", "shut (−∞)"], ["all", "all"]], state.gates, (value) => change({gates: value, pages: {...state.pages, gates: 0}})) : null;
  return fold(`layer-${l}`, title, note, filter, pager(wanted.length, page, gates ? "gates" : "neurons", (to) => change({pages: {...state.pages, [key]: to}})),
    table(gates ? "Gates" : "Neurons", ["", "role", "weighted sum", "value", "relu"], rows, {"data-shallow-layer": l}));
}

function outputLine(found, values, entries, k, total) {
  const a = values[values.length - 2].a, roles = found.roles[found.roles.length - 1];
  const live = entries.filter(([column]) => sign(a[column]) !== 0);
  const terms = live.slice(0, MOST_TERMS).flatMap(([column, weight]) => [sign(weight) > 0 ? " + " : " − ", num(a[column]), h("span", {class: "approx"}, ` [${shortRole(roles[column])}]`)]);
  if (live.length > MOST_TERMS) terms.push(" + …");
  return h("p", {class: "sum"}, outputName(k), " = ", terms.length ? terms : "0 (every gate is 0)", " = ", num(total[k], {decimal: true}), " ",
    equal(total[k], state.output[k]) ? h("span", {class: "good"}, "= N(x) ✓") : h("span", {class: "bad"}, "≠ N(x)"));
}

function whyItWorks() {
  const value = state.output;
  if (state.hidden === "3") {
    return [h("h3", {}, "Why it works"), h("p", {}, "Of every two opposite sides each cell is given exactly one: h > 0 or h ≤ 0. So the half-open cells partition the input space, and exactly one of them contains x; only its gates are open.")];
  }
  const rows = [];
  let total = 0;
  for (let d = N; d >= 0; d--) {
    const mine = state.around.filter((face) => face.dimension === d);
    if (!mine.length) continue;
    const one = (N - d) % 2 ? -1 : 1;
    total += one * mine.length;
    const names = mine.slice(0, 24).map(faceName).join(", ") + (mine.length > 24 ? ", …" : "");
    rows.push(row([dimensionName(d), String(mine.length), one > 0 ? "+1" : "−1", names]));
  }
  return [h("h3", {}, "Why it works"),
    h("p", {}, "N(x) = Σ over all faces F of (−1)^(n − dim F) · [x in closure(F)] · g", h("sub", {}, "F"), "(x). Every closed face around x gives the same value g(x) = N(x) = ", tuple(value), ", so only the signs matter, and they sum to 1:"),
    table("Closed faces that contain x", ["kind", "how many", "sign", "faces"], rows, {id: "star"}),
    h("p", {class: "formula", id: "euler"}, `signed count = ${total}`)];
}
