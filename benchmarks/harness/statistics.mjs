// Medians, and ratios that are only told when the rounds agree on them.
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

export const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** (max - min) / median. */
export const spread = (values) => (Math.max(...values) - Math.min(...values)) / median(values);

export const summary = (values) =>
  values.length === 0 ? undefined : { median: median(values), min: Math.min(...values), max: Math.max(...values) };

/**
 * The ratio of two rows, taken within each round that measured both; `undefined` when no round did. `told` is false when
 * the rounds disagree by more than `limit`, or when one round has none to agree with.
 */
export function ratio(numerators, denominators, limit) {
  const ratios = numerators.flatMap((value, round) => (value > 0 && denominators[round] > 0 ? [value / denominators[round]] : []));
  if (ratios.length === 0) return undefined;
  return { ...summary(ratios), rounds: ratios.length, spread: spread(ratios), told: ratios.length > 1 && spread(ratios) <= limit };
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
