// Medians, and ratios that are only told when the rounds agree on them.
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

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
