import { css, html, LitElement, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { Listening } from "../speech/listen.js";
import { icons } from "../style/icons.js";
import { hidden } from "../style/shared.js";
import type { Transcript } from "./events.js";
import { wish } from "./events.js";
import { base } from "./styles.js";
import { counted, fill, words } from "./words.js";

const LONGEST = 2000;
/** From here on the count is shown. */
const NEAR = 1800;

/** Where a question is written or spoken. */
@customElement("fn-composer")
export class Composer extends LitElement {
  @property() value = "";
  @property({ type: Boolean }) lay = false;
  @property({ type: Boolean }) microphone = false;
  @property({ type: Boolean }) handsFree = false;

  @state() private hearing = false;
  @state() private problem = "";

  @query("textarea") private field!: HTMLTextAreaElement;

  private transcript: Transcript | null = null;
  private typedBefore = "";

  private readonly listening = new Listening({
    heard: (text, transcript) => this.heard(text, transcript),
    ended: (said) => this.ended(said),
    failed: (reason) => {
      this.problem = words.speech[reason];
    },
  });

  static override styles = [
    base,
    css`
      :host {
        display: block;
        background: var(--fn-ground);
      }

      form {
        max-inline-size: var(--fn-column);
        margin-inline: auto;
        padding: calc(var(--fn-space) * 2) var(--fn-gutter) calc(var(--fn-space) * 3);
      }

      .box {
        display: flex;
        align-items: flex-end;
        gap: calc(var(--fn-space) * 1.5);
        padding: calc(var(--fn-space) * 1.5);
        border: 1px solid var(--fn-line-strong);
        border-radius: var(--fn-radius);
        background: var(--fn-surface);
      }

      .box:focus-within {
        border-color: var(--fn-accent);
        box-shadow: 0 0 0 1px var(--fn-accent);
      }

      textarea {
        flex: 1;
        min-inline-size: 0;
        min-block-size: var(--fn-touch);
        max-block-size: min(12rem, 40cqb);
        padding: calc(var(--fn-space) * 2.5) calc(var(--fn-space) * 2.5);
        border: 0;
        background: transparent;
        line-height: 1.5;
        resize: none;
        field-sizing: content;
      }

      textarea:focus-visible {
        outline: none;
      }

      textarea::placeholder {
        overflow: hidden;
        color: var(--fn-text-quiet);
        opacity: 1;
        text-overflow: ellipsis;
        white-space: nowrap;
      }

      @container (inline-size < 18rem) {
        textarea {
          padding-inline: calc(var(--fn-space) * 1.5);
        }

        textarea::placeholder {
          font-size: min(1rem, 8cqi);
        }
      }

      .send {
        border-radius: var(--fn-radius-small);
      }

      .hearing {
        background: var(--fn-danger-soft);
        color: var(--fn-danger);
      }

      .below {
        display: flex;
        justify-content: space-between;
        gap: calc(var(--fn-space) * 3);
        margin-block-start: calc(var(--fn-space) * 1.5);
        padding-inline: calc(var(--fn-space) * 1);
        color: var(--fn-text-quiet);
        font-size: 0.8125rem;
        line-height: 1.4;
      }

      @container (block-size < 32rem) {
        form {
          padding-block: var(--fn-space) calc(var(--fn-space) * 1.5);
        }

        .box {
          padding: calc(var(--fn-space) * 0.5);
        }

        textarea {
          max-block-size: min(12rem, 25cqb);
          padding-block: calc((var(--fn-touch) - 1.5em) / 2);
        }

        /* The welcome says it where there is little room. */
        .privacy {
          ${hidden}
        }

        .below:not(:has(> :not(.privacy))) {
          margin: 0;
        }
      }

      .over {
        color: var(--fn-danger);
        font-weight: 600;
      }

      .count {
        margin-inline-start: auto;
        white-space: nowrap;
        font-variant-numeric: tabular-nums;
      }
    `,
  ];

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.listening.abort();
  }

  override focus(): void {
    this.field.focus();
  }

  override render() {
    const length = [...this.value].length;
    const over = length - LONGEST;
    const heard = this.problem || (this.hearing ? words.speech.hearing : "");
    return html`
      <form @submit=${this.submitted}>
        <div class="box">
          <textarea
            rows=${Math.min(8, this.value.split("\n").length)}
            aria-label=${words.composer.label}
            aria-describedby="below"
            placeholder=${this.lay ? words.composer.placeholder_lay : words.composer.placeholder}
            autocomplete="off"
            .value=${this.value}
            @input=${() => this.typed()}
            @keydown=${this.key}
          ></textarea>
          ${this.microphone ? this.microphoneButton() : nothing}
          <button class="button primary square send" type="submit" aria-label=${words.composer.send} ?disabled=${over > 0}>
            ${icons.send}
          </button>
        </div>
        <p class="below" id="below">
          <span role="status" class=${heard ? "" : "privacy"}>${heard || words.composer.privacy}</span>
          ${
            length >= NEAR
              ? html`<span class="count ${over > 0 ? "over" : ""}">
                  ${over > 0 ? counted(words.composer.over, over) : fill(words.composer.count, { length, longest: LONGEST })}
                </span>`
              : nothing
          }
        </p>
      </form>
    `;
  }

  private microphoneButton() {
    const label = this.hearing ? words.speech.stop : words.speech.start;
    return html`
      <button
        class="button quiet square ${this.hearing ? "hearing" : ""}"
        type="button"
        aria-pressed=${this.hearing}
        aria-label=${label}
        @click=${() => this.toggle()}
      >
        ${this.hearing ? icons.square : icons.listen}
      </button>
    `;
  }

  private key(event: KeyboardEvent): void {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.send();
  }

  private submitted(event: Event): void {
    event.preventDefault();
    this.send();
  }

  private typed(): void {
    this.transcript = null;
    this.set(this.field.value);
  }

  private set(value: string): void {
    this.value = value;
    this.dispatchEvent(new CustomEvent("fn-draft", { detail: value }));
  }

  private send(): void {
    this.listening.abort();
    this.hearing = false;
    const text = this.value.trim();
    if (text === "" || [...text].length > LONGEST) {
      this.focus();
      return;
    }
    const spoken = this.transcript;
    this.transcript = null;
    wish(this, "fn-say", spoken ? { text, transcript: spoken } : { text });
  }

  private toggle(): void {
    if (this.hearing) {
      this.listening.stop();
      return;
    }
    this.problem = "";
    this.typedBefore = this.value.trim();
    this.hearing = this.listening.start(words.language);
  }

  private heard(text: string, transcript: Transcript | null): void {
    this.set([this.typedBefore, text].filter((part) => part !== "").join(" "));
    this.transcript = this.typedBefore === "" ? transcript : null;
  }

  private ended(said: boolean): void {
    this.hearing = false;
    if (said && this.handsFree) this.send();
    else this.focus();
  }
}
