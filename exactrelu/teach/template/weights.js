// Step 4: the shallow network's matrices, entry by entry.

const WIDEST = 26;

PANELS.weights = () => {
  const {hidden, layer} = state;
  const found = LESSON.shallow[hidden];
  const last = found.layers.length - 1;
  const one = found.layers[layer];
  const width = found.widths[layer];
  const dense = width + 1 <= WIDEST;
  const page = Math.min(state.pages.rows || 0, Math.max(0, Math.ceil(one.rows.length / PAGE) - 1));
  const shown = one.rows.map((_, k) => k).slice(page * PAGE, page * PAGE + PAGE);
  const layers = found.layers.map((_, l) => [String(l), l === last ? `output layer (${found.widths[l + 1]} × ${found.widths[l]})` : `hidden layer ${l + 1} (${found.widths[l + 1]} × ${found.widths[l]})`]);
  const introduction = hidden === "2"
    ? "Hidden layer 1 computes relu(h) for every facet h of a face, and the two halves of each input. Hidden layer 2 has the gates: relu(±g − ∞·violations of the closed face). The output layer adds them with signs (−1)^(n − dim F)."
    : "Hidden layer 1 as before. Hidden layer 2 passes the halves of the inputs and the violations of closed sides on, and turns a strict side h > 0 into a selector relu(1 − ∞·relu(h)). Hidden layer 3 has one gate for every cell, output and sign; all output weights are +1 or −1 for that sign.";
  return [h("h2", {}, "4. The shallow network: a role for every weight"),
    h("p", {}, `Widths ${found.widths.join("-")}, ${found.infinite} weights are −∞. ${introduction}`),
    construction(),
    choice("Layer", layers, String(layer), (value) => change({layer: Number(value), pages: {...state.pages, rows: 0}, entry: null})),
    h("p", {class: "legend"}, swatch("slope", "finite weight"), swatch("penalty", "−∞: a penalty"), swatch("sign", "±1: output sign"), swatch("bias", "bias"), h("span", {}, "Choose an entry (arrow keys move):")),
    h("div", {class: "explain", id: "explain", "aria-live": "polite"}, state.entry ? describe(...state.entry) : "Choose an entry of the matrix to read what it is for."),
    pager(one.rows.length, page, "rows", (to) => change({pages: {...state.pages, rows: to}, entry: null})),
    (dense ? denseMatrix : sparseMatrix)(found, layer, shown)];
};

const swatch = (kind, text) => h("span", {class: "matrix"}, h("span", {class: `swatch ${kind}`}), text);

const columnName = (layer, column) => (layer ? shallowName(state.hidden, layer - 1, column) : LESSON.names[column]);

function entryKind(layer, last, weight, column) {
  if (column === null) return "bias";
  if (weight.s) return "penalty";
  return !weight.n ? "zero" : layer === last ? "sign" : "slope";
}

function entryButton(layer, k, column, weight, kind, text) {
  const chosen = state.entry && state.entry[1] === k && state.entry[2] === column;
  const pick = () => {
    state.entry = [layer, k, column];
    $("explain").replaceChildren(...describe(layer, k, column));
    for (const other of document.querySelectorAll("[data-entry]")) other.tabIndex = other.dataset.entry === `${k},${column}` ? 0 : -1;
  };
  return h("button", {type: "button", "data-entry": `${k},${column}`, tabindex: chosen ? 0 : -1, onclick: pick, onfocus: pick, class: kind, "data-exact": format(weight)}, text);
}

function denseMatrix(found, layer, shown) {
  const one = found.layers[layer], last = found.layers.length - 1;
  const columns = Array.from({length: found.widths[layer]}, (_, i) => i);
  const head = ["", ...columns.map((i) => h("span", {}, columnName(layer, i), layer ? h("br") : "", layer ? h("span", {class: "approx"}, shortRole(found.roles[layer - 1][i])) : "")), "bias"];
  const rows = shown.map((k) => {
    const weights = new Map(one.rows[k]);
    const cell = (column) => {
      const weight = column === null ? one.bias[k] : weights.get(column) || ZERO;
      const kind = entryKind(layer, last, weight, column);
      return h("td", {class: kind}, entryButton(layer, k, column, weight, "", brief(weight)));
    };
    const label = h("th", {scope: "row"}, shallowName(state.hidden, layer, k), layer < last ? h("span", {class: "approx"}, ` ${shortRole(found.roles[layer][k])}`) : "");
    return h("tr", {}, label, columns.map(cell), cell(null));
  });
  const matrix = table(`Weights of layer ${layer + 1}; columns are what the layer reads, with what they stand for`, head, rows, {class: "matrix", id: "matrix"});
  return navigable(matrix);
}

function sparseMatrix(found, layer, shown) {
  const one = found.layers[layer], last = found.layers.length - 1;
  const rows = shown.map((k) => {
    const chips = one.rows[k].slice(0, 400).map(([column, weight]) => {
      const kind = entryKind(layer, last, weight, column);
      return entryButton(layer, k, column, weight, `chip ${kind}`, [brief(weight), "·", columnName(layer, column)]);
    });
    if (one.rows[k].length > 400) chips.push(` … ${one.rows[k].length - 400} more entries`);
    const bias = sign(one.bias[k]) ? entryButton(layer, k, null, one.bias[k], "chip bias", brief(one.bias[k])) : "";
    return row([h("span", {}, shallowName(state.hidden, layer, k)), layer < last ? roleText(found.roles[layer][k]) : "", h("span", {}, chips, bias)]);
  });
  return navigable(table(`Weights of layer ${layer + 1}, entries that are not 0`, ["", "role", "entries"], rows, {class: "sparse", id: "matrix"}));
}

// One stop of the Tab key for the whole matrix; the arrow keys move inside.
function navigable(element) {
  const buttons = [...element.querySelectorAll("[data-entry]")];
  if (buttons.length && !buttons.some((button) => button.tabIndex === 0)) buttons[0].tabIndex = 0;
  element.addEventListener("keydown", (event) => {
    const moves = {ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0]};
    const move = moves[event.key];
    if (!move || !event.target.dataset.entry) return;
    event.preventDefault();
    const rows = [...element.querySelectorAll("tbody tr")].map((line) => [...line.querySelectorAll("[data-entry]")]);
    const r = rows.findIndex((line) => line.includes(event.target));
    const c = rows[r].indexOf(event.target);
    const line = rows[r + move[0]];
    const next = line && line[Math.min(Math.max(c + move[1], 0), line.length - 1)];
    if (next) next.focus();
  });
  return element;
}

// What an entry is for.
function describe(layer, k, column) {
  const found = LESSON.shallow[state.hidden], last = found.layers.length - 1, {names} = LESSON;
  const weight = column === null ? found.layers[layer].bias[k] : new Map(found.layers[layer].rows[k]).get(column) || ZERO;
  const what = column === null ? ["Bias of ", shallowName(state.hidden, layer, k)] : ["Weight of ", columnName(layer, column), " in ", shallowName(state.hidden, layer, k)];
  const role = layer < last ? found.roles[layer][k] : null;
  const source = layer && column !== null ? found.roles[layer - 1][column] : null;
  return [h("strong", {}, what, ": ", num(weight)), h("br"), meaning(layer, last, role, source, column, weight, names)];
}

function meaning(layer, last, role, source, column, weight, names) {
  if (layer === last) {
    if (column === null) return "The output layer has no bias: everything comes through the gates.";
    if (!weight.n) return "0: this gate belongs to another output.";
    const face = LESSON.faces[source.face];
    const gate = source.sign > 0 ? "" : ", times −1, since the gate carries the negative part of g";
    return state.hidden === "3"
      ? `${signed(format(weight))}: half-open cells need no signs; the gate carries the ${source.sign > 0 ? "positive" : "negative"} part of g on ${faceName(face)}.`
      : `(−1)^(n − dim F) = (−1)^(${N} − ${face.dimension}) for the face ${faceName(face)}${gate}. These signs make the closed faces around every point count once in all.`;
  }
  if (role.kind === "carrier") {
    if (!weight.n) return "0: a carrier looks at one coordinate only.";
    return layer ? `Passes the ${role.sign > 0 ? "positive" : "negative"} part of ${names[role.input]} on unchanged.` : `relu(${role.sign > 0 ? "" : "−"}${names[role.input]}): together, the two carriers bring ${names[role.input]} = relu(${names[role.input]}) − relu(−${names[role.input]}) past the ReLU.`;
  }
  if (role.kind === "hyperplane") {
    if (layer) return weight.n ? `Passes the violation relu(${formText(role.form, names)}) of a closed side on.` : "0: the copy looks at one neuron only.";
    return column === null ? `Constant term of h = ${formText(role.form, names)}.` : `Coefficient of ${names[column]} in h = ${formText(role.form, names)}. The neuron relu(h) measures by how much the side h ≤ 0 is violated.`;
  }
  if (role.kind === "selector") {
    if (column === null) return "1: what the selector is where its penalty is 0.";
    return weight.s ? `−∞: where h = ${formText(role.form, names)} > 0 the sum is −∞ and the selector relu(−∞) = 0; where h ≤ 0 it is relu(1 − ∞·0) = 1.` : "0: the selector looks at one hyperplane only.";
  }
  return gateMeaning(role, source, column, weight, names);
}

function gateMeaning(role, source, column, weight, names) {
  const face = LESSON.faces[role.face];
  const g = `${role.sign > 0 ? "" : "−"}g`;
  if (column === null) return `Constant term of ${g}, where g is ${mapText(face, names)} on ${faceName(face)}.`;
  if (weight.s) {
    const carried = source.kind === "carrier" ? ` This neuron carries an input as well; w + (−∞) = −∞, so the penalty wins.` : "";
    const side = source.kind === "selector" ? `the strict side ${formText(source.form, names)} > 0 is violated` : `${source.kind === "carrier" ? `${source.sign > 0 ? "" : "−"}${names[source.input]}` : formText(source.form, names)} > 0, which violates a side of ${state.hidden === "2" ? "the closed face" : "the cell"}`;
    return `−∞, a penalty: it shuts the gate of ${faceName(face)} (${signText(face.signs)}) where ${side}. Elsewhere it reads 0·(−∞) = 0.${carried}`;
  }
  if (!weight.n) return source.kind === "carrier" ? `0: ${g} does not depend on ${names[source.input]}.` : `0: this hyperplane bounds ${faceName(face)} on no side that needs a penalty.`;
  return `${source.sign > 0 ? "S" : "Minus the s"}lope of ${g} in ${names[source.input]}: on ${faceName(face)} g is ${mapText(face, names)}. The carriers of ${names[source.input]} have opposite weights, so that they add up to slope·${names[source.input]}.`;
}
