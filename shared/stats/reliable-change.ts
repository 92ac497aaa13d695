/**
 * Jacobson-Truax reliable and clinically significant change.
 *
 * Source: Jacobson & Truax (1991), J Consult Clin Psychol 59:12-19. The standard deviation and the
 * reliability come from a fixed reference (the instrument's registry), never from the people on show: else
 * a person's category would change with the manager's filter.
 *
 * @module
 */
import { type BetterIs, type Estimated, none, towardsBetter } from './estimate.ts';

export interface ReliableChange {
  /** |RCI| must exceed this to be reliable. */
  readonly critical: number;
  /** SD sqrt(1 - reliability), in points. */
  readonly standardErrorOfMeasurement: number;
  /** sqrt(2) times that, in points: the unit of the RCI. */
  readonly standardErrorOfDifference: number;
  /** A change of more than this many points is reliable. */
  readonly reliablePoints: number;
}

/**
 * How many points of change are more than measurement error. `critical` is 1.96 unless told, the two-sided
 * 5 % point of the normal as printed by Jacobson & Truax (1991). `none` where the reliability is not below
 * 1 and at least 0 (`not-identified`), or the SD is 0.
 */
export function reliableChange(reference: {
  readonly sd: number;
  readonly reliability: number;
  readonly critical?: number;
}): Estimated<ReliableChange> {
  const { sd, reliability, critical = 1.96 } = reference;
  if (!(reliability >= 0 && reliability < 1)) return none('not-identified');
  if (!(sd > 0)) return none('no-variation');
  const standardErrorOfMeasurement = sd * Math.sqrt(1 - reliability);
  const standardErrorOfDifference = Math.SQRT2 * standardErrorOfMeasurement;
  return {
    kind: 'estimated',
    critical,
    standardErrorOfMeasurement,
    standardErrorOfDifference,
    reliablePoints: critical * standardErrorOfDifference,
  };
}

/** Mean and standard deviation of a population, in points. */
export interface Norm {
  readonly mean: number;
  readonly sd: number;
}

/**
 * The three cut-offs between the clinical and the functional population, in points. A: two SD of the
 * clinical population beyond its mean. B: within two SD of the functional mean, by the functional SD (the R
 * package clinicalsignificance 863dc77 takes the clinical SD there; the paper does not). C: halfway in
 * units of both SDs. The paper takes C where norms exist and overlap, B where they do not overlap, A
 * without norms, when B and C are null.
 */
export function clinicalCutoffs(
  clinical: Norm,
  functional: Norm | null,
  betterIs: BetterIs,
): { readonly a: number; readonly b: number | null; readonly c: number | null } {
  const better = betterIs === 'lower' ? -1 : 1;
  const a = clinical.mean + better * 2 * clinical.sd;
  if (functional === null) return { a, b: null, c: null };
  return {
    a,
    b: functional.mean - better * 2 * functional.sd,
    c: (functional.sd * clinical.mean + clinical.sd * functional.mean) / (functional.sd + clinical.sd),
  };
}

export type ChangeCategory = 'recovered' | 'improved' | 'unchanged' | 'deteriorated' | 'harmed';

/** Change of one person in standard errors of the difference; the sign is last minus first. */
export function reliableChangeIndex(
  first: number,
  last: number,
  { standardErrorOfDifference }: ReliableChange,
): number {
  return (last - first) / standardErrorOfDifference;
}

/**
 * What became of one person. Recovered: reliably better, from the clinical to the functional side of
 * `cutoff`. Harmed: reliably worse, from not clinical to not functional. A score on the cut-off is on
 * neither side; crossing without reliable change is unchanged.
 */
export function changeCategory(
  first: number,
  last: number,
  by: { readonly reliable: ReliableChange; readonly cutoff: number; readonly betterIs: BetterIs },
): ChangeCategory {
  const { cutoff, betterIs } = by;
  const better = towardsBetter(reliableChangeIndex(first, last, by.reliable), betterIs);
  const clinicalAtFirst = towardsBetter(first - cutoff, betterIs) < 0;
  const functionalAtLast = towardsBetter(last - cutoff, betterIs) > 0;

  if (better > by.reliable.critical) return clinicalAtFirst && functionalAtLast ? 'recovered' : 'improved';
  if (better < -by.reliable.critical) return clinicalAtFirst || functionalAtLast ? 'deteriorated' : 'harmed';
  return 'unchanged';
}
