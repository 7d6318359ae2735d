// The lesson: its data as numbers, and all that follows from the chosen point.

const RAW = JSON.parse($("lesson").textContent);
const INDEX = {0: "₀", 1: "₁", 2: "₂", 3: "₃", 4: "₄", 5: "₅", 6: "₆", 7: "₇", 8: "₈", 9: "₉"};
const down = (number) => [...String(number)].map((digit) => INDEX[digit]).join("");

const forms = (rows) => rows.map((form) => form.map(BigInt));
const numbers = (texts) => texts.map(parse);

function sparse({rows, bias, relu: words}) {
  return {
    rows: rows.map((text) => (text ? text.split(" ").map((entry) => {
      const colon = entry.indexOf(":");
      return [Number(entry.slice(0, colon)), parse(entry.slice(colon + 1))];
    }) : [])),
    bias: numbers(bias),
    relu: words,
  };
}

function readRole(entry) {
  const [kind] = entry;
  if (kind === "carrier") return {kind, sign: entry[1], input: entry[2]};
  if (kind === "gate") return {kind, sign: entry[1], face: entry[2], output: entry[3]};
  return {kind, form: entry[1].map(BigInt)};
}

const LESSON = {
  ...RAW,
  names: RAW.names.map((name) => name.replace(/\d+$/, down)),
  window: RAW.window.map(numbers),
  deep: RAW.deep.map(({weight, bias, relu: words}) => ({
    rows: weight.map((texts) => numbers(texts).map((w, i) => [i, w]).filter(([, w]) => w.n)),
    dense: weight.map(numbers),
    bias: numbers(bias),
    relu: words,
  })),
  faces: RAW.faces.map((face, index) => ({
    ...face,
    index,
    equalities: forms(face.equalities),
    inequalities: forms(face.inequalities),
    map: forms(face.map),
    denominator: BigInt(face.denominator),
    point: numbers(face.point),
    polygon: face.polygon && face.polygon.map(numbers),
  })),
  segments: RAW.segments.map(({ends, neurons}) => ({ends: ends.map(numbers), neurons})),
  graph: RAW.graph.map(({x, y}) => ({x: parse(x), y: numbers(y)})),
  shallow: Object.fromEntries(Object.entries(RAW.shallow).map(([hidden, found]) => [
    hidden, {...found, layers: found.layers.map(sparse), roles: found.roles.map((roles) => roles.map(readRole))},
  ])),
  stations: RAW.stations.map((stop) => ({...stop, point: stop.point && numbers(stop.point)})),
};

const N = LESSON.names.length;
const HIDDEN = LESSON.deep.length - 1;
const FACE_OF = new Map(LESSON.faces.map((face) => [face.signs.join("|"), face]));
const dimensionName = (dimension) =>
  dimension === N ? "cell" : dimension === 0 ? (N === 1 ? "breakpoint" : "vertex") : "edge";
const faceName = (face) => `F${face.index + 1}`;
const outputName = (k) => (LESSON.deep[HIDDEN].rows.length > 1 ? `y${down(k + 1)}` : "y");

const state = {
  point: LESSON.faces[0].point,
  tab: "deep",
  depth: HIDDEN,
  neuron: null,
  hidden: "2",
  layer: 0,
  gates: "open",
  dimension: "all",
  pages: {},
  entry: null,
  closed: new Set(),
  m: parse(LESSON.largeNumber),
  step: parse(LESSON.grid),
};

// All that the deep network and the faces say at the point.
function locate() {
  const {point} = state;
  state.deep = evaluate(LESSON.deep, point);
  state.output = outputs(state.deep);
  state.signs = LESSON.deep.slice(0, HIDDEN).map(({relu: words}, l) =>
    state.deep[l].z.map((z, k) => (words[k] ? "-0+"[sign(z) + 1] : "")).join(""));
  state.face = FACE_OF.get(state.signs.join("|"));
  const vector = homogeneous(point);
  state.around = LESSON.faces.filter((face) => closureHolds(face, vector));
  state.cells = state.around.filter((face) => face.dimension === N).map((face) => ({face, value: mapAt(face, vector)}));
  state.shallow = {};
}

function shallowValues(hidden) {
  state.shallow[hidden] ??= evaluate(LESSON.shallow[hidden].layers, state.point);
  return state.shallow[hidden];
}

// The shallow neurons' names: u in hidden layer 1, v in a middle layer, gates in the last hidden layer.
function shallowName(hidden, layer, k) {
  if (layer === Number(hidden) - 1) return h("span", {class: "n name"}, `gate ${k + 1}`);
  if (layer === Number(hidden)) return h("span", {class: "n"}, outputName(k));
  return neuron(layer === 0 ? "u" : "v", null, k);
}

function roleText(role) {
  const {names} = LESSON;
  if (role.kind === "carrier") return `carries the ${role.sign > 0 ? "positive" : "negative"} part of ${names[role.input]}`;
  if (role.kind === "hyperplane") return `is positive where ${formText(role.form, names)} > 0`;
  if (role.kind === "selector") return `is 1 where ${formText(role.form, names)} ≤ 0, else 0`;
  const face = LESSON.faces[role.face];
  return `relu(${role.sign > 0 ? "" : "−"}g) on the ${dimensionName(face.dimension)} ${faceName(face)}, for ${outputName(role.output)}`;
}

const shortRole = (role) =>
  role.kind === "carrier" ? `${LESSON.names[role.input]}${role.sign > 0 ? "⁺" : "⁻"}`
    : role.kind === "gate" ? `${faceName(LESSON.faces[role.face])}${role.sign > 0 ? "" : "⁻"}`
      : formText(role.form, LESSON.names);
