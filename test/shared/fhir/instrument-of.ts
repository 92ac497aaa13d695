import { instruments } from '../../../shared/instruments/catalog.ts';
import type { Instrument } from '../../../shared/instruments/instrument.ts';

export function instrumentOf(id: string): Instrument {
  const found = instruments.find((one) => one.id === id);
  if (found === undefined) throw new RangeError(`no instrument ${id}`);
  return found;
}
