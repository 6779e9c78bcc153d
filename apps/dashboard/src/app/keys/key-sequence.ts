/** Longest time between the keys of a sequence, in milliseconds. */
const TOGETHER = 1_500;

/** Finds keys and sequences of two keys, such as `g r`, in what is pressed. */
export class KeySequence {
  readonly #actions: Readonly<Record<string, () => void>>;
  #first: { readonly key: string; readonly at: number } | undefined;

  constructor(actions: Readonly<Record<string, () => void>>) {
    this.#actions = actions;
  }

  /** Takes a key pressed at a time in milliseconds; whether it did something, or begins a sequence. */
  press(key: string, at: number): boolean {
    const first = this.#first !== undefined && at - this.#first.at <= TOGETHER ? this.#first.key : undefined;
    this.#first = undefined;
    const action = (first === undefined ? undefined : this.#own(`${first} ${key}`)) ?? this.#own(key);
    if (action !== undefined) {
      action();
      return true;
    }
    if (!Object.keys(this.#actions).some((name) => name.startsWith(`${key} `))) return false;
    this.#first = { key, at };
    return true;
  }

  #own(name: string): (() => void) | undefined {
    return Object.hasOwn(this.#actions, name) ? this.#actions[name] : undefined;
  }
}
