/** What an authorizer says about a request: go on with this context, or answer this status. */
export type Authorization =
  | { readonly kind: 'allowed'; readonly context: Readonly<Record<string, unknown>> }
  | { readonly kind: 'refused'; readonly status: 401 | 403 | 500 };
