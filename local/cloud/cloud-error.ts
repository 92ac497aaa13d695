/** Why the local cloud cannot do what the template asks. Codes are stable; the sentence says what to do. */
export type CloudErrorCode =
  | 'assembly-unreadable'
  | 'intrinsic-unresolved'
  | 'resource-type-unknown'
  | 'resource-not-found'
  | 'resource-ambiguous'
  | 'property-unsupported'
  | 'policy-unsupported'
  | 'schedule-unreadable'
  | 'data-conflict'
  | 'data-in-use'
  | 'emulator-failed'
  | 'emulator-refused'
  | 'function-failed'
  | 'payload-too-large'
  | 'port-unavailable';

/** Thrown by everything in `local/cloud`: a template this machine cannot run, or a broken emulator. */
export class CloudError extends Error {
  readonly code: CloudErrorCode;

  constructor(code: CloudErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CloudError';
    this.code = code;
  }
}
