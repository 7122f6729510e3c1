import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { icons } from "../style/icons.js";
import type { Audience } from "../wire/envelope.js";
import { wish } from "./events.js";
import { base } from "./styles.js";
import { words } from "./words.js";

/** What the chat shows before anything was said. */
@customElement("fn-welcome")
export class Welcome extends LitElement {
  @property() audience: Audience | null = null;
  @property() topic = "";

  static override styles = [
    base,
    css`
      :host {
        display: block;
      }

      h3 {
        font-size: 1.5rem;
        font-weight: 650;
        line-height: 1.25;
        letter-spacing: -0.015em;
        text-wrap: balance;
      }

      .what {
        max-inline-size: 40rem;
        margin-block-start: calc(var(--fn-space) * 3);
        color: var(--fn-text-quiet);
      }

      .privacy {
        display: none;
      }

      @container (block-size < 32rem) {
        .privacy {
          display: block;
        }
      }

      h4 {
        margin: calc(var(--fn-space) * 8) 0 calc(var(--fn-space) * 3);
        color: var(--fn-text-quiet);
        font-size: 0.875rem;
        font-weight: 600;
      }

      ul {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(18rem, 100%), 1fr));
        gap: calc(var(--fn-space) * 2.5);
      }

      li {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        overflow-wrap: anywhere;
      }

      li .button {
        justify-content: space-between;
        padding-block: calc(var(--fn-space) * 3);
        border-color: var(--fn-line);
        color: var(--fn-text);
        font-weight: 500;
        text-align: start;
      }

      li .icon {
        rotate: -90deg;
        color: var(--fn-accent);
      }

      li .icon:dir(rtl) {
        rotate: 90deg;
      }

      @container (inline-size < 18rem) {
        li .icon {
          display: none;
        }
      }
    `,
  ];

  override render() {
    const lay = this.audience === "patient";
    return html`
      <h3>${this.topic || words.welcome.title}</h3>
      <p class="what">${lay ? words.welcome.what_lay : words.welcome.what}</p>
      <p class="what privacy">${words.composer.privacy}</p>
      <slot></slot>
      ${
        this.audience === null
          ? nothing
          : html`
              <h4>${words.welcome.examples}</h4>
              <ul>
                ${(lay ? words.examples.patient : words.examples.clinician).map(
                  (text) => html`
                    <li>
                      <button class="button" @click=${() => wish(this, "fn-say", { text })}><span>${text}</span>${icons.chevron}</button>
                    </li>
                  `,
                )}
              </ul>
            `
      }
    `;
  }
}
