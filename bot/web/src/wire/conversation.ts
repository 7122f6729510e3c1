/** One conversation: what was said, what is still to be sent, and how it stands with the server. */

import { Backoff } from "./backoff.js";
import { Client, type Metadata } from "./client.js";
import type { Answered, ChatEvent, Patient, Reply, Said } from "./events.js";
import { newId } from "./ids.js";
import type { Memory } from "./memory.js";
import { deliver, Outbox, type Pending, type PendingText } from "./outbox.js";
import { type Fault, passes } from "./outcome.js";
import { type Link, Stream } from "./stream.js";
import { absorb, inOrder, type Loose, nothingSaid, type Timeline, taken, unanswered } from "./timeline.js";
import type { Tokens } from "./tokens.js";

/** How long a message may stand without an answer, when nobody is known to be answering it, before that is said. */
const GRACE = 3000;
/** Where the memory has the conversation's id, and what the server does not keep of it. */
const ID = "conversation";
const LOOSE = "loose";

/** A message that the server did not take: what it says of that, and the text that is to go on. */
export interface Rejection {
  pending: Pending;
  fault: Fault;
}

/** A message whose reply could not be read. */
export interface Unreadable {
  pending: Pending;
  text: string | null;
}

export interface Watcher {
  changed(): void;
  answered(answers: Answered[]): void;
  rejected(rejection: Rejection): void;
}

export class Conversation {
  readonly id: string;
  link: Link = "connecting";
  /** Why nothing comes through: of the connection, or of the message that is being sent. */
  fault: Fault | null = null;
  /** When the queue goes on by itself, in milliseconds since 1970; null where nothing holds it up. */
  resumesAt: number | null = null;
  typing = false;
  sending: string | null = null;
  loaded = false;
  unreadable: readonly Unreadable[] = [];

  #timeline: Timeline;
  #outbox: Outbox;
  #client: Client;
  #stream: Stream;
  #backoff = new Backoff(1000);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #settles = 0;
  #closed = false;

  constructor(
    server: string,
    tokens: Tokens,
    private readonly memory: Memory,
    private readonly watcher: Watcher,
  ) {
    this.id = memory.read<string>(ID) ?? newId();
    memory.write(ID, this.id);
    this.#timeline = { ...nothingSaid, loose: memory.read<Loose[]>(LOOSE) ?? [] };
    this.#outbox = new Outbox(memory, this.id);
    this.#client = new Client(server, this.id, tokens);
    this.#stream = new Stream(this.#client, {
      after: () => this.#timeline.next,
      onReply: (reply) => this.#heard(reply),
      onTyping: (of) => this.#type(of !== null),
      onLink: (link, fault) => this.#linked(link, fault),
    });
  }

  get events(): ChatEvent[] {
    return inOrder(this.#timeline);
  }

  /** null where the server cannot read it. */
  get patient(): Patient | null {
    return this.#timeline.patient;
  }

  /** What is still to be sent, without what the stream has brought already. */
  get pending(): Pending[] {
    const known = taken(this.#timeline);
    return this.#outbox.queue.filter((one) => !known.has(one.id));
  }

  /** The ids of messages that have no answer, and that nobody is answering. */
  get overdue(): Set<string> {
    const busy = this.link !== "up" || this.typing || this.sending !== null || Date.now() < this.#settles;
    const missing = busy ? new Set<string>() : unanswered(this.events);
    for (const one of this.#outbox.queue) missing.delete(one.id);
    return missing;
  }

  start(): void {
    this.#stream.start();
    void this.#pump();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#stream.close();
  }

  /** Leave the conversation for good: the next one begins anew. */
  abandon(): void {
    this.close();
    this.#outbox.empty();
    this.memory.forget(ID);
    this.memory.forget(LOOSE);
  }

  /** Send `text`; `title` is the words of the button that stands for it. */
  say(text: string, title: string | null, metadata: Metadata, id = newId()): void {
    this.#outbox.add({ kind: "text", id, at: now(), text, title, metadata });
    this.#changedQueue();
  }

  /** Tell, correct or (with null) take back what is known of the patient. */
  tell(slot: string, name: string, value: string | null): void {
    this.#outbox.add({ kind: "edit", id: newId(), at: now(), slot, name, value });
    this.#changedQueue();
  }

  /** Do not wait any longer: connect and send. */
  retry(): void {
    this.resumesAt = null;
    clearTimeout(this.#timer);
    this.#backoff.reset();
    this.#stream.retry();
    void this.#pump();
  }

  /** Forget a message whose reply could not be read. */
  dismiss(id: string): void {
    this.unreadable = this.unreadable.filter((one) => one.pending.id !== id);
    this.watcher.changed();
  }

  #changedQueue(): void {
    this.watcher.changed();
    void this.#pump();
  }

  #heard(reply: Reply, asked: PendingText | null = null): void {
    const before = new Set(this.events);
    const first = !this.loaded;
    this.#timeline = absorb(this.#timeline, reply, asked ? asSaid(asked) : null);
    this.memory.write(LOOSE, this.#timeline.loose);
    const known = taken(this.#timeline);
    this.unreadable = this.unreadable.filter((one) => !known.has(one.pending.id));
    this.loaded = true;
    this.typing = false;
    this.#settles = Date.now() + GRACE;
    setTimeout(() => this.watcher.changed(), GRACE + 50);
    this.watcher.changed();
    const seen = new Set([...before].map((event) => event.n));
    const fresh = reply.events.filter((event) => event.type === "answer" && (event.n === null || !seen.has(event.n)));
    // What a reload brings back was heard before.
    if (fresh.length > 0 && (!first || asked)) this.watcher.answered(fresh as Answered[]);
  }

  #type(typing: boolean): void {
    if (this.typing === typing) return;
    this.typing = typing;
    this.watcher.changed();
  }

  #linked(link: Link, fault: Fault | null): void {
    const back = link === "up" && this.link !== "up";
    if (this.link === link && this.fault?.kind === fault?.kind) return;
    this.link = link;
    if (link !== "up" || this.resumesAt === null) this.fault = fault;
    this.watcher.changed();
    if (back && this.fault?.kind !== "too_many") this.#resume(0);
  }

  /** Send what is to be sent, in order, one at a time. */
  async #pump(): Promise<void> {
    while (!this.#closed && this.sending === null && this.resumesAt === null) {
      const pending = this.#outbox.queue[0];
      if (!pending) return;
      this.sending = pending.id;
      this.watcher.changed();
      const outcome = await deliver(pending, this.#client, this.#timeline.next);
      if (this.#closed) return;
      this.sending = null;
      if (outcome.ok) this.#delivered(pending, outcome.reply);
      else this.#failed(pending, outcome.fault);
    }
  }

  #delivered(pending: Pending, reply: Reply): void {
    this.#outbox.remove(pending.id);
    this.#backoff.reset();
    if (this.link === "up") this.fault = null;
    this.#heard(reply, pending.kind === "text" ? pending : null);
  }

  #failed(pending: Pending, fault: Fault): void {
    if (passes(fault)) {
      this.fault = fault;
      this.#holdUp(fault.retryAfter !== null ? fault.retryAfter * 1000 : this.#backoff.wait());
    } else if (fault.kind === "token") {
      this.fault = fault;
      this.#holdUp(Number.POSITIVE_INFINITY);
    } else {
      this.#outbox.remove(pending.id);
      if (fault.kind === "malformed") this.unreadable = [...this.unreadable, { pending, text: fault.message }];
      else this.watcher.rejected({ pending, fault });
    }
    this.watcher.changed();
  }

  #holdUp(wait: number): void {
    this.resumesAt = Date.now() + wait;
    clearTimeout(this.#timer);
    if (Number.isFinite(wait)) this.#timer = setTimeout(() => this.#resume(0), wait);
  }

  #resume(wait: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.resumesAt = null;
      void this.#pump();
    }, wait);
  }
}

/** A question that the server did not keep, as the timeline shows it. */
function asSaid(pending: PendingText): Said {
  const text = pending.title ?? pending.text;
  return { n: -1, type: "said", id: pending.id, text, at: pending.at, removed: [] };
}

function now(): string {
  return new Date().toISOString();
}
