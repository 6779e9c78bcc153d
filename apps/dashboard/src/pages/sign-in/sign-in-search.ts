/** Where to go once signed in: a path of this page. */
export interface SignInSearch {
  readonly to?: string | undefined;
}

/** Reads the search of the address. A path only: no other site can be named. */
export function signInSearch({ to }: Record<string, unknown>): SignInSearch {
  return typeof to === 'string' && /^\/(?![/\\])/.test(to) ? { to } : {};
}
