// Exact arithmetic: extended rationals over BigInt, and everything that the page computes at a point.
//
// A number is {s, n, d}: s is -1 or 1 for -oo and oo, and 0 for the rational n/d in lowest terms, d > 0.
// The conventions are those of measure theory: 0 * oo = 0, finite + oo = oo; oo - oo has no value.

class Indeterminate extends Error {}

const gcd = (a, b) => {
  if (a < 0n) a = -a;
  if (b < 0n) b = -b;
  while (b) [a, b] = [b, a % b];
  return a;
};

function ratio(n, d = 1n) {
  if (d < 0n) [n, d] = [-n, -d];
  if (d !== 1n) {
    const g = gcd(n, d);
    if (g > 1n) [n, d] = [n / g, d / g];
  }
  return {s: 0, n, d};
}

const ZERO = ratio(0n), ONE = ratio(1n);
const OO = {s: 1, n: 0n, d: 1n}, MINUS_OO = {s: -1, n: 0n, d: 1n};
const LONGEST_EXPONENT = 1000;

// Reads "-3/7", "1.25", "1.5e-3", "oo" or "-oo"; null for anything else.
function parse(text) {
  if (text === "oo") return OO;
  if (text === "-oo") return MINUS_OO;
  let m = /^([+-]?\d+)\/(\d+)$/.exec(text);
  if (m) {
    const d = BigInt(m[2]);
    return d ? ratio(BigInt(m[1]), d) : null;
  }
  m = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(text);
  if (!m || !(m[2] || m[3])) return null;
  const exponent = Number(m[4] || 0) - (m[3] || "").length;
  if (Math.abs(exponent) > LONGEST_EXPONENT) return null;
  const digits = BigInt(m[1] + (m[2] || "") + (m[3] || ""));
  return exponent < 0 ? ratio(digits, 10n ** BigInt(-exponent)) : ratio(digits * 10n ** BigInt(exponent));
}

const format = (x) => (x.s ? (x.s > 0 ? "oo" : "-oo") : x.d === 1n ? String(x.n) : `${x.n}/${x.d}`);
const sign = (x) => x.s || (x.n > 0n ? 1 : x.n < 0n ? -1 : 0);
const neg = (x) => ({s: -x.s, n: -x.n, d: x.d});
const equal = (x, y) => x.s === y.s && x.n === y.n && x.d === y.d;
const relu = (x) => (sign(x) > 0 ? x : ZERO);

function add(x, y) {
  if (x.s || y.s) {
    if (x.s * y.s < 0) throw new Indeterminate("oo - oo has no value");
    return x.s ? x : y;
  }
  return x.d === y.d ? ratio(x.n + y.n, x.d) : ratio(x.n * y.d + y.n * x.d, x.d * y.d);
}

function mul(x, y) {
  if (!x.s && !y.s) return ratio(x.n * y.n, x.d * y.d);
  const s = sign(x) * sign(y);
  return s > 0 ? OO : s < 0 ? MINUS_OO : ZERO;
}

const sub = (x, y) => add(x, neg(y));

// A row is [[column, weight], ...]; absent columns are 0.
function weightedSum(row, values, bias) {
  let total = bias;
  for (const [column, weight] of row) {
    const value = values[column];
    if (value.s || value.n) total = add(total, mul(weight, value));
  }
  return total;
}

// All layers at a point: for each {z, a}, before and after the activation.
function evaluate(layers, point, replace = (w) => w) {
  let values = point;
  return layers.map(({rows, bias, relu: words}) => {
    const z = rows.map((row, i) => {
      const weights = row.map(([column, weight]) => [column, replace(weight)]);
      return weightedSum(weights, values, bias[i]);
    });
    values = z.map((total, i) => (words[i] ? relu(total) : total));
    return {z, a: values};
  });
}

const outputs = (values) => values[values.length - 1].a;

// The same in floating point, entry by entry as a matrix product: 0 * Infinity is NaN there.
function evaluateFloats(layers, point) {
  let values = point.map(toNumber);
  for (const {rows, bias, relu: words} of layers) {
    values = rows.map((row, i) => {
      let total = toNumber(bias[i]);
      for (const [column, weight] of row) total += toNumber(weight) * values[column];
      return words[i] ? Math.max(total, 0) : total;
    });
  }
  return values;
}

// The nearest double or a neighbour of it: for drawing, and for the floating-point variant.
function toNumber(x) {
  if (x.s) return x.s * Infinity;
  const direct = Number(x.n) / Number(x.d);
  if (Number.isFinite(direct) && (direct || !x.n)) return direct;
  const excess = x.n.toString(2).length - x.d.toString(2).length;
  const shift = BigInt(Math.abs(excess));
  const n = excess < 0 ? x.n << shift : x.n, d = excess > 0 ? x.d << shift : x.d;
  return (Number((n << 64n) / d) / 2 ** 64) * 2 ** excess;
}

// Rounded to some significant digits, for the eye alone.
function approximate(x, digits = 5) {
  if (x.s) return x.s > 0 ? "∞" : "−∞";
  const value = toNumber(x);
  return Number.isFinite(value) ? String(Number(value.toPrecision(digits))).replace("-", "−") : "beyond floats";
}

// Forms are arrays of BigInt (a_1, ..., a_n, c); at a homogeneous point (x * t, t) they keep their sign.
function homogeneous(point) {
  let t = 1n;
  for (const x of point) t = (t * x.d) / gcd(t, x.d);
  return [...point.map((x) => x.n * (t / x.d)), t];
}

const formAt = (form, vector) => form.reduce((total, a, i) => total + a * vector[i], 0n);

const closureHolds = (face, vector) =>
  face.equalities.every((form) => formAt(form, vector) === 0n) &&
  face.inequalities.every((form) => formAt(form, vector) >= 0n);

const mapAt = (face, vector) => face.map.map((row) => ratio(formAt(row, vector), face.denominator * vector[vector.length - 1]));

// The naive variants of the construction.

function closedCellsOnly(cells, outputs) {
  return Array.from({length: outputs}, (_, k) => cells.reduce((total, cell) => add(total, cell.value[k]), ZERO));
}

function literalPatterns(cells, signs, value, activeAtZero) {
  const pattern = (words) => words.join("|").replace(/0/g, activeAtZero ? "+" : "-");
  return cells.some((cell) => pattern(cell.face.signs) === pattern(signs)) ? value : value.map(() => ZERO);
}

const withLargeNumber = (layers, point, m) => outputs(evaluate(layers, point, (w) => (w.s ? (w.s > 0 ? m : neg(m)) : w)));
