// The picture of the input space: regions, zero sets by layer, and the movable point.  Floats live here alone.

const SVG = "http://www.w3.org/2000/svg";
const TINTS = ["#fdf0d5", "#dcebf7", "#dff3e4", "#f9e0ea", "#ece7f6", "#e6e6e6", "#fbf7c9", "#d7f0f0"];
const LAYERS = [
  {colour: "#0072B2", dash: "", name: "solid blue"},
  {colour: "#C44E00", dash: "9 4", name: "dashed orange"},
  {colour: "#00795A", dash: "8 3 2 3", name: "dash-dotted green"},
  {colour: "#000000", dash: "2 4", name: "dotted black"},
  {colour: "#99307F", dash: "12 3 2 3 2 3", name: "dash-dot-dotted purple"},
];
const layerStyle = (layer) => LAYERS[layer % LAYERS.length];
const WIDTH = 640, LEFT = 52, RIGHT = 12, TOP = 12, BOTTOM = 38;

function svg(tag, attributes, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

class Picture {
  constructor(element, lesson, choose) {
    this.element = element;
    this.lesson = lesson;
    this.plane = lesson.names.length === 2;
    this.home = lesson.window.map((side) => side.map(toNumber));
    if (!this.plane) this.home.push(this.heights());
    this.view = this.home.map((side) => [...side]);
    const ratio = (this.home[1][1] - this.home[1][0]) / (this.home[0][1] - this.home[0][0]);
    this.height = this.plane ? Math.max(0.5, Math.min(1, ratio)) * (WIDTH - LEFT - RIGHT) + TOP + BOTTOM : 420;
    element.setAttribute("viewBox", `0 0 ${WIDTH} ${this.height}`);
    element.addEventListener("pointerdown", (event) => {
      element.setPointerCapture(event.pointerId);
      this.pick(event, choose);
    });
    element.addEventListener("pointermove", (event) => event.buttons & 1 && this.pick(event, choose));
  }

  heights() {
    const all = this.lesson.graph.flatMap(({y}) => y.map(toNumber));
    const low = Math.min(0, ...all), high = Math.max(...all, low + 1);
    const margin = (high - low) / 12;
    return [low - margin, high + margin];
  }

  pick(event, choose) {
    const box = this.element.getBoundingClientRect();
    const px = ((event.clientX - box.left) / box.width) * WIDTH, py = ((event.clientY - box.top) / box.height) * this.height;
    const [[x0, x1], [y0, y1]] = this.view;
    const across = x0 + ((px - LEFT) / (WIDTH - LEFT - RIGHT)) * (x1 - x0);
    const up = y1 - ((py - TOP) / (this.height - TOP - BOTTOM)) * (y1 - y0);
    choose(this.plane ? [across, up] : [across]);
  }

  x(value) {
    const [low, high] = this.view[0];
    return LEFT + ((value - low) / (high - low)) * (WIDTH - LEFT - RIGHT);
  }

  y(value) {
    const [low, high] = this.view[1];
    return this.height - BOTTOM - ((value - low) / (high - low)) * (this.height - TOP - BOTTOM);
  }

  zoom(factor, centre) {
    this.view = this.view.map(([low, high], i) => {
      if (factor === 0) return [...this.home[i]];
      if (!this.plane && i === 1) return [low, high];
      const middle = centre[i], half = ((high - low) * factor) / 2;
      return half > 1e-9 * (Math.abs(middle) + 1e-9) ? [middle - half, middle + half] : [low, high];
    });
  }

  at(vertex) {
    return `${this.x(toNumber(vertex[0])).toFixed(2)},${this.y(toNumber(vertex[1])).toFixed(2)}`;
  }

  draw(state) {
    const clip = svg("clipPath", {id: "clip"}, svg("rect", this.frame()));
    const inner = svg("g", {"clip-path": "url(#clip)"});
    if (this.plane) this.drawPlane(inner, state);
    else this.drawLine(inner, state);
    this.element.replaceChildren(svg("defs", {}, clip), svg("rect", {...this.frame(), fill: "#f6f6f6"}), inner, ...this.axes());
    this.drawPoint(inner, state);
  }

  frame() {
    return {x: LEFT, y: TOP, width: WIDTH - LEFT - RIGHT, height: this.height - TOP - BOTTOM};
  }

  axes() {
    const {x, y, width, height} = this.frame();
    const parts = [svg("rect", {x, y, width, height, fill: "none", stroke: "#333", "stroke-width": 1})];
    for (const value of ticks(this.view[0], 7)) {
      const at = this.x(value);
      parts.push(svg("line", {x1: at, x2: at, y1: y + height, y2: y + height + 5, stroke: "#333"}));
      parts.push(svg("text", {x: at, y: y + height + 18, "text-anchor": "middle", class: "tick"}, tickText(value)));
    }
    for (const value of ticks(this.view[1], 7)) {
      const at = this.y(value);
      parts.push(svg("line", {x1: x - 5, x2: x, y1: at, y2: at, stroke: "#333"}));
      parts.push(svg("text", {x: x - 8, y: at + 4, "text-anchor": "end", class: "tick"}, tickText(value)));
    }
    parts.push(svg("text", {x: x + width / 2, y: this.height - 4, "text-anchor": "middle", class: "axis"}, this.lesson.names[0]));
    const side = {x: 12, y: y + height / 2, transform: `rotate(-90 12 ${y + height / 2})`, "text-anchor": "middle", class: "axis"};
    parts.push(svg("text", side, this.plane ? this.lesson.names[1] : "y"));
    return parts;
  }

  drawPlane(group, state) {
    for (const face of this.lesson.faces) {
      if (face.dimension !== 2 || !face.polygon) continue;
      const points = face.polygon.map((vertex) => this.at(vertex)).join(" ");
      group.append(svg("polygon", {points, fill: TINTS[face.tint % TINTS.length], stroke: "#fff", "stroke-width": 1}));
    }
    for (const face of state.around) {
      if (face.dimension !== 2 || !face.polygon) continue;
      const points = face.polygon.map((vertex) => this.at(vertex)).join(" ");
      group.append(svg("polygon", {points, fill: "#00000018", stroke: "none", class: "closure"}));
    }
    for (const segment of this.lesson.segments) this.drawSegment(group, segment, state);
    const here = state.face;
    if (here && here.dimension === 1 && here.polygon) {
      const [a, b] = here.polygon;
      group.append(this.line(a, b, {stroke: "#111", "stroke-width": 5, "stroke-opacity": 0.55}));
    }
    for (const face of this.lesson.faces) {
      if (face.dimension === 0 && face.polygon) {
        const [x, y] = this.at(face.polygon[0]).split(",");
        group.append(svg("circle", {cx: x, cy: y, r: 2.6, fill: "#222"}));
      }
    }
  }

  line(a, b, attributes) {
    const [x1, y1] = this.at(a).split(","), [x2, y2] = this.at(b).split(",");
    return svg("line", {x1, y1, x2, y2, ...attributes});
  }

  drawSegment(group, segment, state) {
    const shown = segment.neurons.filter(([layer]) => layer < state.depth);
    const chosen = state.neuron && segment.neurons.some(([l, k]) => l === state.neuron[0] && k === state.neuron[1]);
    if (chosen) group.append(this.line(...segment.ends, {stroke: "#ffd24d", "stroke-width": 8, "stroke-linecap": "round"}));
    for (const layer of new Set(shown.map(([l]) => l))) {
      const {colour, dash} = layerStyle(layer);
      const newest = layer === state.depth - 1;
      group.append(this.line(...segment.ends, {stroke: colour, "stroke-dasharray": dash, "stroke-width": newest ? 2.6 : 1.6}));
    }
  }

  drawLine(group, state) {
    const bottom = this.height - BOTTOM;
    for (const face of this.lesson.faces) {
      if (face.dimension !== 1 || !face.polygon) continue;
      const [a, b] = face.polygon.map(([x]) => this.x(toNumber(x)));
      const fill = TINTS[face.tint % TINTS.length];
      group.append(svg("rect", {x: a, y: TOP, width: Math.max(b - a, 0), height: bottom - TOP, fill}));
      if (state.around.includes(face))
        group.append(svg("rect", {x: a, y: TOP, width: Math.max(b - a, 0), height: bottom - TOP, fill: "#00000018"}));
    }
    this.lesson.segments.forEach((kink) => {
      const x = this.x(toNumber(kink.ends[0][0]));
      for (const [layer, k] of kink.neurons) {
        if (layer >= state.depth) continue;
        const {colour, dash} = layerStyle(layer);
        const chosen = state.neuron && layer === state.neuron[0] && k === state.neuron[1];
        if (chosen) group.append(svg("line", {x1: x, x2: x, y1: TOP, y2: bottom, stroke: "#ffd24d", "stroke-width": 8}));
        const top = TOP + (layer * (bottom - TOP)) / (this.lesson.deep.length + 1);
        group.append(svg("line", {x1: x, x2: x, y1: top, y2: bottom, stroke: colour, "stroke-dasharray": dash, "stroke-width": 1.8}));
      }
    });
    const outputs = this.lesson.graph[0].y.length;
    for (let k = 0; k < outputs; k++) {
      const points = this.lesson.graph.map(({x, y}) => this.at([x, y[k]])).join(" ");
      group.append(svg("polyline", {points, fill: "none", stroke: "#fff", "stroke-width": 6}));
      const dash = ["", "8 4", "3 3"][k % 3];
      group.append(svg("polyline", {points, fill: "none", stroke: "#222", "stroke-width": 2.8, "stroke-dasharray": dash}));
    }
  }

  drawPoint(group, state) {
    const x = this.x(toNumber(state.point[0]));
    const bottom = this.height - BOTTOM;
    const places = this.plane ? [this.y(toNumber(state.point[1]))] : state.output.map((y) => this.y(toNumber(y)));
    group.append(svg("line", {x1: x, x2: x, y1: TOP, y2: bottom, stroke: "#111", "stroke-opacity": 0.35, "stroke-width": 1}));
    for (const y of places) {
      if (this.plane) group.append(svg("line", {x1: LEFT, x2: WIDTH - RIGHT, y1: y, y2: y, stroke: "#111", "stroke-opacity": 0.35}));
      group.append(svg("circle", {cx: x, cy: y, r: 9, fill: "#fff", stroke: "#111", "stroke-width": 2}));
      group.append(svg("circle", {cx: x, cy: y, r: 4.5, fill: "#C2185B"}));
    }
  }
}

function ticks([low, high], most) {
  let step = 10 ** Math.floor(Math.log10((high - low) / most));
  step *= [1, 2, 5, 10].find((factor) => (high - low) / (step * factor) <= most);
  const found = [];
  for (let i = Math.ceil(low / step); i * step <= high; i++) found.push(i * step);
  return found;
}

const tickText = (value) => String(Number(value.toPrecision(6))).replace("-", "−");
