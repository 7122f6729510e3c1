import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { icons } from "../style/icons.js";
import { shared } from "../style/shared.js";
import { comparedWith, leadingSource } from "./arrange.js";
import type { Answer, Offer, Regimen } from "./model.js";
import { offerList, offerStyle } from "./offers.js";
import { pictureStyle, rangePicture } from "./picture.js";
import { axesOf, capText, rangeText } from "./ranges.js";
import { fill, words } from "./words.js";

/** The dose part of an answer: where a named dose stands, the ranges as a table and a picture, or why there is none. */
@customElement("fn-dose")
export class FnDose extends LitElement {
  @property({ attribute: false }) answer!: Answer;
  /** What shows a withheld dose nevertheless. */
  @property({ attribute: false }) anyway: Offer[] = [];
  @property({ type: Boolean }) latest = false;

  override render(): TemplateResult {
    const axes = axesOf(this.answer, (statement) => this.sourceOf(statement));
    return html`<h4 class="section-title">${words.dose.title}</h4>
      ${this.withheld()} ${this.compared()} ${this.table()}
      ${axes.length === 0 ? nothing : html`<div class="pictures">${axes.map((axis) => rangePicture(axis, this.answer.dose_check))}</div>`}`;
  }

  private withheld(): TemplateResult | typeof nothing {
    if (this.answer.withheld === null) return nothing;
    return html`<div class="withheld">
      <p>${icons.stop}<span><b>${words.dose.withheld}.</b> ${this.answer.withheld}</span></p>
      ${this.anyway.length === 0 ? nothing : offerList(this.anyway, this.latest, words.dose.withheld)}
    </div>`;
  }

  private compared(): TemplateResult | typeof nothing {
    const { compared, dose_check: check } = this.answer;
    if (compared.length === 0) return nothing;
    return html`<div class="compared">
      <p class="compared-title">${words.dose.compared}</p>
      ${check?.arithmetic ? html`<p class="arithmetic">${check.arithmetic}</p>` : nothing}
      <ul>
        ${compared.map((one, place) => html`<li>${one} ${this.behind(place)}</li>`)}
      </ul>
    </div>`;
  }

  /** The source behind a line of the comparison, so that two that read alike are told apart. */
  private behind(place: number): TemplateResult | typeof nothing {
    const result = comparedWith(this.answer, place);
    return result ? html`<span class="quiet-text">${this.sourceOf(result.statement)}</span>` : nothing;
  }

  private table(): TemplateResult | typeof nothing {
    const { calculations } = this.answer;
    if (calculations.length === 0) return nothing;
    const heads = [words.dose.regimen, words.dose.route, words.dose.range, words.dose.per_kg, words.dose.limit];
    // The roles stay when a narrow chat lays the rows out as cards.
    return html`<table role="table">
      <caption class="visually-hidden">${words.dose.caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          ${heads.map((head) => html`<th role="columnheader" scope="col">${head}</th>`)}
        </tr>
      </thead>
      ${calculations.map((one) => this.regimen(one))}
    </table>`;
  }

  private regimen(one: Regimen): TemplateResult {
    const cells: [string, string | TemplateResult | null][] = [
      [words.dose.route, routeCell(one)],
      [words.dose.range, rangeCell(one)],
      [words.dose.per_kg, one.per_kg && unbroken(rangeText(one.per_kg))],
      [words.dose.limit, limitCell(one)],
    ];
    return html`<tbody role="rowgroup">
      <tr role="row">
        <th role="rowheader" scope="row">
          <b>${one.setting ?? one.regimen}</b>${one.frequency ? html`, ${one.frequency}` : nothing}
          <span class="quiet-text">${this.sourceOf(one.statement)}</span>
        </th>
        ${cells.map(([label, cell]) =>
          cell === null
            ? html`<td role="cell">${words.dose.none}</td>`
            : html`<td role="cell" data-label=${label}><div>${cell}</div></td>`,
        )}
      </tr>
      ${
        one.arithmetic
          ? html`<tr role="row">
              <td role="cell" colspan="5" class="arithmetic">
                <span class="visually-hidden">${words.dose.arithmetic}: </span>${one.arithmetic}
              </td>
            </tr>`
          : nothing
      }
    </tbody>`;
  }

  /** The source of a statement, with the numbers under which it is cited. */
  private sourceOf(id: string): string {
    const statement = this.answer.statements.find((one) => one.id === id);
    if (!statement) return "";
    const numbers = statement.citations.map((number) => `[${number}]`).join("");
    return `${leadingSource(statement, this.answer.citations)} ${numbers}`;
  }

  static override styles = [
    shared,
    offerStyle,
    pictureStyle,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 0.75rem;
        container-type: inline-size;
      }

      .withheld {
        display: grid;
        gap: 0.75rem;
        padding: 0.875rem 1rem;
        border: 1px solid var(--fn-danger);
        border-radius: var(--fn-radius);
        background: var(--fn-surface);
      }

      .withheld p {
        display: flex;
        gap: 0.625rem;
        line-height: 1.5;
      }

      .withheld .icon {
        margin-block-start: 0.1875rem;
        color: var(--fn-danger);
      }

      .withheld b {
        color: var(--fn-danger);
      }

      .compared-title {
        font-weight: 600;
      }

      .compared .quiet-text {
        display: block;
        line-height: 1.4;
      }

      .compared li + li {
        margin-block-start: 0.375rem;
      }

      .compared ul {
        padding-inline-start: 1.25rem;
        list-style: disc;
        line-height: 1.6;
      }

      table {
        inline-size: 100%;
        border-collapse: collapse;
        font-size: 0.9375rem;
        line-height: 1.45;
      }

      thead th {
        padding: 0.375rem 0.75rem 0.375rem 0;
        border-block-end: 1px solid var(--fn-line-strong);
        color: var(--fn-text-quiet);
        font-size: 0.8125rem;
        font-weight: 600;
        text-align: start;
      }

      tbody {
        border-block-end: 1px solid var(--fn-line);
      }

      tbody th,
      td {
        padding: 0.625rem 0.75rem 0.25rem 0;
        font-weight: 400;
        text-align: start;
        vertical-align: top;
      }

      tbody th b,
      .dose {
        font-weight: 650;
      }

      tbody th .quiet-text,
      td .quiet-text {
        display: block;
        font-size: 0.8125rem;
      }

      .dose,
      .whole {
        white-space: nowrap;
      }

      th:first-child {
        inline-size: 32%;
      }

      :is(tbody th, td > div)::first-letter {
        text-transform: uppercase;
      }

      .arithmetic {
        color: var(--fn-text-quiet);
        font-family: var(--fn-mono);
        font-size: 0.8125rem;
        line-height: 1.5;
      }

      td.arithmetic {
        padding-block: 0 0.625rem;
      }

      .pictures {
        display: grid;
        gap: 0.75rem;
      }

      @container (max-width: 40rem) {
        table,
        tbody,
        tr,
        tbody th,
        td {
          display: block;
        }

        thead {
          position: absolute;
          inline-size: 1px;
          block-size: 1px;
          overflow: hidden;
          clip-path: inset(50%);
        }

        tbody {
          padding-block: 0.625rem;
        }

        tbody:first-of-type {
          border-block-start: 1px solid var(--fn-line);
        }

        tbody th,
        td {
          padding: 0;
        }

        tbody th:first-child {
          inline-size: auto;
          padding-block-end: 0.375rem;
        }

        td:not([data-label], .arithmetic) {
          display: none;
        }

        td[data-label] {
          display: grid;
          grid-template-columns: 5.5rem 1fr;
          gap: 0.75rem;
        }

        td[data-label]::before {
          content: attr(data-label);
          color: var(--fn-text-quiet);
          font-size: 0.875rem;
        }

        .dose {
          white-space: normal;
        }

        td.arithmetic {
          padding-block: 0.375rem 0;
        }
      }

      @container (max-width: 18rem) {
        td[data-label] {
          grid-template-columns: minmax(0, 1fr);
          gap: 0;
        }

        .whole {
          white-space: normal;
        }
      }
    `,
  ];
}

/** A range that breaks before its unit only. */
function unbroken(range: string): TemplateResult {
  const unit = range.lastIndexOf(" ");
  return html`<span class="whole">${range.slice(0, unit)}</span>${range.slice(unit)}`;
}

function routeCell(one: Regimen): TemplateResult {
  return html`${one.route ?? words.dose.none}
  ${one.population === null ? nothing : html`<span class="quiet-text">${one.population}</span>`}`;
}

function rangeCell(one: Regimen): TemplateResult {
  const perDay = one.per_day && fill(words.dose.per_day, { range: rangeText(one.per_day) });
  return html`<span class="dose">${rangeText(one)}</span>
    ${perDay === null ? nothing : html`<span class="quiet-text">${perDay}</span>`}`;
}

function limitCell(one: Regimen): TemplateResult | null {
  if (one.limit === null) return null;
  return html`${capText(one.limit)}
  ${one.capped ? html`<span class="quiet-text">${words.dose.capped}</span>` : nothing}`;
}

declare global {
  interface HTMLElementTagNameMap {
    "fn-dose": FnDose;
  }
}
