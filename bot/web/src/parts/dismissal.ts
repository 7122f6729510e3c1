/** Lets Escape, a press outside and, where that is wanted, the keyboard's leaving close what an element has opened. */

import type { ReactiveController, ReactiveControllerHost } from "lit";

type Host = ReactiveControllerHost & HTMLElement;

export class Dismissal implements ReactiveController {
  /** `close` is told whether the focus is to go back to where it came from. */
  constructor(
    private readonly host: Host,
    private readonly isOpen: () => boolean,
    private readonly close: (returnFocus: boolean) => void,
    private readonly leaving = false,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    this.host.addEventListener("keydown", this.#key);
    if (this.leaving) this.host.addEventListener("focusout", this.#leave);
    if (this.leaving) document.addEventListener("focusin", this.#outside);
    document.addEventListener("pointerdown", this.#outside, true);
  }

  hostDisconnected(): void {
    this.host.removeEventListener("keydown", this.#key);
    this.host.removeEventListener("focusout", this.#leave);
    document.removeEventListener("focusin", this.#outside);
    document.removeEventListener("pointerdown", this.#outside, true);
  }

  #key = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || !this.isOpen()) return;
    event.stopPropagation();
    this.close(true);
  };

  /** Without a next element the focus has left the page, or its element is gone; where it comes back is told later. */
  #leave = (event: FocusEvent): void => {
    if (this.isOpen() && event.relatedTarget !== null) this.close(false);
  };

  #outside = (event: Event): void => {
    if (this.isOpen() && !event.composedPath().includes(this.host)) this.close(false);
  };
}
