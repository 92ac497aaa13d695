/**
 * What fauxqs 2.4.1 gets wrong and cannot be told, put right from outside, in its own thread only.
 *
 * @module
 */
import { type ListenOptions, Server } from 'node:net';
import { DatabaseSync } from 'node:sqlite';

/** fauxqs listens on every interface; nothing here may leave the machine. */
export function listenOnLoopbackOnly(): void {
  const listen = Server.prototype.listen as (this: Server, ...options: unknown[]) => Server;
  Server.prototype.listen = function listenLocally(this: Server, ...[first, ...rest]: unknown[]): Server {
    const options = typeof first === 'object' ? (first as ListenOptions) : { port: Number(first) };
    return listen.call(this, { ...options, host: '127.0.0.1' }, ...rest);
  };
}

/**
 * With a data folder, a visibility timeout changed to 0 writes NULL into the receive count, which is NOT
 * NULL: the call fails with 500 and the message is gone until the next start. Here it keeps its count.
 */
export function keepReceiveCounts(): void {
  const prepare = DatabaseSync.prototype.prepare;
  DatabaseSync.prototype.prepare = function prepareFixed(this: DatabaseSync, sql: string) {
    const kept = ['approximate_receive_count', 'approximate_first_receive_timestamp'].reduce(
      (text, column) => text.replace(`${column} = ?`, `${column} = coalesce(?, ${column})`),
      sql,
    );
    return prepare.call(this, kept);
  };
}
