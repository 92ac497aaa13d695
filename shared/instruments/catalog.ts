import { gad2 } from './gad-2.ts';
import { gad7 } from './gad-7.ts';
import type { Instrument } from './instrument.ts';
import { phq2 } from './phq-2.ts';
import { phq8 } from './phq-8.ts';
import { phq9 } from './phq-9.ts';

/** Every instrument we score. To add one: write its file, list it here, raise `registryVersion`. */
export const instruments: readonly Instrument[] = [phq9, phq8, phq2, gad7, gad2];

/**
 * Version of the scoring rules as a whole. A response already scored is replaced only by a newer delivery
 * or by a higher registry version, so raising it lets `rescore` take the correction path.
 */
export const registryVersion = 1;
