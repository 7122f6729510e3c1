import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { icons } from "../style/icons.js";
import type { Audience } from "../wire/envelope.js";
import type { Settings } from "../wire/settings.js";
import { Dismissal } from "./dismissal.js";
import { wish } from "./events.js";
import { base, fields } from "./styles.js";
import { words } from "./words.js";

type Switch = "readAloud" | "microphone" | "handsFree" | "largeText";

const AUDIENCES: readonly Audience[] = ["clinician", "trainee", "patient"];

/** What is needed seldom: a panel below its button. */
@customElement("fn-menu")
export class Menu extends LitElement {
  @property({ attribute: false }) settings: Settings | null = null;
  @property({ type: Boolean }) audienceFixed = false;
  @property({ type: Boolean }) listens = false;
  @property({ type: Boolean }) speaks = false;
  @property({ type: Boolean }) hasAnswers = false;

  @state() private open = false;
  @state() private asking = false;
  @state() private includePatient = false;

  @query(".opener") private opener!: HTMLButtonElement;

  constructor() {
    super();
    new Dismissal(
      this,
      () => this.open,
      (returnFocus) => this.close(returnFocus),
      true,
    );
  }

  static override styles = [
    base,
    fields,
    css`
      :host {
        display: grid;
        position: relative;
      }

      .panel {
        position: absolute;
        inset-block-start: calc(100% + var(--fn-space) * 2);
        inset-inline-end: 0;
        inline-size: min(20rem, calc(100cqi - var(--fn-gutter) * 2));
        max-block-size: calc(100cqb - var(--fn-touch) - var(--fn-space) * 7);
        overflow-y: auto;
        padding: calc(var(--fn-space) * 2);
        border: 1px solid var(--fn-line);
        border-radius: var(--fn-radius);
        background: var(--fn-surface);
        box-shadow: var(--fn-shadow);
      }

      section + section {
        margin-block-start: calc(var(--fn-space) * 2);
        padding-block-start: calc(var(--fn-space) * 2);
        border-block-start: 1px solid var(--fn-line);
      }

      .panel .button.quiet {
        inline-size: 100%;
        justify-content: flex-start;
        gap: calc(var(--fn-space) * 3);
        padding-inline: calc(var(--fn-space) * 3);
        color: var(--fn-text);
        overflow-wrap: anywhere;
        text-align: start;
      }

      .panel .button.quiet:disabled {
        border-color: transparent;
        background: transparent;
        color: var(--fn-text-quiet);
      }

      .panel .button.quiet .icon {
        color: var(--fn-text-quiet);
      }

      .title,
      legend {
        padding: calc(var(--fn-space) * 1.5) calc(var(--fn-space) * 3);
        color: var(--fn-text-quiet);
        font-size: 0.875rem;
        font-weight: 600;
      }

      @container (inline-size < 18rem) {
        .panel .icon {
          display: none;
        }

        .panel .button.quiet,
        .panel label.choice,
        .title,
        legend {
          gap: calc(var(--fn-space) * 1.5);
          padding-inline: var(--fn-space);
        }
      }

      .sure {
        padding: calc(var(--fn-space) * 2) calc(var(--fn-space) * 3);
      }

      .sure div {
        display: flex;
        flex-wrap: wrap;
        gap: calc(var(--fn-space) * 2);
        margin-block-start: calc(var(--fn-space) * 3);
      }
    `,
  ];

  override render() {
    return html`
      <button
        class="button quiet square opener"
        aria-expanded=${this.open}
        aria-controls="panel"
        aria-label=${words.menu.open}
        @click=${() => (this.open ? this.close(true) : this.show())}
      >
        ${icons.menu}
      </button>
      <div id="panel" class="panel" role="group" aria-label=${words.menu.label} ?hidden=${!this.open}>
        ${this.open ? [this.conversation(), this.reader(), this.comfort()] : nothing}
      </div>
    `;
  }

  private conversation(): TemplateResult {
    if (this.asking) return this.sure();
    return html`
      <section>
        <button class="button quiet" @click=${() => this.ask()}>${icons.edit} ${words.menu.anew}</button>
        <button class="button quiet" ?disabled=${!this.hasAnswers} @click=${() => this.document("print")}>
          ${icons.print} ${words.menu.print}
        </button>
        <button class="button quiet" ?disabled=${!this.hasAnswers} @click=${() => this.document("save")}>
          ${icons.download} ${words.menu.save}
        </button>
        <label class="choice">
          <input
            type="checkbox"
            .checked=${this.includePatient}
            @change=${(event: Event) => {
              this.includePatient = (event.target as HTMLInputElement).checked;
            }}
          />
          ${words.menu.include_patient}
        </label>
      </section>
    `;
  }

  private sure(): TemplateResult {
    return html`
      <section class="sure">
        <p>${words.menu.sure}</p>
        <div>
          <button class="button primary" @click=${() => this.anew()}>${words.menu.anew}</button>
          <button class="button" @click=${() => this.keep()}>${words.menu.keep}</button>
        </div>
      </section>
    `;
  }

  private reader(): TemplateResult | typeof nothing {
    if (this.audienceFixed) return nothing;
    return html`
      <section>
        <fieldset>
          <legend>${words.menu.reader}</legend>
          ${AUDIENCES.map(
            (audience) => html`
              <label class="choice">
                <input
                  type="radio"
                  name="audience"
                  .checked=${this.settings?.audience === audience}
                  @change=${() => wish(this, "fn-settings", { audience })}
                />
                ${words.audience[audience].title}
              </label>
            `,
          )}
        </fieldset>
      </section>
    `;
  }

  private comfort(): TemplateResult {
    const hears = this.listens && this.settings?.microphone;
    return html`
      <section>
        <p class="title">${words.menu.comfort}</p>
        ${this.switch("largeText", words.menu.large_text)}
        ${this.speaks ? this.switch("readAloud", words.menu.read_aloud) : nothing}
        ${this.listens ? this.switch("microphone", words.menu.microphone) : nothing}
        ${hears ? this.switch("handsFree", words.menu.hands_free) : nothing}
      </section>
    `;
  }

  private switch(name: Switch, label: string): TemplateResult {
    return html`
      <label class="choice">
        <input
          type="checkbox"
          role="switch"
          .checked=${this.settings?.[name] ?? false}
          @change=${(event: Event) => wish(this, "fn-settings", { [name]: (event.target as HTMLInputElement).checked })}
        />
        ${label}
      </label>
    `;
  }

  private async show(): Promise<void> {
    this.open = true;
    this.asking = false;
    await this.focusFirst();
  }

  private async ask(): Promise<void> {
    this.asking = true;
    await this.focusFirst();
  }

  private async keep(): Promise<void> {
    this.asking = false;
    await this.focusFirst();
  }

  private async focusFirst(): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(".panel button")?.focus();
  }

  private close(returnFocus: boolean): void {
    this.open = false;
    if (returnFocus) this.opener.focus();
  }

  private document(way: "print" | "save"): void {
    this.close(true);
    wish(this, "fn-document", { way, includePatient: this.includePatient });
  }

  private anew(): void {
    this.close(false);
    wish(this, "fn-anew", null);
  }
}
