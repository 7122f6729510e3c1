/** Lets Escape, and a press outside, close what an element has opened. */

import type { ReactiveController, ReactiveControllerHost } from "lit";

type Host = ReactiveControllerHost & HTMLElement;

export class Dismissal implements ReactiveController {
  /** `close` is told whether the focus is to go back to where it came from. */
  constructor(
    private readonly host: Host,
    private readonly isOpen: () => boolean,
    private readonly close: (returnFocus: boolean) => void,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    this.host.addEventListener("keydown", this.#key);
    document.addEventListener("pointerdown", this.#press, true);
  }

  hostDisconnected(): void {
    this.host.removeEventListener("keydown", this.#key);
    document.removeEventListener("pointerdown", this.#press, true);
  }

  #key = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || !this.isOpen()) return;
    event.stopPropagation();
    this.close(true);
  };

  #press = (event: Event): void => {
    if (this.isOpen() && !event.composedPath().includes(this.host)) this.close(false);
  };
}
