/**
 * What a compile has read: enough to tell that nothing changed since, without keeping the rows.
 *
 * The digest is a sum over rows, so neither their order nor how they were divided into shards changes it,
 * and adding the same row twice does.
 *
 * @module
 */
export interface Watermark {
  /** Index rows read, retracted ones included. */
  readonly rows: number;
  /** Sixteen hexadecimal digits over the key and the text of every row. */
  readonly digest: string;
  /** Greatest `changedAt` of the rows as an ISO instant; null when there were none. */
  readonly changedAt: string | null;
}

/**
 * A running watermark. Not a cryptographic hash: it finds changes, it does not resist
 * forgery. Two lanes take turns with the characters, so one changed character always changes the digest of
 * its row.
 */
export class WatermarkSum {
  #rows = 0;
  #high = 0;
  #low = 0;
  #changedAt = 0;
  /** The lanes after the patient's part of the key, which all of the patient's rows share. */
  #prefix = '';
  #prefixA = 0;
  #prefixB = 0;
  #a = 0;
  #b = 0;

  /** @param prefix what `key` starts with in this row and most likely in the next. */
  add(prefix: string, key: string, m: string, changedAt: number): void {
    if (prefix !== this.#prefix) {
      this.#a = 0x9e3779b9;
      this.#b = 0x85ebca6b;
      this.#mix(prefix, 0);
      this.#prefix = prefix;
      this.#prefixA = this.#a;
      this.#prefixB = this.#b;
    }
    this.#a = this.#prefixA;
    this.#b = this.#prefixB;
    this.#mix(key, prefix.length);
    this.#mix(m, 0);
    this.#rows += 1;
    this.#high = (this.#high + Math.imul(this.#a, 0x85ebca77)) >>> 0;
    this.#low = (this.#low + Math.imul(this.#b, 0xc2b2ae3d)) >>> 0;
    if (changedAt > this.#changedAt) this.#changedAt = changedAt;
  }

  #mix(text: string, from: number): void {
    let a = this.#a;
    let b = this.#b;
    const whole = text.length - 3;
    let i = from;
    for (; i < whole; i += 4) {
      a = Math.imul(a ^ (text.charCodeAt(i) | (text.charCodeAt(i + 1) << 16)), 0x9e3779b1);
      b = Math.imul(b ^ (text.charCodeAt(i + 2) | (text.charCodeAt(i + 3) << 16)), 0x5f356495);
    }
    for (; i < text.length; i++) a = Math.imul(a ^ text.charCodeAt(i), 0x9e3779b1);
    b ^= a >>> 15;
    a ^= b >>> 13;
    this.#a = a;
    this.#b = b;
  }

  get value(): Watermark {
    return {
      rows: this.#rows,
      digest: hex(this.#high) + hex(this.#low),
      changedAt: this.#rows === 0 ? null : new Date(this.#changedAt).toISOString(),
    };
  }
}

/** The watermark of all rows of these together; they must have read different rows. */
export function mergeWatermarks(watermarks: readonly Watermark[]): Watermark {
  let [rows, high, low] = [0, 0, 0];
  let changedAt: string | null = null;
  for (const one of watermarks) {
    rows += one.rows;
    high = (high + Number.parseInt(one.digest.slice(0, 8), 16)) >>> 0;
    low = (low + Number.parseInt(one.digest.slice(8), 16)) >>> 0;
    if (one.changedAt !== null && (changedAt === null || one.changedAt > changedAt))
      changedAt = one.changedAt;
  }
  return { rows, digest: hex(high) + hex(low), changedAt };
}

function hex(lane: number): string {
  return lane.toString(16).padStart(8, '0');
}
