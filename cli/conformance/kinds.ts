/**
 * Which runner computes which kind of vector. To add a kind: write its file, list it here.
 *
 * @module
 */
import { runAllianceOutcome } from './allianceoutcome.ts';
import { runAlpha } from './alpha.ts';
import { runDifferenceOfProportions } from './diffprop.ts';
import { runEffectSize } from './effectsize.ts';
import { runFunnel } from './funnel.ts';
import { runTwoGroups } from './hedges.ts';
import { runTalkingTherapies } from './iapt.ts';
import { runKaplanMeier } from './km.ts';
import { runPublishedRates } from './nhs-published.ts';
import { runQuality } from './quality.ts';
import { runReliableChange } from './rci.ts';
import { runResponse } from './response.ts';
import { runControlChart } from './spc.ts';
import { runSuppression } from './suppression.ts';
import { runTimeToRemission } from './ttr.ts';
import type { Runner } from './vector.ts';
import { runWilson } from './wilson.ts';

export const runners: ReadonlyMap<string, Runner> = new Map<string, Runner>([
  ['allianceoutcome', runAllianceOutcome],
  ['alpha', runAlpha],
  ['cms159', runQuality],
  ['cms2', runQuality],
  ['diffprop', runDifferenceOfProportions],
  ['effectsize', runEffectSize],
  ['funnel', runFunnel],
  ['hedges', runTwoGroups],
  ['iapt', runTalkingTherapies],
  ['km', runKaplanMeier],
  ['nhs', runPublishedRates],
  ['rci', runReliableChange],
  ['response', runResponse],
  ['spc', runControlChart],
  ['suppression', runSuppression],
  ['ttr', runTimeToRemission],
  ['wilson', runWilson],
]);
