/**
 * Published keying that no source we could open settles: which items are reversed, which belong to a
 * factor, how many the form has. It is a setting, because a guess would give a wrong score that looks right.
 *
 * What happens until the setting is given:
 * - a score that depends on it is absent, with the issue `keying-unset` that names the setting;
 * - where that is the primary score the outcome is `review` (every answer is there, but nobody may guess);
 *   where it is another score the outcome is unaffected;
 * - missing and unreadable answers are told first: they end as `incomplete` or `review` as everywhere;
 * - safety items are judged all the same, on the points as printed.
 *
 * @module
 */
import type { Instrument, Score, UnverifiedKeying } from './instrument.ts';

/** Settings of one instrument, by the name of the setting: item numbers, a word, a count, or items by score. */
export type InstrumentKeying = Readonly<
  Record<string, string | number | readonly number[] | Readonly<Record<string, readonly number[]>>>
>;

/** By instrument id: `{ 'score-15': { 'reversed-items': [2, 4, ...] }, 'dast-10': { 'item-3-wording': 'able' } }`. */
export type KeyingSettings = Readonly<Record<string, InstrumentKeying>>;

export interface KeyingFault {
  readonly code:
    | 'keying-instrument-unknown'
    | 'keying-setting-unknown'
    | 'keying-shape'
    | 'keying-item-unknown'
    | 'keying-item-repeated'
    | 'keying-item-required'
    | 'keying-item-count'
    | 'keying-score-missing'
    | 'keying-choice-unknown';
  /** `<instrument>.<setting>`. */
  readonly at: string;
  readonly message: string;
}

export type Keyed =
  | { readonly kind: 'keyed'; readonly instrument: Instrument }
  | { readonly kind: 'invalid'; readonly faults: readonly [KeyingFault, ...KeyingFault[]] };

/** The instrument with these settings applied; the scores they were needed for are no longer held back. */
export function applyKeying(instrument: Instrument, settings: InstrumentKeying): Keyed {
  let keyed = instrument;
  const faults: KeyingFault[] = [];
  for (const [name, value] of Object.entries(settings)) {
    const setting = instrument.unverifiedKeying?.find((one) => one.setting === name);
    const applied = setting === undefined ? unknownSetting(instrument, name) : apply(keyed, setting, value);
    if ('code' in applied) faults.push(applied);
    else keyed = applied;
  }
  const [first, ...rest] = faults;
  return first === undefined
    ? { kind: 'keyed', instrument: keyed }
    : { kind: 'invalid', faults: [first, ...rest] };
}

/** Everything wrong with the keying settings of a catalog; empty when they can be applied. */
export function keyingFaults(
  instruments: readonly Instrument[],
  settings: KeyingSettings,
): readonly KeyingFault[] {
  return Object.entries(settings).flatMap(([id, keying]): readonly KeyingFault[] => {
    const instrument = instruments.find((one) => one.id === id);
    if (instrument === undefined) {
      return [
        {
          code: 'keying-instrument-unknown',
          at: id,
          message: `There is no instrument ${id}. Use the id of one of the instruments in docs/instruments.md.`,
        },
      ];
    }
    const keyed = applyKeying(instrument, keying);
    return keyed.kind === 'invalid' ? keyed.faults : [];
  });
}

function unknownSetting({ id, unverifiedKeying = [] }: Instrument, name: string): KeyingFault {
  const known = unverifiedKeying.map(({ setting }) => setting).join(', ');
  return {
    code: 'keying-setting-unknown',
    at: `${id}.${name}`,
    message:
      known === ''
        ? `The keying of ${id} is settled and takes no setting. Remove ${name}.`
        : `${id} has no keying setting ${name}. It takes: ${known}.`,
  };
}

function apply(instrument: Instrument, setting: UnverifiedKeying, value: unknown): Instrument | KeyingFault {
  const { shape } = setting;
  const fault = (code: KeyingFault['code'], message: string): KeyingFault => ({
    code,
    at: `${instrument.id}.${setting.setting}`,
    message,
  });
  switch (shape.kind) {
    case 'reversed-items': {
      if (!isNumbers(value))
        return fault('keying-shape', 'Give a list of item numbers, for instance [1, 3, 6].');
      const wrong = itemFault(instrument, value, fault);
      if (wrong !== undefined) return wrong;
      const lacking = (shape.must ?? []).filter((number) => !value.includes(number));
      if (lacking.length > 0) {
        return fault(
          'keying-item-required',
          `Item ${lacking.join(', ')} must be in the list: its safety rule reads the printed frequency, so a form that prints it already reversed cannot be used. Send the printed frequency.`,
        );
      }
      return unlocked(reverse(instrument, value), setting);
    }
    case 'wording': {
      const reversed = typeof value === 'string' ? ownValue(shape.choices, value) : undefined;
      if (reversed === undefined)
        return fault('keying-choice-unknown', `Give one of: ${Object.keys(shape.choices).join(', ')}.`);
      return unlocked(reverse(instrument, reversed), setting);
    }
    case 'item-count': {
      if (typeof value !== 'number' || !shape.choices.includes(value))
        return fault('keying-choice-unknown', `Give one of: ${shape.choices.join(', ')}.`);
      return unlocked(shortened(instrument, value, setting), setting);
    }
    case 'items-by-score':
      return itemsByScore(instrument, setting, shape.counts, value, fault);
  }
}

type Fault = (code: KeyingFault['code'], message: string) => KeyingFault;

function itemFault({ id, items }: Instrument, numbers: readonly number[], fault: Fault) {
  const unknown = numbers.find(
    (number) =>
      !Number.isInteger(number) || number < 1 || number > items.length || items[number - 1]?.optional,
  );
  if (unknown !== undefined) {
    return fault('keying-item-unknown', `${id} has no scored item ${unknown}. Use the numbers of the form.`);
  }
  const repeated = numbers.find((number, index) => numbers.indexOf(number) !== index);
  return repeated === undefined
    ? undefined
    : fault('keying-item-repeated', `Item ${repeated} is named twice. Name each item once.`);
}

function itemsByScore(
  instrument: Instrument,
  setting: UnverifiedKeying,
  counts: Readonly<Record<string, number>>,
  value: unknown,
  fault: Fault,
): Instrument | KeyingFault {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return fault('keying-shape', `Give item numbers by score: ${Object.keys(counts).join(', ')}.`);
  }
  const given = value as Readonly<Record<string, unknown>>;
  const stranger = Object.keys(given).find((id) => !Object.hasOwn(counts, id));
  if (stranger !== undefined)
    return fault(
      'keying-score-missing',
      `There is no score ${stranger}. Use: ${Object.keys(counts).join(', ')}.`,
    );
  const all: number[] = [];
  const items = new Map<string, readonly number[]>();
  for (const [id, count] of Object.entries(counts)) {
    const numbers = ownValue(given, id);
    if (!isNumbers(numbers))
      return fault('keying-score-missing', `Give the item numbers of ${id} as a list.`);
    if (numbers.length !== count)
      return fault('keying-item-count', `${id} has ${count} items, and the setting names ${numbers.length}.`);
    items.set(id, numbers);
    all.push(...numbers);
  }
  const wrong = itemFault(instrument, all, fault);
  if (wrong !== undefined) return wrong;
  const scores = instrument.scores.map((score): Score => {
    const numbers = items.get(score.id);
    return numbers === undefined || score.method.kind !== 'sum'
      ? score
      : { ...score, method: { kind: 'sum', items: numbers } };
  });
  return unlocked({ ...instrument, scores }, setting);
}

function reverse(instrument: Instrument, numbers: readonly number[]): Instrument {
  const items = instrument.items.map((item, index) =>
    numbers.includes(index + 1) ? { ...item, reversed: true } : item,
  );
  return { ...instrument, items };
}

/** Only the first `count` items exist; scores that wait for this setting are made of all of them. */
function shortened(instrument: Instrument, count: number, { setting }: UnverifiedKeying): Instrument {
  const items = instrument.items.slice(0, count).map((item) => ({ ...item, optional: false }));
  const numbers = items.map((_, index) => index + 1);
  const scores = instrument.scores.map((score): Score => {
    const waits =
      score.needsSetting === setting && (score.method.kind === 'mean' || score.method.kind === 'sum');
    return waits ? { ...score, method: { ...score.method, items: numbers } } : score;
  });
  return { ...instrument, items, scores };
}

/** Without `needsSetting` on the scores that waited for this setting. */
function unlocked(instrument: Instrument, { setting }: UnverifiedKeying): Instrument {
  const scores = instrument.scores.map((score): Score => {
    if (score.needsSetting !== setting) return score;
    const { needsSetting: _, ...free } = score;
    return free;
  });
  return { ...instrument, scores };
}

function isNumbers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'number');
}

/** A member of the object itself: settings are plain data, and `constructor` is no choice. */
function ownValue<T>(of: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(of, key) ? of[key] : undefined;
}
