import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { icons } from "../style/icons.js";
import { shared } from "../style/shared.js";
import { type Judgement, judgementOf } from "../wire/judgement.js";
import { copyText } from "./copy.js";
import type { Offer } from "./model.js";
import { choose } from "./offers.js";
import { words } from "./words.js";

const COPIED_FOR_MS = 4000;

/** What can be done with an answer: copy `text`, or judge it with one of the `feedback` offers. */
@customElement("fn-tools")
export class FnTools extends LitElement {
  @property() text = "";
  @property({ attribute: false }) feedback: Offer[] = [];
  /** Which of them was chosen. */
  @property({ attribute: false }) rating: Judgement["kind"] | null = null;
  @state() private said = "";

  override render(): TemplateResult {
    return html`<button type="button" class="button quiet small copy" @click=${this.copy}>
        ${icons.copy}${words.answer.copy}
      </button>
      <span class="said" role="status">${this.said}</span>
      ${
        this.feedback.length === 0
          ? nothing
          : html`<div class="judge" role="group" aria-label=${words.judge.title}>
              ${this.feedback.map((offer) => this.thumb(offer))}
            </div>`
      }`;
  }

  private thumb(offer: Offer): TemplateResult {
    const kind = judgementOf(offer)?.kind;
    const up = kind === "up";
    return html`<button
      type="button"
      class="button quiet small"
      aria-pressed=${kind === this.rating}
      @click=${(event: Event) => this.judge(event, offer)}
    >
      ${up ? icons.thumbUp : icons.thumbDown}${up ? words.judge.up : words.judge.down}
    </button>`;
  }

  private judge(event: Event, offer: Offer): void {
    this.rating = judgementOf(offer)?.kind ?? null;
    choose(event.currentTarget as EventTarget, offer);
  }

  private async copy(event: Event): Promise<void> {
    const button = event.currentTarget as HTMLButtonElement;
    this.said = (await copyText(this.text)) ? words.answer.copied : words.answer.not_copied;
    button.focus();
    setTimeout(() => {
      this.said = "";
    }, COPIED_FOR_MS);
  }

  static override styles = [
    shared,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.25rem;
      }

      .said {
        color: var(--fn-good);
        font-size: 0.875rem;
        font-weight: 600;
      }

      .copy {
        margin-inline-start: -0.75rem;
      }

      .judge {
        display: flex;
        flex-wrap: wrap;
        gap: 0.25rem;
        margin-inline: auto -0.75rem;
      }

      @container (max-width: 18rem) {
        .copy,
        .judge {
          margin-inline: 0;
        }
      }

      [aria-pressed="true"] {
        border-color: var(--fn-accent);
        background: var(--fn-accent-soft);
        color: var(--fn-accent-strong);
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "fn-tools": FnTools;
  }
}
