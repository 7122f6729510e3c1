/** Speech to text by the browser, where it offers that. */

import type { Transcript } from "../parts/events.js";

interface Alternative {
  transcript: string;
  confidence: number;
}

interface Result extends ArrayLike<Alternative> {
  isFinal: boolean;
}

interface Recognition extends EventTarget {
  lang: string;
  interimResults: boolean;
  continuous: boolean;
  maxAlternatives: number;
  onresult: ((event: { results: ArrayLike<Result> }) => void) | null;
  onerror: ((event: { error: string }) => void) | null;
  onend: (() => void) | null;
  start(): void;
  stop(): void;
  abort(): void;
}

type Maker = new () => Recognition;

function maker(): Maker | undefined {
  const names = window as unknown as Record<string, Maker | undefined>;
  return names.SpeechRecognition ?? names.webkitSpeechRecognition;
}

export const canListen = (): boolean => maker() !== undefined;

export interface Hearer {
  /** `transcript` is null while the words may still change. */
  heard(text: string, transcript: Transcript | null): void;
  ended(said: boolean): void;
  failed(reason: "denied" | "unheard" | "broken"): void;
}

const REASONS: Record<string, "denied" | "unheard"> = {
  "not-allowed": "denied",
  "service-not-allowed": "denied",
  "no-speech": "unheard",
};

/** One ear: it hears one utterance at a time. */
export class Listening {
  #recognition: Recognition | null = null;

  constructor(private readonly hearer: Hearer) {}

  /** Whether it listens now. */
  start(language: string): boolean {
    const Made = maker();
    if (!Made || this.#recognition) return this.#recognition !== null;
    const recognition = new Made();
    let said = false;
    recognition.lang = language;
    recognition.interimResults = true;
    recognition.maxAlternatives = 5;
    recognition.onresult = ({ results }) => {
      const all = Array.from(results);
      said = all.length > 0 && all.every((one) => one.isFinal);
      this.hearer.heard(best(all), said ? transcriptOf(all) : null);
    };
    recognition.onerror = ({ error }) => {
      if (error !== "aborted") this.hearer.failed(REASONS[error] ?? "broken");
    };
    recognition.onend = () => {
      if (this.#recognition !== recognition) return;
      this.#recognition = null;
      this.hearer.ended(said);
    };
    this.#recognition = recognition;
    recognition.start();
    return true;
  }

  /** Hear no more, and keep what was heard. */
  stop(): void {
    this.#recognition?.stop();
  }

  abort(): void {
    const recognition = this.#recognition;
    this.#recognition = null;
    recognition?.abort();
  }
}

function best(results: readonly Result[]): string {
  return results.map((one) => one[0]?.transcript.trim() ?? "").join(" ");
}

/** The confidence is that of the least certain part. Alternatives are told apart only in a single part. */
function transcriptOf(results: readonly Result[]): Transcript {
  const [only, ...more] = results;
  const others = only && more.length === 0 ? Array.from(only).slice(1) : [];
  return {
    confidence: Math.min(...results.map((one) => one[0]?.confidence ?? 0)),
    alternatives: others.map((one) => one.transcript.trim()),
  };
}
