/** What the clinician has chosen for this conversation. */

import type { Audience } from "./envelope.js";
import type { Memory } from "./memory.js";

export interface Settings {
  audience: Audience | null;
  readAloud: boolean;
  microphone: boolean;
  handsFree: boolean;
  largeText: boolean;
  /** null: as the room allows. */
  patientFolded: boolean | null;
}

export const DEFAULTS: Settings = {
  audience: null,
  readAloud: false,
  microphone: false,
  handsFree: false,
  largeText: false,
  patientFolded: null,
};

const NAME = "settings";

export function readSettings(memory: Memory): Settings {
  return { ...DEFAULTS, ...memory.read<Partial<Settings>>(NAME) };
}

export function writeSettings(memory: Memory, settings: Settings): void {
  memory.write(NAME, settings);
}
