import { css, html, LitElement, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { icons } from "../style/icons.js";
import { base } from "./styles.js";
import { fill, words } from "./words.js";

/** A line above the composer: what the server did not take and why, or how long it wants to be left alone. */
@customElement("fn-notice")
export class Notice extends LitElement {
  @property() text = "";
  /** When the next message goes out by itself, in milliseconds since 1970. */
  @property({ attribute: false }) until: number | null = null;

  @state() private seconds = 0;

  private ticking: ReturnType<typeof setInterval> | undefined;

  static override styles = [
    base,
    css`
      :host {
        display: block;
      }

      .line {
        display: flex;
        align-items: flex-start;
        gap: calc(var(--fn-space) * 2);
        max-inline-size: var(--fn-column);
        margin-inline: auto;
        padding: calc(var(--fn-space) * 2) var(--fn-gutter) 0;
        color: var(--fn-caution);
        font-size: 0.9375rem;
        font-weight: 550;
      }
    `,
  ];

  override willUpdate(): void {
    clearInterval(this.ticking);
    this.seconds = this.remaining();
    if (this.seconds > 0) this.ticking = setInterval(() => this.tick(), 500);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.ticking);
  }

  override render() {
    return html`
      <div role="alert">${this.text ? html`<p class="line">${icons.warning}<span>${this.text}</span></p>` : nothing}</div>
      ${
        this.seconds > 0
          ? html`<p class="line" aria-hidden="true">
              ${icons.clock}<span>${fill(words.notice.countdown, { seconds: this.seconds })}</span>
            </p>`
          : nothing
      }
      <p class="visually-hidden" role="status">${this.until === null ? "" : words.notice.waits}</p>
    `;
  }

  private remaining(): number {
    if (this.until === null || !Number.isFinite(this.until)) return 0;
    return Math.max(0, Math.ceil((this.until - Date.now()) / 1000));
  }

  private tick(): void {
    this.seconds = this.remaining();
    if (this.seconds === 0) clearInterval(this.ticking);
  }
}
