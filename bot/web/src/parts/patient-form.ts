import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { becauseText } from "../answer/because.js";
import type { Known, Tellable } from "../wire/events.js";
import { wish } from "./events.js";
import { base, fields } from "./styles.js";
import { readTreatments, type Treatment, treatmentRows, writeTreatments } from "./treatments.js";
import { words } from "./words.js";

const UNKNOWN = "unknown";
const NUMBER = /^\d+([.,]\d+)?$/;

/** A form for one criterion, fit for its kind. Fires `fn-edit`, and `fn-close` when it is done with. */
@customElement("fn-patient-form")
export class PatientForm extends LitElement {
  @property({ attribute: false }) item!: Known | Tellable;

  @state() private value = "";
  /** null: the list cannot be read, so that it is not to be changed here. */
  @state() private rows: Treatment[] | null = [];
  @state() private problem = "";

  static override styles = [
    base,
    fields,
    css`
      form {
        display: grid;
        gap: calc(var(--fn-space) * 3);
        max-inline-size: 34rem;
        padding: calc(var(--fn-space) * 4);
        border: 1px solid var(--fn-line);
        border-radius: var(--fn-radius);
        background: var(--fn-ground);
      }

      legend,
      .label {
        display: block;
        padding: 0;
        margin-block-end: calc(var(--fn-space) * 1.5);
        font-weight: 600;
      }

      .label::first-letter,
      legend::first-letter {
        text-transform: uppercase;
      }

      .measure {
        display: flex;
        align-items: center;
        gap: calc(var(--fn-space) * 2);
      }

      .measure input {
        inline-size: 8rem;
      }

      .choices {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(11rem, 100%), 1fr));
        column-gap: calc(var(--fn-space) * 2);
      }

      .rows {
        display: grid;
        gap: calc(var(--fn-space) * 2);
      }

      .rows li {
        display: grid;
        grid-template-columns: minmax(0, 1fr) minmax(0, 1fr) auto;
        gap: calc(var(--fn-space) * 2);
      }

      @container (inline-size < 30rem) {
        .rows li {
          grid-template-columns: minmax(0, 1fr) auto;
        }

        .rows select {
          grid-area: 2 / 1;
        }
      }

      .one-more {
        margin-block-start: calc(var(--fn-space) * 2);
      }

      .problem {
        color: var(--fn-danger);
        font-size: 0.9375rem;
        font-weight: 550;
      }

      .words {
        color: var(--fn-text-quiet);
        font-size: 0.9375rem;
        overflow-wrap: anywhere;
      }

      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: calc(var(--fn-space) * 2);
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.value = "value" in this.item ? this.item.value : "";
    this.rows = this.item.kind === "treatments" ? readTreatments(this.value) : [];
    if (this.rows?.length === 0) this.rows = [{ drug: "", outcome: "failed" }];
    if (this.item.kind !== "finding") this.value = this.value.replace(/\?$/, "");
  }

  override firstUpdated(): void {
    const chosen = this.renderRoot.querySelector<HTMLElement>("input:checked");
    (chosen ?? this.renderRoot.querySelector<HTMLElement>("input, select, button"))?.focus();
  }

  override render() {
    if (!this.rows) return this.closed();
    const said = "words" in this.item ? this.item.words : null;
    return html`
      <form @submit=${this.submitted} novalidate>
        ${this.control()}
        <div role="alert">${this.problem ? html`<p class="problem" id="problem">${this.problem}</p>` : nothing}</div>
        ${said ? html`<p class="words">${becauseText(said, words.patient.concluded)}</p>` : nothing}
        <div class="actions">
          <button class="button primary" type="submit">${words.patient.save}</button>
          ${
            this.item.kind === "measure" || this.free
              ? html`<button class="button" type="button" @click=${() => this.tell(UNKNOWN)}>${words.patient.unknown}</button>`
              : nothing
          }
          <button class="button quiet" type="button" @click=${() => this.done()}>${words.patient.cancel}</button>
        </div>
      </form>
    `;
  }

  private closed(): TemplateResult {
    return html`
      <form @submit=${this.submitted} novalidate>
        <p>${words.patient.not_here}</p>
        <div class="actions">
          <button class="button" type="button" @click=${() => this.done()}>${words.patient.cancel}</button>
        </div>
      </form>
    `;
  }

  /** Whether the value is any text. */
  private get free(): boolean {
    return this.item.kind !== "measure" && this.item.choices.length === 0;
  }

  private control(): TemplateResult {
    if (this.item.kind === "treatments") return this.treatments();
    return this.item.choices.length > 0 ? this.choices() : this.text();
  }

  private text(): TemplateResult {
    const measure = this.item.kind === "measure";
    return html`
      <div>
        <label class="label" for="value">${this.item.name}</label>
        <div class=${measure ? "measure" : ""}>
          <input
            id="value"
            type="text"
            inputmode=${measure ? "decimal" : "text"}
            autocomplete="off"
            aria-invalid=${this.problem !== ""}
            aria-describedby="unit"
            .value=${this.value === UNKNOWN ? "" : this.value}
            @input=${(event: Event) => this.set((event.target as HTMLInputElement).value)}
          />
          <span id="unit">${this.item.unit ?? ""}</span>
        </div>
      </div>
    `;
  }

  private choices(): TemplateResult {
    const offered = this.item.choices;
    const listed = offered.some((one) => one.value === UNKNOWN);
    const all = listed ? offered : [...offered, { value: UNKNOWN, label: words.patient.unknown }];
    return html`
      <fieldset>
        <legend>${this.item.name}</legend>
        <div class="choices">
          ${all.map(
            (one) => html`
              <label class="choice">
                <input
                  type="radio"
                  name="value"
                  .checked=${one.value === this.value}
                  @change=${() => this.set(one.value)}
                />
                ${one.label}
              </label>
            `,
          )}
        </div>
      </fieldset>
    `;
  }

  private treatments(): TemplateResult {
    return html`
      <fieldset>
        <legend>${this.item.name}</legend>
        ${treatmentRows(this.rows ?? [], (rows) => {
          this.rows = rows;
          this.problem = "";
        })}
      </fieldset>
    `;
  }

  private set(value: string): void {
    this.value = value;
    this.problem = "";
  }

  private submitted(event: Event): void {
    event.preventDefault();
    const value = this.item.kind === "treatments" ? writeTreatments(this.rows ?? []) : this.value.trim();
    if (this.item.kind === "measure" && !NUMBER.test(value)) this.refuse(words.patient.not_a_number);
    else if (value === "" || value === "[]") this.refuse(words.patient.nothing_given);
    else this.tell(this.item.kind === "measure" ? value.replace(",", ".") : value);
  }

  private refuse(problem: string): void {
    this.problem = problem;
    this.renderRoot.querySelector<HTMLElement>("input")?.focus();
  }

  private tell(value: string): void {
    wish(this, "fn-edit", { slot: this.item.slot, name: this.item.name, value });
    this.done();
  }

  private done(): void {
    this.dispatchEvent(new CustomEvent("fn-close"));
  }
}
