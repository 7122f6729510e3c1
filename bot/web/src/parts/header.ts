import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { Settings } from "../wire/settings.js";
import type { Link } from "../wire/stream.js";
import "./menu.js";
import { base } from "./styles.js";
import { words } from "./words.js";

/** The title, how the connection stands where it does not, and the menu. */
@customElement("fn-header")
export class Header extends LitElement {
  @property() heading = words.header.title;
  @property() link: Link = "connecting";
  @property({ attribute: false }) settings: Settings | null = null;
  @property({ type: Boolean }) audienceFixed = false;
  @property({ type: Boolean }) listens = false;
  @property({ type: Boolean }) speaks = false;
  @property({ type: Boolean }) hasAnswers = false;

  static override styles = [
    base,
    css`
      :host {
        display: block;
        position: relative;
        z-index: 3;
        background: var(--fn-surface);
        border-block-end: 1px solid var(--fn-line);
      }

      header {
        display: flex;
        align-items: center;
        gap: calc(var(--fn-space) * 3);
        max-inline-size: var(--fn-column);
        min-block-size: 3.5rem;
        margin-inline: auto;
        padding: calc(var(--fn-space) * 1.5) var(--fn-gutter);
      }

      h2 {
        flex: 1;
        min-inline-size: 0;
        font-size: 1.125rem;
        font-weight: 650;
        line-height: 1.3;
        letter-spacing: -0.01em;
        overflow-wrap: anywhere;
      }

      .link {
        display: inline-flex;
        align-items: center;
        gap: calc(var(--fn-space) * 1.5);
        padding: var(--fn-space) calc(var(--fn-space) * 2.5);
        border-radius: 999px;
        background: var(--fn-caution-soft);
        color: var(--fn-caution);
        font-size: 0.875rem;
        font-weight: 550;
      }

      @container (block-size < 32rem) {
        header {
          min-block-size: 0;
          padding-block: calc(var(--fn-space) * 0.5);
        }

        h2 {
          font-size: 1rem;
        }
      }

      @container (inline-size < 18rem) {
        header {
          gap: var(--fn-space);
        }
      }
    `,
  ];

  override render() {
    const state = this.link === "up" || this.link === "connecting" ? "" : words.header[this.link];
    return html`
      <header>
        <h2>${this.heading || words.header.title}</h2>
        <span role="status">${state ? html`<span class="link">${state}</span>` : nothing}</span>
        <fn-menu
          .settings=${this.settings}
          .audienceFixed=${this.audienceFixed}
          .listens=${this.listens}
          .speaks=${this.speaks}
          .hasAnswers=${this.hasAnswers}
        ></fn-menu>
      </header>
    `;
  }
}
