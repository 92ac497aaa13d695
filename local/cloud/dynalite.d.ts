/** The part of dynalite 4 that `emulator-worker.ts` uses; the package has no types. */
declare module 'dynalite' {
  import type { Server } from 'node:http';

  interface Options {
    /** Folder of the LevelDB store; in memory when left out. */
    readonly path?: string;
    /** How long a new table stays in CREATING. */
    readonly createTableMs?: number;
    readonly deleteTableMs?: number;
    readonly updateTableMs?: number;
  }

  /** A server that is not listening yet. Closing it closes the store. */
  export default function dynalite(options?: Options): Server;
}
