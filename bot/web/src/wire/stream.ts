/** Keeps a conversation up to date: by a stream that reconnects, or by asking again and again where none gets through. */

import { createParser, type EventSourceMessage } from "eventsource-parser";
import { Backoff } from "./backoff.js";
import type { Client } from "./client.js";
import type { Reply } from "./events.js";
import type { Fault } from "./outcome.js";
import { isFields, readReply } from "./reading.js";

/** The server writes a heartbeat every 15 s. */
const SILENCE = 40_000;
const POLL = 4_000;
const STREAM_AGAIN = 60_000;
const STREAM_FAILURES = 2;
/** A stream that ends sooner than this has failed. */
const LIVED = 5_000;

/** `down` is: not connected, trying again; `refused`: waiting for somebody to press “try again”. */
export type Link = "connecting" | "up" | "down" | "refused";

export interface Listener {
  after(): number;
  onReply(reply: Reply): void;
  onTyping(of: string | null): void;
  onLink(link: Link, fault: Fault | null): void;
}

export class Stream {
  #closed = new AbortController();
  #backoff = new Backoff();
  #failures = 0;
  #wake: (() => void) | null = null;
  #streamAgain = 0;

  constructor(
    private readonly client: Client,
    private readonly listener: Listener,
  ) {}

  start(): void {
    window.addEventListener("online", this.retry, { signal: this.#closed.signal });
    document.addEventListener("visibilitychange", this.#seen, { signal: this.#closed.signal });
    void this.#run();
  }

  close(): void {
    this.#closed.abort();
    this.#wake?.();
  }

  /** Do not wait any longer. */
  retry = (): void => {
    this.#backoff.reset();
    this.#wake?.();
  };

  #seen = (): void => {
    if (document.visibilityState === "visible") this.retry();
  };

  async #run(): Promise<void> {
    while (!this.#closed.signal.aborted) {
      const polling = this.#failures >= STREAM_FAILURES && Date.now() < this.#streamAgain;
      const fault = polling ? await this.#poll() : await this.#read();
      if (this.#closed.signal.aborted) return;
      if (fault) this.listener.onLink(fault.kind === "token" ? "refused" : "down", fault);
      await this.#pause(fault?.kind === "token" ? null : fault || !polling ? this.#backoff.wait() : POLL);
    }
  }

  /** Ask once; what came in, or the fault. */
  async #poll(): Promise<Fault | null> {
    const outcome = await this.client.events(this.listener.after());
    if (!outcome.ok) return outcome.fault;
    this.#up(outcome.reply);
    return null;
  }

  /** Read the stream until it ends. null where it had been open: that is no fault until reconnecting fails. */
  async #read(): Promise<Fault | null> {
    const attempt = new AbortController();
    const end = () => attempt.abort();
    this.#closed.signal.addEventListener("abort", end);
    let watch = setTimeout(end, SILENCE);
    let firstByte: number | null = null;
    try {
      const opened = await this.client.stream(this.listener.after(), attempt.signal);
      if (!(opened instanceof Response)) return await this.#withoutStream(opened);
      this.listener.onLink("up", null);
      const reader = (opened.body as ReadableStream<Uint8Array>).getReader();
      const parser = createParser({ onEvent: (event) => this.#take(event) });
      const decoder = new TextDecoder();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        firstByte ??= Date.now();
        clearTimeout(watch);
        watch = setTimeout(end, SILENCE);
        parser.feed(decoder.decode(value, { stream: true }));
      }
    } catch {
      // A stream that is cut off has ended.
    } finally {
      clearTimeout(watch);
      this.#closed.signal.removeEventListener("abort", end);
      this.listener.onTyping(null);
    }
    if (firstByte === null || Date.now() - firstByte < LIVED) return this.#withoutStream(CUT_OFF);
    this.#failures = 0;
    this.#backoff.reset();
    return null;
  }

  /** No stream came about: after two failures, ask instead. The fault is that of the asking. */
  async #withoutStream(fault: Fault): Promise<Fault | null> {
    if (this.#closed.signal.aborted || fault.kind === "token") return fault;
    this.#failures += 1;
    this.#streamAgain = Date.now() + STREAM_AGAIN;
    return this.#failures >= STREAM_FAILURES ? this.#poll() : fault;
  }

  #up(reply: Reply): void {
    this.#backoff.reset();
    this.listener.onReply(reply);
    this.listener.onLink("up", null);
  }

  #take(event: EventSourceMessage): void {
    const data = parsed(event.data);
    if (event.event === "typing")
      this.listener.onTyping(isFields(data) && typeof data.of === "string" ? data.of : null);
    const reply = event.event === "reply" ? readReply(data) : null;
    if (reply) this.listener.onReply(reply);
  }

  /** Wait so long, in milliseconds, or with null until woken. */
  #pause(wait: number | null): Promise<void> {
    return new Promise((resolve) => {
      const timer = wait === null ? undefined : setTimeout(() => this.#wake?.(), wait);
      this.#wake = () => {
        clearTimeout(timer);
        this.#wake = null;
        resolve();
      };
    });
  }
}

const CUT_OFF: Fault = { kind: "offline", message: null, retryAfter: null };

function parsed(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return null;
  }
}
