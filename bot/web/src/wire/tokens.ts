/** Where a token for the `Authorization` header comes from. It is kept in memory only. */

export type TokenProvider = () => Promise<string>;

export class Tokens {
  #provider: TokenProvider | null;
  #held: Promise<string | null> | null = null;

  constructor(provider: TokenProvider | null) {
    this.#provider = provider;
  }

  get provided(): boolean {
    return this.#provider !== null;
  }

  /** The token, asked for once. null where none can be had: the server then says what is missing. */
  current(): Promise<string | null> {
    this.#held ??= this.#ask();
    return this.#held;
  }

  /** Forget the token, unless another request has renewed it since `refused` was sent. */
  async renew(refused: string | null): Promise<void> {
    if ((await this.current()) === refused) this.#held = null;
  }

  async #ask(): Promise<string | null> {
    try {
      return (await this.#provider?.()) ?? null;
    } catch {
      return null;
    }
  }
}

/** A provider that asks `url`, on the page's own origin, for `{"token": "…"}`. */
export function providerAt(url: string): TokenProvider {
  return async () => {
    const there = new URL(url, document.baseURI);
    if (there.origin !== location.origin) throw new Error("the token provider has to be on the page's own origin");
    const answer = await fetch(there, { credentials: "include", cache: "no-store" });
    const body: unknown = answer.ok ? await answer.json() : null;
    const token = (body as { token?: unknown } | null)?.token;
    if (typeof token !== "string") throw new Error("the token provider gave no token");
    return token;
  };
}
