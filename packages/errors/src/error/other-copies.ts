/**
 * Makes `instanceof` true, too, for an error of another copy of this package, such as one that comes with what a bundled command loads. Such an error has a
 * code, facts and one of these names. Classes that are derived from `owner` are left with their own errors.
 */
export function acceptOtherCopies(owner: object, ...names: readonly string[]): void {
  function hasInstance(this: unknown, value: unknown): boolean {
    return (
      Function.prototype[Symbol.hasInstance].call(this, value) || (this === owner && isNamed(value, names))
    );
  }
  Object.defineProperty(owner, Symbol.hasInstance, { value: hasInstance });
}

function isNamed(value: unknown, names: readonly string[]): boolean {
  return value instanceof Error && names.includes(value.name) && 'code' in value && 'facts' in value;
}
