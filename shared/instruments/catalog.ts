import { audit } from './audit.ts';
import { auditC } from './audit-c.ts';
import { barc10 } from './barc-10.ts';
import { cSsrsScreener } from './c-ssrs-screener.ts';
import { caps5 } from './caps-5.ts';
import { core10 } from './core-10.ts';
import { dast10 } from './dast-10.ts';
import { epds } from './epds.ts';
import { familyApgar } from './family-apgar.ts';
import { gad2 } from './gad-2.ts';
import { gad7 } from './gad-7.ts';
import { gas } from './gas.ts';
import { gse } from './gse.ts';
import { iPanasSf } from './i-panas-sf.ts';
import type { Instrument } from './instrument.ts';
import { iroc } from './iroc.ts';
import { isi } from './isi.ts';
import { k10 } from './k10.ts';
import { moodEma } from './mood-ema.ts';
import { panas } from './panas.ts';
import { pcl5 } from './pcl-5.ts';
import { phq2 } from './phq-2.ts';
import { phq4 } from './phq-4.ts';
import { phq8 } from './phq-8.ts';
import { phq9 } from './phq-9.ts';
import { phqA } from './phq-a.ts';
import { pss10 } from './pss-10.ts';
import { rasDs } from './ras-ds.ts';
import { rasR } from './ras-r.ts';
import { reqol10 } from './reqol-10.ts';
import { score15 } from './score-15.ts';
import { waiSr } from './wai-sr.ts';
import { waiSrt } from './wai-srt.ts';
import { who5 } from './who-5.ts';
import { wsas } from './wsas.ts';

const depression = [phq9, phq8, phq2, phqA, phq4, epds];
const anxietyStressAndTrauma = [gad7, gad2, pss10, pcl5, caps5];
const distressAndSleep = [core10, k10, isi];
const wellBeingAndAffect = [who5, reqol10, panas, iPanasSf, moodEma];
const recovery = [rasR, rasDs, iroc, barc10];
const goalsFunctionAndAlliance = [gas, gse, wsas, waiSr, waiSrt];
const family = [familyApgar, score15];
const alcoholAndDrugs = [auditC, audit, dast10];
const suicideRisk = [cSsrsScreener];

/** Every instrument we score. To add one: write its file, list it here, raise `registryVersion`. */
export const instruments: readonly Instrument[] = [
  ...depression,
  ...anxietyStressAndTrauma,
  ...distressAndSleep,
  ...wellBeingAndAffect,
  ...recovery,
  ...goalsFunctionAndAlliance,
  ...family,
  ...alcoholAndDrugs,
  ...suicideRisk,
];

/**
 * Version of the scoring rules as a whole. A response already scored is replaced only by a newer delivery
 * or by a higher registry version, so raising it lets `rescore` take the correction path.
 */
export const registryVersion = 2;
