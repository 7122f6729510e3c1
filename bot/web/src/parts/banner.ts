import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { icons } from "../style/icons.js";
import type { Fault } from "../wire/outcome.js";
import { wish } from "./events.js";
import { base } from "./styles.js";
import { words } from "./words.js";

/** Why nothing comes through, that nothing is lost, and a way on. */
@customElement("fn-banner")
export class Banner extends LitElement {
  @property({ attribute: false }) fault: Fault | null = null;
  @property({ type: Boolean }) holding = false;

  static override styles = [
    base,
    css`
      :host {
        display: block;
      }

      .shown {
        background: var(--fn-caution-soft);
        color: var(--fn-text);
        border-block-end: 1px solid var(--fn-line);
      }

      .inner {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: calc(var(--fn-space) * 2) calc(var(--fn-space) * 3);
        max-inline-size: var(--fn-column);
        margin-inline: auto;
        padding: calc(var(--fn-space) * 2) var(--fn-gutter);
      }

      .icon {
        color: var(--fn-caution);
      }

      .said {
        flex: 1 1 14rem;
      }

      strong {
        font-weight: 600;
      }
    `,
  ];

  override render() {
    const fault = this.fault;
    const kind = fault && fault.kind in words.banner ? (fault.kind as keyof typeof words.banner) : null;
    if (!fault || !kind) return html`<div role="alert"></div>`;
    const said = words.banner[kind];
    return html`
      <div role="alert" class="shown">
        <div class="inner">
          ${icons.warning}
          <p class="said">
            <strong>${fault.message ?? said.what}</strong> ${said.then} ${this.holding ? words.banner_holding : nothing}
          </p>
          <button class="button" @click=${() => wish(this, "fn-retry", null)}>${said.act}</button>
        </div>
      </div>
    `;
  }
}
