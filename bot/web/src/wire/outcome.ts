/** How a request ended. Nothing below `wire` throws for what a server or a network does. */

import type { Reply } from "./events.js";

export type FaultKind =
  | "offline"
  | "unavailable"
  | "token"
  | "too_large"
  | "too_many"
  | "not_a_question"
  | "bad_request"
  | "malformed";

/** `message` is the server's own words, fit to be shown; `retryAfter` is in seconds. */
export interface Fault {
  kind: FaultKind;
  message: string | null;
  retryAfter: number | null;
}

export type Outcome = { ok: true; reply: Reply } | { ok: false; fault: Fault };

/** A fault that waiting mends: the message stays in the queue. */
export function passes(fault: Fault): boolean {
  return fault.kind === "offline" || fault.kind === "unavailable" || fault.kind === "too_many";
}

export function failed(kind: FaultKind, message: string | null = null, retryAfter: number | null = null): Outcome {
  return { ok: false, fault: { kind, message, retryAfter } };
}
