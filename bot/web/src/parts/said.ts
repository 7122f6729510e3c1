import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { icons } from "../style/icons.js";
import { wish } from "./events.js";
import { base } from "./styles.js";
import { counted, fill, hourOf, words } from "./words.js";

/** How a message of the clinician stands. */
export type Standing = "taken" | "sending" | "waiting" | "overdue" | "unreadable";

/** A message of the clinician, with what was taken out of it and, where it is not answered, why. */
@customElement("fn-said")
export class SaidMessage extends LitElement {
  @property() text = "";
  @property({ attribute: false }) messageId = "";
  @property() at = "";
  @property() standing: Standing = "taken";
  @property({ attribute: false }) removed: { kind: string; count: number }[] = [];

  static override styles = [
    base,
    css`
      :host {
        display: flex;
        flex-direction: column;
        align-items: flex-end;
        gap: calc(var(--fn-space) * 1.5);
        margin-inline-start: 12%;
      }

      .text {
        max-inline-size: 40rem;
        padding: calc(var(--fn-space) * 2.5) calc(var(--fn-space) * 4);
        border: 1px solid var(--fn-line);
        border-radius: var(--fn-radius);
        border-end-end-radius: var(--fn-space);
        background: var(--fn-accent-soft);
        color: var(--fn-text);
        overflow-wrap: anywhere;
        white-space: pre-wrap;
      }

      @container (inline-size < 18rem) {
        :host {
          margin-inline-start: 4%;
        }

        .text {
          padding-inline: calc(var(--fn-space) * 2.5);
        }
      }

      .waiting .text,
      .unreadable .text {
        border: 1px dashed var(--fn-line-strong);
        background: var(--fn-surface);
      }

      .note {
        display: flex;
        align-items: center;
        gap: calc(var(--fn-space) * 1.5);
        color: var(--fn-text-quiet);
        font-size: 0.875rem;
        line-height: 1.4;
        text-align: end;
      }

      .note .icon {
        inline-size: 1rem;
        block-size: 1rem;
      }

      .late {
        color: var(--fn-caution);
        font-weight: 550;
      }

      .message {
        display: contents;
      }
    `,
  ];

  override render() {
    const hour = hourOf(this.at);
    return html`
      <div class="message ${this.standing}">
        <p class="text"><span class="visually-hidden">${words.said.you}</span>${this.text}</p>
        ${
          this.removed.length > 0
            ? html`<p class="note">${icons.shield}<span>${fill(words.said.removed, { what: this.what() })}</span></p>`
            : nothing
        }
        ${this.state(hour)}
      </div>
    `;
  }

  private state(hour: string) {
    if (this.standing === "taken" || this.standing === "sending") {
      return hour ? html`<p class="note">${this.standing === "sending" ? words.said.sending : hour}</p>` : nothing;
    }
    if (this.standing === "waiting") return html`<p class="note">${icons.clock}<span>${words.said.waiting}</span></p>`;
    return html`
      <p class="note late">${icons.warning}<span>${words.said[this.standing]}</span></p>
      <button class="button" @click=${() => this.again()}>${icons.refresh} ${words.said.ask_again}</button>
    `;
  }

  private again(): void {
    if (this.standing === "unreadable") wish(this, "fn-dismiss", { id: this.messageId });
    wish(this, "fn-say", { text: this.text });
  }

  private what(): string {
    const kinds: Record<string, { one: string; other: string }> = words.said.kinds;
    const parts = this.removed.map(({ kind, count }) => counted(kinds[kind] ?? words.said.kinds.other, count));
    return parts.join(words.said.and);
  }
}
