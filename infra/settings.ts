/**
 * Reads the operator's settings when the stack is synthesized. Wrong settings never reach an account:
 * `infra/app.ts` prints one line per fault, each with its place and what to do, and stops.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import * as v from 'valibot';
import type { Settings } from '../shared/settings/settings.ts';
import { readScoring } from './scoring-settings.ts';
import { faultsBetween } from './settings-checks.ts';
import { SettingsFile } from './settings-schema.ts';

export type SettingsReading =
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly faults: readonly string[] };

export function readSettings(path: string): SettingsReading {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return wrong([`${path}: there is no such file. Write it, or name another with -c settings=FILE.`]);
  }
  try {
    return checkSettings(JSON.parse(text), dirname(path));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return wrong([
      `${path}: this is not JSON (${error.message}). Correct it; comments and trailing commas are not allowed.`,
    ]);
  }
}

/**
 * Fills in the defaults, or says everything that is wrong at once.
 *
 * @param folder that paths in the settings are relative to.
 */
export function checkSettings(file: unknown, folder = '.'): SettingsReading {
  const reading = v.safeParse(SettingsFile, file);
  if (!reading.success) return wrong(reading.issues.map(explain));
  const scoring = readScoring(reading.output.scoring, folder);
  if (!scoring.ok) return scoring;
  const settings = { ...reading.output, scoring: scoring.scoring };
  const faults = faultsBetween(settings);
  return faults.length > 0 ? wrong(faults) : { ok: true, settings };
}

function wrong(faults: readonly string[]): SettingsReading {
  return { ok: false, faults };
}

function explain(issue: v.BaseIssue<unknown>): string {
  const place = placeOf(issue.path);
  if (issue.type === 'strict_object' && issue.expected === 'never')
    return `${place}: there is no such setting. Remove it, or correct its spelling.`;
  if (issue.type === 'strict_object' && issue.received === 'undefined')
    return `${place}: this is missing. Add it; shared/settings/settings.ts says what it means.`;
  if (issue.type === 'strict_object') return `${place}: write an object in braces here.`;
  return `${place}: ${issue.message} Found ${issue.received}.`;
}

function placeOf(path: v.BaseIssue<unknown>['path']): string {
  const place = (path ?? [])
    .map(({ key }) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('');
  return place.replace(/^\./, '') || 'settings';
}
