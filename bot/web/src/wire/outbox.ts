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

const NAME = "outbox";

export class Outbox {
  #queue: readonly Pending[];

  constructor(private readonly memory: Memory) {
    this.#queue = memory.read<Pending[]>(NAME) ?? [];
  }

  get queue(): readonly Pending[] {
    return this.#queue;
  }

  add(pending: Pending): void {
    this.#keep([...this.#queue, pending]);
  }

  remove(id: string): void {
    this.#keep(this.#queue.filter((one) => one.id !== id));
  }

  empty(): void {
    this.#keep([]);
  }

  #keep(queue: readonly Pending[]): void {
    this.#queue = queue;
    this.memory.write(NAME, queue);
  }
}

export function deliver(pending: Pending, client: Client, after: number): Promise<Outcome> {
  return pending.kind === "text"
    ? client.say(pending.id, pending.text, pending.metadata, after)
    : client.tell(pending.id, pending.slot, pending.value, after);
}
