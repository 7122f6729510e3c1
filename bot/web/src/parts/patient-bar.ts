import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { icons } from "../style/icons.js";
import type { Known, Patient, Tellable } from "../wire/events.js";
import { Dismissal } from "./dismissal.js";
import { wish } from "./events.js";
import { namesItself, patientChip } from "./patient-chip.js";
import "./patient-form.js";
import { patientStyles } from "./patient-styles.js";
import { base } from "./styles.js";
import { counted, words } from "./words.js";

/** Where the chat is narrower or lower than this, in rem, the bar begins folded. */
const NARROW = 37.5;
const LOW = 32;
const ADD = "add";

/** The patient as the server last said, each criterion to be changed or taken back in place. */
@customElement("fn-patient-bar")
export class PatientBar extends LitElement {
  /** null: the server cannot read it just now. */
  @property({ attribute: false }) patient: Patient | null = null;
  /** The slots with a change under way. */
  @property({ attribute: false }) busy: ReadonlySet<string> = new Set();
  @property({ attribute: false }) folded: boolean | null = null;

  /** The slot that is being changed, `add` while one is being chosen. */
  @state() private open: string | null = null;

  constructor() {
    super();
    new Dismissal(
      this,
      () => this.open !== null,
      (returnFocus) => this.close(returnFocus),
    );
  }

  static override styles = [base, patientStyles];

  /** The place of the chip that has the keyboard; -1 where none has it. */
  private placeOfFocus = -1;

  override willUpdate(): void {
    const focused = (this.renderRoot as ShadowRoot).activeElement?.closest(".known");
    this.placeOfFocus = focused ? this.chipsShown.indexOf(focused) : -1;
  }

  override updated(): void {
    if (this.placeOfFocus < 0 || (this.renderRoot as ShadowRoot).activeElement) return;
    // The chip is gone: the keyboard goes to the one that has taken its place, or to the button behind the last.
    const next = this.chipsShown[this.placeOfFocus]?.querySelector<HTMLElement>(".edit");
    (next ?? this.renderRoot.querySelector<HTMLElement>(`[data-slot=${ADD}]`))?.focus();
  }

  private get chipsShown(): Element[] {
    return [...this.renderRoot.querySelectorAll(".known")];
  }

  override render() {
    if (!this.patient)
      return html`<section class="bar" aria-label=${words.patient.label}><p class="quiet">${words.patient.unreadable}</p></section>`;
    const { known } = this.patient;
    const folded = known.length > 0 && this.isFolded;
    return html`
      <section class="bar" aria-label=${words.patient.label}>
        <div class="line">
          ${this.head(known, folded)}
          <div class="actions">${folded ? nothing : this.add()}${known.length > 0 ? this.newPatient() : nothing}</div>
          ${folded || known.length === 0 ? nothing : this.chips(known)}
        </div>
        ${this.panel(this.patient)}
      </section>
    `;
  }

  private get isFolded(): boolean {
    if (this.folded !== null) return this.folded;
    const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    const room = this.parentElement ?? this;
    return room.clientWidth < NARROW * rem || room.clientHeight < LOW * rem;
  }

  private head(known: readonly Known[], folded: boolean): TemplateResult {
    if (known.length === 0)
      return html`
        <span class="title">${icons.person} ${words.patient.title}</span>
        <span class="quiet">${words.patient.nothing}</span>
      `;
    const summary = known.map((item) => (namesItself(item) ? item.text : `${item.name} ${item.text}`)).join(" · ");
    return html`
      <button class="title" aria-expanded=${!folded} @click=${() => this.fold(!folded)}>
        ${icons.person}
        <span class="word">${words.patient.title}</span>
        ${folded ? html`<span class="summary">${summary}</span>` : nothing}
        <span class="visually-hidden">${counted(words.patient.details, known.length)}</span>
        <span class="turn ${folded ? "" : "up"}">${icons.chevron}</span>
      </button>
    `;
  }

  private chips(known: readonly Known[]): TemplateResult {
    return html`
      <ul class="chips" aria-label=${words.patient.label}>
        ${repeat(
          known,
          (item) => item.slot,
          (item) =>
            patientChip(item, this.busy.has(item.slot), this.open === item.slot, {
              edit: () => this.toggle(item.slot),
              remove: () => wish(this, "fn-edit", { slot: item.slot, name: item.name, value: null }),
            }),
        )}
      </ul>
    `;
  }

  private add(): TemplateResult {
    return html`
      <button class="button add" data-slot=${ADD} aria-expanded=${this.adding} aria-label=${words.patient.add} @click=${() => this.toggle(ADD)}>
        ${icons.add} ${words.patient.add_short}
      </button>
    `;
  }

  private newPatient(): TemplateResult {
    const offer = { title: words.patient.new_patient, payload: "/new_patient" };
    return html`<button class="button quiet anew" @click=${() => this.leave(offer)}>${words.patient.new_patient}</button>`;
  }

  private get adding(): boolean {
    return this.open === ADD || (this.patient?.tellable.some((item) => item.slot === this.open) ?? false);
  }

  private panel(patient: Patient): TemplateResult | typeof nothing {
    if (this.open === null) return nothing;
    if (this.open === ADD) return this.picker(patient.tellable);
    const item = [...patient.known, ...patient.tellable].find((one) => one.slot === this.open);
    if (!item) return nothing;
    return html`
      <div class="panel">
        <fn-patient-form .item=${item} @fn-close=${() => this.close(true)}></fn-patient-form>
      </div>
    `;
  }

  private picker(tellable: readonly Tellable[]): TemplateResult {
    return html`
      <div class="panel" role="group" aria-label=${words.patient.add}>
        ${
          tellable.length === 0
            ? html`<p class="quiet">${words.patient.all_told}</p>`
            : html`<ul class="picker">
                ${tellable.map(
                  (item) =>
                    html`<li><button class="button" ?disabled=${this.busy.has(item.slot)} @click=${() => this.toggle(item.slot)}>${item.name}</button></li>`,
                )}
              </ul>`
        }
      </div>
    `;
  }

  private async toggle(slot: string): Promise<void> {
    if (this.open === slot) return this.close(true);
    // A form reads its criterion once, so that another criterion needs another form.
    this.open = null;
    await this.updateComplete;
    this.open = slot;
    await this.updateComplete;
    if (slot === ADD) this.renderRoot.querySelector<HTMLElement>(".picker button")?.focus();
  }

  private async close(returnFocus: boolean): Promise<void> {
    const opener = this.adding ? ADD : this.open;
    this.open = null;
    await this.updateComplete;
    const openers = [...this.renderRoot.querySelectorAll<HTMLElement>("[data-slot]")];
    if (returnFocus) openers.find((one) => one.dataset.slot === opener)?.focus();
  }

  private fold(folded: boolean): void {
    this.open = null;
    wish(this, "fn-settings", { patientFolded: folded });
  }

  private leave(offer: { title: string; payload: string }): void {
    this.open = null;
    wish(this, "fn-offer", offer);
  }
}
