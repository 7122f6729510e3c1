/** What the clinician has sent and the server has not yet taken: kept in the tab's memory, sent in order, one at a time. */

import type { Client, Metadata } from "./client.js";
import type { Memory } from "./memory.js";
import type { Outcome } from "./outcome.js";

export interface PendingText {
  kind: "text";
  id: string;
  at: string;
  text: string;
  /** The words of the button that was pressed. */
  title: string | null;
  metadata: Metadata;
}

export interface PendingEdit {
  kind: "edit";
  id: string;
  at: string;
  slot: string;
  name: string;
  value: string | null;
}

export type Pending = PendingText | PendingEdit;

/** The messages of one conversation that are still to be sent. Another copy of the chat may keep its own in the same place. */
export class Outbox {
  #queue: readonly Pending[];
  readonly #name: string;

  constructor(
    private readonly memory: Memory,
    conversation: string,
  ) {
    this.#name = `outbox ${conversation}`;
    this.#queue = this.#kept();
  }

  get queue(): readonly Pending[] {
    return this.#queue;
  }

  add(pending: Pending): void {
    this.#keep((queue) => [...queue, pending]);
  }

  remove(id: string): void {
    this.#keep((queue) => queue.filter((one) => one.id !== id));
  }

  /** Give up what is in it. */
  empty(): void {
    for (const one of this.#queue) this.remove(one.id);
  }

  #kept(): readonly Pending[] {
    return this.memory.read<Pending[]>(this.#name) ?? [];
  }

  /** Change only what is this copy's own in what is kept. */
  #keep(change: (queue: readonly Pending[]) => Pending[]): void {
    this.#queue = change(this.#queue);
    const kept = change(this.#kept());
    if (kept.length === 0) this.memory.forget(this.#name);
    else this.memory.write(this.#name, kept);
  }
}

export function deliver(pending: Pending, client: Client, after: number): Promise<Outcome> {
  return pending.kind === "text"
    ? client.say(pending.id, pending.text, pending.metadata, after)
    : client.tell(pending.id, pending.slot, pending.value, after);
}
