// Small helpers that make elements; no text ever becomes markup.

const $ = (id) => document.getElementById(id);

function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false && value != null) element.setAttribute(key, value);
  }
  element.append(...children.flat(Infinity).filter((child) => child != null && child !== ""));
  return element;
}

const SHORT = 14, LONGEST = 60;
const signed = (text) => text.replace("-oo", "−∞").replace("oo", "∞").replace("-", "−");

// A number as the page shows it: exact, very long ones cut in the middle, with a decimal beside unwieldy ones.
// The attribute data-exact holds the full exact text.
function num(x, {decimal = false} = {}) {
  const text = format(x);
  const digits = text.replace(/[^0-9]/g, "").length;
  const shown = text.length <= LONGEST ? signed(text) : `${signed(text.slice(0, 20))}…${text.slice(-12)} (${digits} digits)`;
  const element = h("span", {class: x.s ? "n inf" : "n", "data-exact": text, title: text.length > LONGEST ? text : null}, shown);
  if (!decimal || x.s || text.length <= SHORT) return element;
  return h("span", {}, element, " ", h("span", {class: "approx"}, `≈ ${approximate(x)}`));
}

const list = (items, separator = ", ") => items.flatMap((item, i) => (i ? [separator, item] : [item]));
const tuple = (numbers, options) => h("span", {class: "tuple"}, "(", list(numbers.map((x) => num(x, options))), ")");

// Numbers inside of longer sums: short text, or rounded with a mark.
const brief = (x) => {
  const text = format(x);
  return text.length <= SHORT ? signed(text) : `≈${approximate(x, 4)}`;
};

const neuron = (letter, layer, k) =>
  layer === null ? h("span", {class: "n name"}, letter, h("sub", {}, k + 1)) : h("span", {class: "n name"}, letter, h("sup", {}, `(${layer + 1})`), h("sub", {}, k + 1));

const signText = (signs) => signs.join("|").replace(/-/g, "−") || "no ReLU";
const signWords = (signs) => h("span", {class: "n signs"}, signs.flatMap((word, i) => [i ? h("wbr") : "", h("span", {}, (i ? "|" : "") + word.replace(/-/g, "−"))]));

function formText(form, names) {
  let text = "";
  [...names, ""].forEach((name, i) => {
    const a = form[i];
    if (a === 0n) return;
    const size = a < 0n ? -a : a;
    const term = !name ? `${size}` : size === 1n ? name : `${size}·${name}`;
    text += text ? (a < 0n ? ` − ${term}` : ` + ${term}`) : a < 0n ? `−${term}` : term;
  });
  return text || "0";
}

function mapText(face, names) {
  return face.map
    .map((row, k) => {
      const g = row.reduce((total, a) => gcd(total, a), face.denominator);
      const above = formText(row.map((a) => a / g), names), below = face.denominator / g;
      const name = face.map.length > 1 ? `y${k + 1} = ` : "";
      return name + (below === 1n ? above : above.includes(" ") ? `(${above})/${below}` : `${above}/${below}`);
    })
    .join(",  ");
}

let tables = 0;

function table(caption, head, rows, attributes = {}) {
  const header = h("thead", {}, h("tr", {}, head.map((cell) => h("th", {scope: "col"}, cell))));
  const id = `table-${++tables}`;
  return h("div", {class: "table"}, h("p", {class: "caption", id}, caption),
    h("div", {class: "scroll"}, h("table", {"aria-labelledby": id, ...attributes}, header, h("tbody", {}, rows))));
}

const row = (cells, attributes = {}) =>
  h("tr", attributes, cells.map((cell, i) => h(i ? "td" : "th", i ? {} : {scope: "row"}, cell)));

// A part of a long list at a time.
const PAGE = 16;

function pager(total, page, what, turn) {
  const last = Math.max(0, Math.ceil(total / PAGE) - 1);
  if (!last) return null;
  const first = page * PAGE;
  const button = (text, to, label) => h("button", {type: "button", disabled: to < 0 || to > last || to === page, "aria-label": label, onclick: () => turn(to)}, text);
  return h(
    "div", {class: "pager", role: "group", "aria-label": `Pages of ${what}`},
    button("First", 0, "First page"), button("◀", page - 1, "Previous page"),
    h("span", {}, `${first + 1} to ${Math.min(first + PAGE, total)} of ${total} ${what}`),
    button("▶", page + 1, "Next page"), button("Last", last, "Last page"),
  );
}

// A part that can be folded away, and stays so when the panel is made anew.
function fold(key, title, ...children) {
  return h("details", {open: !state.closed.has(key), ontoggle: (event) => state.closed[event.target.open ? "delete" : "add"](key)},
    h("summary", {id: `fold-${key}`}, title), children);
}

function choice(label, options, chosen, choose) {
  const name = `choice-${label.replace(/\W+/g, "-")}`;
  return h("div", {class: "row", role: "radiogroup", "aria-label": label}, options.map(([value, text]) =>
    h("label", {}, h("input", {type: "radio", name, value, checked: value === chosen, onchange: () => choose(value)}), " ", text)));
}
