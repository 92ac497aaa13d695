/**
 * Coverage -> who pays, as the few words that groups are compared by.
 *
 * | from                                              | read as                                             |
 * | ------------------------------------------------- | --------------------------------------------------- |
 * | Source of Payment Typology (PHDSC, NAHDO)          | its first digit, 1 to 9                             |
 * | v3 ActCode of Coverage.type                        | public or private insurance                         |
 * | `coverage-selfpay`                                 | self-pay                                            |
 * | any other code                                     | what the source's `facts.payers` say, else `other`  |
 *
 * The digits of the typology are recalled, not read again here.
 *
 * @module
 */
import { codingsIn, type Json, meaningOf } from './element.ts';

const byDigit: Readonly<Record<string, string>> = {
  1: 'medicare',
  2: 'medicaid',
  3: 'other government',
  4: 'corrections',
  5: 'private',
  6: 'private',
  7: 'managed care',
  8: 'no payer',
  9: 'other',
};

const byActCode: Readonly<Record<string, string>> = {
  PUBLICPOL: 'other government',
  EHCPOL: 'private',
  HIP: 'private',
  HMO: 'private',
  PPO: 'private',
  POS: 'private',
  MCPOL: 'private',
};

const TYPOLOGY = /sopt$|sourceofpaymenttypology$|2\.16\.840\.1\.113883\.3\.221\.5$/i;

/** Undefined for a Coverage that says no type. @param own code, alone or as `system|code`, to payer. */
export function payerOf({ type }: Json, own: Readonly<Record<string, string>> = {}): string | undefined {
  // 9999 of the typology: nobody knows.
  const codings = codingsIn(type).filter(({ code }) => code !== '9999');
  for (const { system = '', code } of codings) {
    const named = meaningOf(own, `${system}|${code}`) ?? meaningOf(own, code) ?? standardPayer(system, code);
    if (named !== undefined) return named;
  }
  return codings.length === 0 ? undefined : 'other';
}

function standardPayer(system: string, code: string): string | undefined {
  if (TYPOLOGY.test(system)) return byDigit[code.slice(0, 1)];
  if (system.endsWith('/v3-ActCode')) return meaningOf(byActCode, code);
  return system.endsWith('/coverage-selfpay') ? 'no payer' : undefined;
}
