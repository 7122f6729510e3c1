/** A conversation as it is known so far: pure, so that any order of replies leads to the same. */

import type { Answered, ChatEvent, Patient, Reply, Said } from "./events.js";

/** What the server does not keep (an answer that says it is unavailable, and its question), and what it came after. */
export interface Loose {
  after: number;
  event: Said | Answered;
}

export interface Timeline {
  numbered: ReadonlyMap<number, ChatEvent>;
  loose: readonly Loose[];
  next: number;
  patient: Patient | null;
}

/** The server numbers events from 0. */
export const BEFORE_ALL = -1;

export const nothingSaid: Timeline = {
  numbered: new Map(),
  loose: [],
  next: BEFORE_ALL,
  patient: { known: [], tellable: [] },
};

/**
 * `timeline` with what `reply` adds; `asked` is the message that it replies to. A reply that was overtaken by a newer
 * one does not change the patient.
 */
export function absorb(timeline: Timeline, reply: Reply, asked: Said | null = null): Timeline {
  const numbered = new Map(timeline.numbered);
  for (const event of reply.events) if (event.n !== null) numbered.set(event.n, event);
  const kept = [...numbered.values()].some((event) => event.type === "said" && event.id === asked?.id);
  const answers = reply.events.filter((event) => event.type === "answer" && event.n === null) as Answered[];
  const fresh = answers.filter((event) => !timeline.loose.some((one) => same(one.event, event)));
  const added = fresh.length > 0 && asked && !kept ? [asked, ...fresh] : fresh;
  const newest = reply.next >= timeline.next;
  return {
    numbered,
    loose: [...timeline.loose, ...added.map((event) => ({ after: reply.next, event }))],
    next: Math.max(reply.next, timeline.next),
    patient: newest ? reply.patient : timeline.patient,
  };
}

/** Every event in order. What is loose stands behind the last event that its reply knew of. */
export function inOrder(timeline: Timeline): ChatEvent[] {
  const numbered = [...timeline.numbered].map(([place, event]) => ({ place, event: event as ChatEvent }));
  const loose = timeline.loose.map((one) => ({ place: one.after + 0.5, event: one.event as ChatEvent }));
  return [...numbered, ...loose].sort((a, b) => a.place - b.place).map((one) => one.event);
}

/** The ids of messages that no answer has followed. */
export function unanswered(events: readonly ChatEvent[]): Set<string> {
  const missing: Said[] = [];
  let waiting: Said[] = [];
  let answers = 0;
  const close = () => {
    missing.push(...waiting.slice(0, Math.max(0, waiting.length - answers)));
    waiting = [];
    answers = 0;
  };
  for (const event of events) {
    if (event.type === "answer") answers += 1;
    else {
      if (answers > 0 || event.type === "session") close();
      if (event.type === "said") waiting.push(event);
    }
  }
  close();
  return new Set(missing.map((said) => said.id).filter((id) => id !== null));
}

/** The ids of the messages that the server has taken. */
export function taken(timeline: Timeline): Set<string> {
  const said = [...timeline.numbered.values()].filter((event) => event.type === "said");
  return new Set(said.map((event) => event.id).filter((id) => id !== null));
}

function same(one: Said | Answered, other: Answered): boolean {
  if (one.type !== "answer") return false;
  const id = one.message.custom?.answer_id;
  return id ? id === other.message.custom?.answer_id : one.at === other.at && one.message.text === other.message.text;
}
