import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { icons } from "../style/icons.js";
import { shared } from "../style/shared.js";
import type { Citation, Statement } from "./model.js";
import "./statement.js";
import { fill, words } from "./words.js";

/** The statements of an answer; `folded` are those that a long answer shows only on demand. */
@customElement("fn-statements")
export class FnStatements extends LitElement {
  @property({ attribute: false }) shown: Statement[] = [];
  @property({ attribute: false }) folded: Statement[] = [];
  @property({ attribute: false }) citations: Citation[] = [];
  @property() heading = "";
  /** The statement that explains the answer to a trainee. */
  @property({ attribute: false }) why: string | null = null;
  @property({ type: Boolean }) plain = false;
  @state() private open = false;

  override render(): TemplateResult {
    return html`<h4 class="section-title">${this.heading}</h4>
      <ul>
        ${this.shown.map((one) => this.item(one))}
      </ul>
      ${
        this.folded.length === 0
          ? nothing
          : html`<ul id="folded" ?hidden=${!this.open}>
                ${this.folded.map((one) => this.item(one))}
              </ul>
              <button
                type="button"
                class="button quiet small more"
                aria-expanded=${this.open}
                aria-controls="folded"
                @click=${this.toggle}
              >
                ${icons.chevron}${
                  this.open ? words.answer.show_fewer : fill(words.answer.show_more, { count: this.folded.length })
                }
              </button>`
      }`;
  }

  private toggle(): void {
    this.open = !this.open;
  }

  private item(statement: Statement): TemplateResult {
    return html`<li>
      ${statement.id === this.why ? html`<p class="section-title">${words.answer.why}</p>` : nothing}
      <fn-statement .statement=${statement} .citations=${this.citations} ?plain=${this.plain}></fn-statement>
    </li>`;
  }

  static override styles = [
    shared,
    css`
      :host {
        display: block;
      }

      li {
        padding-block: 0.875rem;
        border-block-end: 1px solid var(--fn-line);
      }

      ul:first-of-type > li:first-child {
        padding-block-start: 0.5rem;
      }

      ul:last-of-type > li:last-child {
        border-block-end: 0;
        padding-block-end: 0.25rem;
      }

      .more.button {
        margin-block-start: 0.5rem;
        margin-inline-start: -0.75rem;
        color: var(--fn-accent);
        font-weight: 600;
      }

      [aria-expanded="true"] .icon {
        transform: rotate(180deg);
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "fn-statements": FnStatements;
  }
}
