import { css, html, LitElement } from "lit";
import { customElement, query } from "lit/decorators.js";
import type { Audience } from "../wire/envelope.js";
import { wish } from "./events.js";
import { base } from "./styles.js";
import { words } from "./words.js";

const AUDIENCES: readonly Audience[] = ["clinician", "trainee", "patient"];

/** Asks, once, who is reading. */
@customElement("fn-audience-card")
export class AudienceCard extends LitElement {
  @query("button") private first!: HTMLButtonElement;

  static override styles = [
    base,
    css`
      :host {
        display: block;
        padding: calc(var(--fn-space) * 5);
        border: 1px solid var(--fn-line);
        border-radius: var(--fn-radius);
        background: var(--fn-surface);
        box-shadow: var(--fn-shadow);
      }

      h3 {
        font-size: 1.0625rem;
        font-weight: 600;
        line-height: 1.4;
      }

      p {
        margin-block-start: var(--fn-space);
        color: var(--fn-text-quiet);
      }

      ul {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(12rem, 100%), 1fr));
        gap: calc(var(--fn-space) * 2.5);
        margin-block-start: calc(var(--fn-space) * 4);
      }

      li {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        overflow-wrap: anywhere;
      }

      .button {
        display: grid;
        align-content: start;
        justify-content: stretch;
        gap: 0;
        padding: calc(var(--fn-space) * 3) calc(var(--fn-space) * 4);
        text-align: start;
      }

      @container (inline-size < 18rem) {
        :host {
          padding: calc(var(--fn-space) * 2.5);
        }
      }

      strong {
        display: block;
        font-weight: 600;
      }

      small {
        display: block;
        margin-block-start: calc(var(--fn-space) * 0.5);
        color: var(--fn-text-quiet);
        font-size: 0.875rem;
        font-weight: 400;
        line-height: 1.45;
      }
    `,
  ];

  override focus(): void {
    this.first.focus();
  }

  override render() {
    return html`
      <section aria-labelledby="ask">
        <h3 id="ask">${words.audience.ask}</h3>
        <p>${words.audience.why}</p>
        <ul>
          ${AUDIENCES.map(
            (audience) => html`
              <li>
                <button class="button" @click=${() => wish(this, "fn-settings", { audience })}>
                  <strong>${words.audience[audience].title}</strong>
                  <small>${words.audience[audience].says}</small>
                </button>
              </li>
            `,
          )}
        </ul>
      </section>
    `;
  }
}
