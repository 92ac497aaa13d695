import { logGamma } from './gamma.ts';

/**
 * The factor J that removes the small-sample bias of a standardised difference (Hedges 1981, exact form):
 * J(m) = Γ(m/2) / (sqrt(m/2) Γ((m - 1)/2)), for `df` = m > 1. The shortcut 1 - 3/(4m - 1) differs from it
 * in the fourth digit. Null with one degree of freedom, where the mean of the estimate does not exist.
 */
export function hedgesCorrection(df: number): number | null {
  if (df <= 1) return null;
  return Math.exp(logGamma(df / 2) - logGamma((df - 1) / 2)) / Math.sqrt(df / 2);
}
