/** Waiting times that double up to a limit, each with jitter so that a ward's screens do not come back all at once. */
export class Backoff {
  #next: number;

  constructor(
    private readonly first = 500,
    private readonly longest = 10_000,
  ) {
    this.#next = first;
  }

  reset(): void {
    this.#next = this.first;
  }

  /** The next wait in milliseconds. */
  wait(): number {
    const base = this.#next;
    this.#next = Math.min(base * 2, this.longest);
    return base * (0.75 + Math.random() * 0.5);
  }
}
