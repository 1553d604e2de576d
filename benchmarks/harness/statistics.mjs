// Medians, and how sure one can be of them.
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** (max - min) / median. */
export const spread = (values) => (Math.max(...values) - Math.min(...values)) / median(values);

const DRAWS = 2000;

/**
 * The median of all turns and its 95 % interval: { median, low, high, turns, starts }. `starts` holds the values of each start's turns. The
 * interval is of a bootstrap: starts are drawn with replacement, and turns within them, because two starts of one server can differ by more than
 * its turns do. `undefined` when there are no values. The same values give the same interval.
 */
export function interval(starts) {
  const some = starts.filter((turns) => turns.length > 0);
  if (some.length === 0) return undefined;
  const random = generator(some.flat().length);
  const drawn = (list) => list[Math.floor(random() * list.length)];
  const medians = Array.from({ length: DRAWS }, () =>
    median(some.flatMap(() => {
      const turns = drawn(some);
      return turns.map(() => drawn(turns));
    }))).sort((a, b) => a - b);
  return { median: median(some.flat()), low: medians[DRAWS * 0.025], high: medians[DRAWS * 0.975 - 1], turns: some.flat().length, starts: some.length };
}

/** What `of(a, b)` makes of the turns that two rows took side by side, by starts. A turn that one of them lacks does not count. */
export const paired = (a, b, of) =>
  (a?.starts ?? []).map((turns, start) => turns.flatMap((turn, i) => {
    const other = b?.starts[start]?.[i];
    return turn && other ? [of(turn, other)] : [];
  }));

/** mulberry32: good enough to draw with, and the same everywhere. */
function generator(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Two-sided p of the Mann-Whitney U test, by the normal approximation with ties corrected: for some twenty samples or more. */
export function mannWhitneyP(a, b) {
  const all = [...a.map((value) => ({ value, first: true })), ...b.map((value) => ({ value, first: false }))].sort((x, y) => x.value - y.value);
  let rankSum = 0;
  let ties = 0;
  for (let i = 0; i < all.length; ) {
    let j = i;
    while (j < all.length && all[j].value === all[i].value) j++;
    const count = j - i;
    const rank = (i + j + 1) / 2;
    ties += count ** 3 - count;
    for (; i < j; i++) rankSum += all[i].first ? rank : 0;
  }
  const n = all.length;
  const u = rankSum - (a.length * (a.length + 1)) / 2;
  const deviation = Math.sqrt(((a.length * b.length) / 12) * (n + 1 - ties / (n * (n - 1))));
  if (deviation === 0) return 1;
  const z = Math.max(0, Math.abs(u - (a.length * b.length) / 2) - 0.5) / deviation;
  return complementaryError(z / Math.SQRT2);
}

/** erfc for x >= 0, to 1.5e-7 (Abramowitz and Stegun 7.1.26). */
function complementaryError(x) {
  const t = 1 / (1 + 0.3275911 * x);
  return t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429)))) * Math.exp(-x * x);
}
