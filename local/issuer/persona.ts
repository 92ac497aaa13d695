/** Somebody a visitor of the sandbox can be. Invented: no person stands behind it. */
export interface Persona {
  /** Becomes `sub`. */
  readonly id: string;
  /** What the role is called on the sign-in page: `operator`, `program manager`. */
  readonly role: string;
  /** Claim `groups`: `operators`, or `program:<program id>`. */
  readonly groups: readonly string[];
}
