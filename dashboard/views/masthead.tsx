import type { Program } from '../outcomes-api.ts';

interface MastheadProps {
  readonly programs?: readonly Program[];
  readonly chosen?: string | null;
  readonly choose?: (programId: string) => void;
  readonly signOut?: () => void;
}

/** Name of the page, the way out, and the program chooser as the page's title. */
export function Masthead({ programs = [], chosen = null, choose, signOut }: MastheadProps) {
  return (
    <header class="masthead">
      <p class="masthead-name">Program outcomes</p>
      {signOut !== undefined && (
        <div class="masthead-actions">
          <button type="button" class="quiet" onClick={() => print()}>
            Print
          </button>
          <button type="button" class="quiet" onClick={signOut}>
            Sign out
          </button>
        </div>
      )}
      {choose !== undefined && (
        <div class="chooser">
          <label for="program">Program</label>
          <select
            id="program"
            value={chosen ?? ''}
            onChange={({ currentTarget }) => choose(currentTarget.value)}
          >
            {chosen === null && <option value="">Choose a program</option>}
            {programs.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </div>
      )}
    </header>
  );
}
