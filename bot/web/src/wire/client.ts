/** The requests that a conversation is made of. */

import { type Fault, type FaultKind, failed, type Outcome } from "./outcome.js";
import { readReply, wordsOf } from "./reading.js";
import type { Tokens } from "./tokens.js";

/** Longer than the slowest answer: the server gives up earlier, with an answer that says so. */
const PATIENCE = 90_000;

const FAULTS: Record<number, FaultKind> = {
  400: "bad_request",
  401: "token",
  403: "token",
  413: "too_large",
  422: "not_a_question",
  429: "too_many",
};

export interface Metadata {
  audience?: string;
  transcript?: { confidence: number; alternatives: string[] };
}

export class Client {
  constructor(
    readonly server: string,
    readonly conversation: string,
    private readonly tokens: Tokens,
  ) {}

  say(id: string, text: string, metadata: Metadata, after: number): Promise<Outcome> {
    return this.#post("messages", { id, text, after, metadata });
  }

  /** `value` null takes the slot back. */
  tell(id: string, slot: string, value: string | null, after: number): Promise<Outcome> {
    return this.#post("patient", { id, slot, value, after });
  }

  events(after: number): Promise<Outcome> {
    return this.#ask(this.#place("events", after), {});
  }

  /** The open stream, or what stood in its way. */
  async stream(after: number, signal: AbortSignal): Promise<Response | Fault> {
    const sent = await this.#fetch(this.#place("stream", after), { headers: { Accept: "text/event-stream" }, signal });
    if (!(sent instanceof Response)) return sent;
    if (!sent.ok) return faultOf(sent);
    const kind = sent.headers.get("Content-Type") ?? "";
    return kind.startsWith("text/event-stream") && sent.body ? sent : bare("malformed");
  }

  #place(name: string, after: number): string {
    return `${name}?${new URLSearchParams({ conversation: this.conversation, after: String(after) })}`;
  }

  #post(name: string, fields: Record<string, unknown>): Promise<Outcome> {
    const body = JSON.stringify({ conversation: this.conversation, ...fields });
    return this.#ask(name, { method: "POST", body, headers: { "Content-Type": "application/json" } });
  }

  async #ask(place: string, request: RequestInit): Promise<Outcome> {
    const sent = await this.#fetch(place, { ...request, signal: AbortSignal.timeout(PATIENCE) });
    if (!(sent instanceof Response)) return { ok: false, fault: sent };
    if (!sent.ok) return { ok: false, fault: await faultOf(sent) };
    const body = await bodyOf(sent);
    if (body === CUT_OFF) return failed("offline");
    const reply = readReply(body);
    return reply ? { ok: true, reply } : failed("malformed", wordsOf(body));
  }

  /** One request; a refused token is renewed once. */
  async #fetch(place: string, request: RequestInit): Promise<Response | Fault> {
    const token = await this.tokens.current();
    const first = await this.#attempt(place, request, token);
    if (!(first instanceof Response) || first.status !== 401 || !this.tokens.provided) return first;
    await this.tokens.renew(token);
    const second = await this.#attempt(place, request, await this.tokens.current());
    if (second instanceof Response && second.status === 401) await this.tokens.renew(await this.tokens.current());
    return second;
  }

  async #attempt(place: string, request: RequestInit, token: string | null): Promise<Response | Fault> {
    const headers = { ...request.headers, ...(token ? { Authorization: `Bearer ${token}` } : {}) };
    try {
      return await fetch(`${this.server}/${place}`, { ...request, headers, cache: "no-store" });
    } catch {
      return bare("offline");
    }
  }
}

const CUT_OFF = Symbol("the connection ended before the body did");

async function bodyOf(sent: Response): Promise<unknown> {
  let text: string;
  try {
    text = await sent.text();
  } catch {
    return CUT_OFF;
  }
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

async function faultOf(sent: Response): Promise<Fault> {
  const body = (await bodyOf(sent)) as { error?: unknown; retry_after?: unknown } | null | symbol;
  const fields = typeof body === "object" && body !== null ? body : {};
  const seconds = Number(fields.retry_after ?? sent.headers.get("Retry-After") ?? Number.NaN);
  return {
    kind: FAULTS[sent.status] ?? (sent.status >= 500 ? "unavailable" : "bad_request"),
    message: typeof fields.error === "string" ? fields.error : null,
    retryAfter: Number.isFinite(seconds) ? seconds : null,
  };
}

function bare(kind: FaultKind): Fault {
  return { kind, message: null, retryAfter: null };
}
