import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { shared } from "../style/shared.js";
import { badges, gradeStyle } from "./grade.js";
import type { Citation, Statement } from "./model.js";
import { source, sourceStyle } from "./source.js";
import { fill, words } from "./words.js";

/**
 * A curated sentence with the numbers of its sources, each of which opens in place.
 *
 * `lead`: it is the headline. `brief`: without grade and checks (they stand elsewhere). `plain`: for lay readers.
 */
@customElement("fn-statement")
export class FnStatement extends LitElement {
  @property({ attribute: false }) statement!: Statement;
  @property({ attribute: false }) citations: Citation[] = [];
  @property({ type: Boolean }) lead = false;
  @property({ type: Boolean }) brief = false;
  @property({ type: Boolean }) plain = false;
  @state() private opened: number | null = null;

  override render(): TemplateResult {
    const { text } = this.statement;
    const numbers = html`<span class="refs">${this.statement.citations.map((number) => this.reference(number))}</span>`;
    return html`<div @keydown=${this.escape}>
      ${this.lead ? html`<h3 class="lead">${text}</h3>` : html`<p class="text">${text} ${numbers}</p>`}
      ${
        this.brief || (this.plain && !this.lead)
          ? nothing
          : html`<p class="remarks">
              ${this.lead ? numbers : nothing} ${this.plain ? nothing : badges(this.statement)}
            </p>`
      }
      ${this.panel()}
    </div>`;
  }

  private reference(number: number): TemplateResult {
    const found = this.citations.find((one) => one.number === number);
    if (!found) return html`<span class="ref"><span>${number}</span></span>`;
    return html`<button
      type="button"
      class="ref"
      aria-label=${fill(words.citation.open, { number, label: found.label })}
      aria-expanded=${this.opened === number}
      aria-controls="source"
      @click=${() => this.toggle(number)}
    >
      <span>${number}</span>
    </button>`;
  }

  private panel(): TemplateResult {
    const found = this.citations.find((one) => one.number === this.opened);
    return html`<div id="source" class="panel" ?hidden=${!found}>
      ${found ? source(found, this.citations) : nothing}
    </div>`;
  }

  private toggle(number: number): void {
    this.opened = this.opened === number ? null : number;
  }

  private escape(event: KeyboardEvent): void {
    if (event.key !== "Escape" || this.opened === null) return;
    event.stopPropagation();
    this.renderRoot.querySelector<HTMLButtonElement>('.ref[aria-expanded="true"]')?.focus();
    this.opened = null;
  }

  static override styles = [
    shared,
    gradeStyle,
    sourceStyle,
    css`
      :host {
        display: block;
      }

      .lead {
        font-size: var(--fn-lead-size, 1.25rem);
        font-weight: 650;
        line-height: 1.4;
        text-wrap: pretty;
      }

      .text {
        line-height: 1.6;
        text-wrap: pretty;
      }

      .refs {
        display: inline-flex;
        flex-wrap: wrap;
        gap: 0.25rem;
        vertical-align: middle;
      }

      .ref {
        padding: 0;
        border: 0;
        background: none;
      }

      .ref span {
        display: grid;
        place-content: center;
        min-inline-size: 1.5rem;
        block-size: 1.5rem;
        padding-inline: 0.25rem;
        border: 1px solid transparent;
        border-radius: var(--fn-radius-small);
        background: var(--fn-accent-soft);
        color: var(--fn-accent-strong);
        font-size: 0.8125rem;
        font-weight: 650;
        font-variant-numeric: tabular-nums;
        line-height: 1;
      }

      .ref:hover span {
        border-color: var(--fn-accent);
      }

      .ref[aria-expanded="true"] span {
        background: var(--fn-accent);
        color: var(--fn-on-accent);
      }

      .remarks {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.25rem 0.875rem;
        margin-block-start: 0.375rem;
        font-size: 0.8125rem;
        line-height: 1.5;
      }

      .panel {
        margin-block-start: 0.625rem;
        padding: 0.75rem 1rem;
        border: 1px solid var(--fn-line);
        border-inline-start: 0.1875rem solid var(--fn-accent);
        border-radius: var(--fn-radius-small);
        background: var(--fn-surface-sunk);
        color: var(--fn-text);
        font-size: 0.9375rem;
        line-height: 1.5;
      }

      @media (any-pointer: coarse) {
        .refs {
          gap: 0;
          margin-block: -0.5rem;
        }

        .ref {
          display: grid;
          place-content: center;
          min-inline-size: var(--fn-touch);
          min-block-size: var(--fn-touch);
        }

        .ref span {
          min-inline-size: 2rem;
        }
      }

      @media (forced-colors: active) {
        .ref {
          border: 1px solid currentColor;
          border-radius: var(--fn-radius-small);
        }
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "fn-statement": FnStatement;
  }
}
