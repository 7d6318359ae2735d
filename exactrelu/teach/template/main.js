// The page: the point and its controls, the tabs, and what happens when something changes.

const TABS = [["deep", "1 Network"], ["bending", N === 2 ? "2 Bending" : "2 Breakpoints"], ["faces", "3 Faces"], ["weights", "4 Weights"], ["arithmetic", "5 Arithmetic"], ["variants", "6 Variants"]];
const picture = new Picture($("picture"), LESSON, chooseOnGrid);

function change(changes) {
  const moved = "point" in changes && !changes.point.every((x, i) => equal(x, state.point[i]));
  if (moved) state.pages.gates = 0;
  Object.assign(state, changes);
  update(moved);
}

function update(moved = true) {
  if (moved || !state.deep) locate();
  picture.draw(state);
  fillCoordinates();
  fillResult();
  const focused = remember(document.activeElement);
  const panel = $(`panel-${state.tab}`);
  panel.replaceChildren(...PANELS[state.tab]().filter(Boolean).flat(), nextButton());
  restore(focused, panel);
  if (state.face) $("face-select").value = String(state.face.index);
  for (const [name] of TABS) {
    $(`panel-${name}`).hidden = name !== state.tab;
    const tab = $(`tab-${name}`);
    tab.setAttribute("aria-selected", String(name === state.tab));
    tab.tabIndex = name === state.tab ? 0 : -1;
  }
  history.replaceState(null, "", `#${state.tab}@${state.point.map(format).join(",")}`);
}

// Panels are rebuilt, so the element that had the focus gets it back by what identifies it.
function remember(element) {
  if (!element || !element.closest("[role=tabpanel]")) return null;
  const {id, name, value, dataset} = element;
  const label = element.getAttribute("aria-label");
  return {id, name, value, entry: dataset.entry, face: dataset.face, label};
}

function restore(focused, panel) {
  if (!focused) return;
  const all = [...panel.querySelectorAll("button, input, select, summary")];
  const same = all.find((other) => (focused.id && other.id === focused.id) || (focused.entry && other.dataset.entry === focused.entry)
    || (focused.face && other.dataset.face === focused.face) || (focused.name && other.name === focused.name && other.value === focused.value)
    || (focused.label && other.getAttribute("aria-label") === focused.label));
  (same && !same.disabled ? same : panel).focus({preventScroll: true});
}

function nextButton() {
  const at = TABS.findIndex(([name]) => name === state.tab);
  if (at === TABS.length - 1) return "";
  return h("p", {class: "next"}, h("button", {type: "button", class: "go", onclick: () => openTab(TABS[at + 1][0])}, `Next: ${TABS[at + 1][1].slice(2)} ▶`));
}

function openTab(name) {
  change({tab: name});
  $(`tab-${name}`).focus();
  window.scrollTo({top: 0});
}

function makeTabs() {
  $("tabs").append(...TABS.map(([name, text]) => h("button", {type: "button", role: "tab", id: `tab-${name}`, "aria-controls": `panel-${name}`, onclick: () => openTab(name)}, text)));
  $("tabs").addEventListener("keydown", (event) => {
    const at = TABS.findIndex(([name]) => name === state.tab);
    const to = {ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: TABS.length - 1}[event.key];
    if (to === undefined) return;
    event.preventDefault();
    openTab(TABS[(to + TABS.length) % TABS.length][0]);
  });
}

function fillCoordinates() {
  state.point.forEach((x, i) => {
    const input = $(`x${i}`);
    if (document.activeElement !== input) input.value = format(x);
    const rounded = $(`x${i}-decimal`);
    rounded.textContent = format(x).length > SHORT ? `≈ ${approximate(x)}` : "";
  });
}

function makeCoordinates() {
  const fields = LESSON.names.map((name, i) => h("label", {}, `${name} = `, h("input", {type: "text", id: `x${i}`, inputmode: "text", autocomplete: "off", spellcheck: "false", "aria-describedby": "coordinate-error"}), h("span", {class: "approx", id: `x${i}-decimal`})));
  $("coordinates").append(...fields, h("button", {type: "submit"}, "Go"));
  $("coordinates").addEventListener("submit", (event) => {
    event.preventDefault();
    const point = LESSON.names.map((_, i) => parse($(`x${i}`).value.trim()));
    const bad = point.findIndex((x) => !x || x.s);
    $("coordinate-error").textContent = bad < 0 ? "" : `${LESSON.names[bad]} must be an exact finite number such as -3/7, 1.25 or 1e-9`;
    if (bad < 0) change({point});
  });
}

function fillResult() {
  const {output, face} = state;
  const total = outputs(shallowValues(state.hidden));
  const same = total.every((y, k) => equal(y, output[k]));
  const one = (id, values) => h("span", {id, "data-exact": values.map(format).join(",")}, tuple(values, {decimal: true}));
  $("result").replaceChildren(
    h("p", {}, "deep N(x) = ", one("deep-output", output)),
    h("p", {}, `shallow (${state.hidden} hidden layers) = `, one("shallow-output", total), " ", same ? h("span", {class: "good"}, "✓ equal") : h("span", {class: "bad"}, "✗ different")),
    h("p", {id: "here", "data-signs": state.signs.join("|")}, "x lies ", face ? `in the ${dimensionName(face.dimension)} ${faceName(face)}` : "in no listed face", ", signs ", h("span", {class: "n"}, signText(state.signs)),
      face && face.dimension < N ? `; on the boundary of ${state.cells.length} cell${state.cells.length === 1 ? "" : "s"}` : ""),
  );
}

function makeFaces() {
  const groups = [];
  for (let d = 0; d <= N; d++) {
    const mine = LESSON.faces.filter((face) => face.dimension === d);
    if (!mine.length) continue;
    groups.push(h("optgroup", {label: `${dimensionName(d)} (dimension ${d})`}, mine.map((face) => {
      const coordinates = face.point.map(brief).join(", ");
      return h("option", {value: String(face.index)}, `${faceName(face)}  ${signText(face.signs)}  at (${coordinates})${face.polygon ? "" : ", outside the window"}`);
    })));
  }
  $("face-select").append(...groups);
  const go = (index) => change({point: LESSON.faces[(index + LESSON.faces.length) % LESSON.faces.length].point});
  $("face-select").addEventListener("change", (event) => go(Number(event.target.value)));
  $("face-previous").addEventListener("click", () => go((state.face ? state.face.index : 0) - 1));
  $("face-next").addEventListener("click", () => go((state.face ? state.face.index : -1) + 1));
}

function makeStations() {
  $("stations").append(...LESSON.stations.map((stop) => h("button", {type: "button", disabled: !stop.point, "data-station": stop.name, title: stop.point ? stop.text : `${stop.text}: at none of the prepared points`,
    onclick: () => change({point: stop.point, tab: stop.name.includes("fail") ? "variants" : state.tab})}, stop.name)));
}

// The nearest point of the grid to a place in the picture.
function chooseOnGrid(place) {
  const point = place.map((coordinate) => {
    const steps = Math.round(coordinate / toNumber(state.step));
    return Number.isFinite(steps) ? mul(ratio(BigInt(steps)), state.step) : ZERO;
  });
  $("picture").focus({preventScroll: true});
  change({point});
}

function movePoint(axis, direction) {
  const point = [...state.point];
  // From a point between two lines of the grid, to the next line.
  const steps = mul(point[axis], ratio(state.step.d, state.step.n));
  const whole = steps.n >= 0n ? steps.n / steps.d : -((-steps.n + steps.d - 1n) / steps.d);
  const next = direction > 0 ? whole + 1n : steps.d === 1n ? whole - 1n : whole;
  point[axis] = mul(ratio(next), state.step);
  change({point});
}

function makePicture() {
  const keys = N === 2 ? {ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowUp: [1, 1], ArrowDown: [1, -1]} : {ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowUp: [0, 1], ArrowDown: [0, -1]};
  $("picture").addEventListener("keydown", (event) => {
    if (keys[event.key]) movePoint(...keys[event.key]);
    else if (event.key === "+" || event.key === "=") zoom(0.5);
    else if (event.key === "-") zoom(2);
    else return;
    event.preventDefault();
  });
  $("picture").setAttribute("aria-label", N === 2 ? `The plane of ${LESSON.names.join(" and ")} with the linear regions and the chosen point` : "The graph of the network with the linear regions and the chosen point");
  $("picture-help").textContent = "Click or drag, or focus the picture and use the arrow keys (+ and − zoom): the point moves on an exact grid. Grey: closed cells that contain the point.";
  $("zoom-in").addEventListener("click", () => zoom(0.5));
  $("zoom-out").addEventListener("click", () => zoom(2));
  $("zoom-home").addEventListener("click", () => zoom(0));
  let step = state.step;
  const options = Array.from({length: 9}, (_, i) => mul(step, ratio(4n, 1n << BigInt(i))));
  $("grid").append(...options.map((x) => h("option", {value: format(x), selected: equal(x, state.step)}, format(x))));
  $("grid").addEventListener("change", (event) => (state.step = parse(event.target.value)));
}

function zoom(factor) {
  picture.zoom(factor, [...state.point, ZERO].map(toNumber));
  picture.draw(state);
}

function start() {
  const two = LESSON.shallow["2"], three = LESSON.shallow["3"];
  const cells = LESSON.faces.filter((face) => face.dimension === N).length;
  $("summary").append("Worked out on ", h("strong", {}, LESSON.title), LESSON.slice ? ` (${LESSON.inputs} inputs) on the slice ${LESSON.slice}` : "",
    `, a ${LESSON.widths.join("-")} network with ${cells} linear regions and ${LESSON.faces.length - cells} lower-dimensional faces. Two equal shallow networks: ${two.widths.join("-")} (two hidden layers) and ${three.widths.join("-")} (three), with ${two.infinite} and ${three.infinite} weights −∞.`);
  makeTabs();
  makeCoordinates();
  makeFaces();
  makeStations();
  makePicture();
  const stop = LESSON.stations.find(({point}) => point);
  state.point = stop ? stop.point : state.point;
  readAddress();
  update();
}

// A link such as page.html#variants@1/2,0 opens a step at a point.
function readAddress() {
  const [tab, place = ""] = decodeURIComponent(location.hash.slice(1)).split("@");
  if (TABS.some(([name]) => name === tab)) state.tab = tab;
  const point = place.split(",").map(parse);
  if (point.length === N && point.every((x) => x && !x.s)) state.point = point;
}

start();
