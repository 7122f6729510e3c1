import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import "../answer/answer.js";
import type { Unreadable } from "../wire/conversation.js";
import type { Audience } from "../wire/envelope.js";
import type { ChatEvent } from "../wire/events.js";
import type { Pending } from "../wire/outbox.js";
import "./audience-card.js";
import { icons } from "../style/icons.js";
import { hidden } from "../style/shared.js";
import { type Entry, entries } from "./entries.js";
import "./said.js";
import type { Standing } from "./said.js";
import { base } from "./styles.js";
import { typing, typingStyles } from "./typing.js";
import "./welcome.js";
import { dayOf, fill, judged, words } from "./words.js";

/** How much of the newest question, in pixels, has to be in view for it to count as seen. */
const IN_VIEW = 40;
/** The space that is left above it, in pixels. */
const ABOVE = 16;

/** The conversation, and what is to be seen before it begins. */
@customElement("fn-timeline")
export class TimelineView extends LitElement {
  @property({ attribute: false }) events: readonly ChatEvent[] = [];
  @property({ attribute: false }) pending: readonly Pending[] = [];
  @property({ attribute: false }) unreadable: readonly Unreadable[] = [];
  @property({ attribute: false }) overdue: ReadonlySet<string> = new Set();
  @property({ type: Boolean }) typing = false;
  @property({ type: Boolean }) loaded = false;
  @property() sending: string | null = null;
  @property() audience: Audience | null = null;
  @property() topic = "";

  @state() private away = false;

  @query(".scroll") private scroller!: HTMLElement;

  private seen = 0;

  static override styles = [
    base,
    typingStyles,
    css`
      :host {
        display: block;
        position: relative;
        min-block-size: 0;
      }

      .scroll {
        block-size: 100%;
        overflow-y: auto;
        overscroll-behavior: contain;
        scrollbar-gutter: stable both-edges;
        scrollbar-width: thin;
      }

      .scroll:focus-visible {
        box-shadow: inset 0 0 0 2px var(--fn-accent);
      }

      .column {
        display: flex;
        flex-direction: column;
        gap: calc(var(--fn-space) * 5);
        inline-size: min(100cqi - 2 * var(--fn-gutter), 100%);
        max-inline-size: calc(var(--fn-column) - 2 * var(--fn-gutter));
        min-block-size: 100%;
        margin-inline: auto;
        padding-block: calc(var(--fn-space) * 6);
      }

      fn-welcome {
        margin-block: auto;
      }

      fn-audience-card {
        margin-block-start: calc(var(--fn-space) * 6);
      }

      .asks {
        margin: 0;
      }

      .divider {
        display: flex;
        align-items: center;
        gap: calc(var(--fn-space) * 3);
        color: var(--fn-text-quiet);
        font-size: 0.875rem;
        text-align: center;
      }

      .divider::before,
      .divider::after {
        content: "";
        flex: 1;
        min-inline-size: 1rem;
        border-block-start: 1px solid var(--fn-line);
      }

      .judged {
        align-self: flex-end;
        color: var(--fn-text-quiet);
        font-size: 0.875rem;
      }

      .broken {
        padding: calc(var(--fn-space) * 4);
        border: 1px solid var(--fn-line);
        border-radius: var(--fn-radius);
        background: var(--fn-surface);
        overflow-wrap: anywhere;
        white-space: pre-wrap;
      }

      .latest {
        position: absolute;
        inset-block-end: calc(var(--fn-space) * 3);
        inset-inline: 0;
        margin-inline: auto;
        inline-size: fit-content;
        border-radius: 999px;
        background: var(--fn-surface);
        box-shadow: var(--fn-shadow);
      }

      @container (inline-size < 18rem) {
        .latest span {
          ${hidden}
        }
      }
    `,
  ];

  override render() {
    const shown = entries(this.events, this.overdue);
    const empty = shown.length === 0 && this.pending.length === 0 && this.unreadable.length === 0;
    return html`
      <div class="scroll" tabindex="0" role="log" aria-live="off" aria-label=${words.timeline.label} @scroll=${this.scrolled}>
        <div class="column">
          ${empty ? this.welcome() : nothing}
          ${repeat(
            shown,
            (entry) => entry.key,
            (entry) => this.entry(entry),
          )}
          ${this.unreadable.map((one) => this.broken(one))}
          ${repeat(
            this.pending,
            (one) => one.id,
            (one) => this.waiting(one),
          )}
          ${this.typing ? html`<div class="entry working">${typing()}</div>` : nothing}
          ${this.audience === null && !empty ? html`<fn-audience-card class="asks"></fn-audience-card>` : nothing}
        </div>
      </div>
      ${this.away ? html`<button class="button latest" @click=${() => this.showLatest()}>${icons.arrowDown} <span>${words.timeline.latest}</span></button>` : nothing}
    `;
  }

  override updated(): void {
    const now = this.events.length + this.pending.length;
    const grown = now > this.seen;
    this.seen = now;
    if (grown) void this.follow();
  }

  /** Put the question about who is reading before the reader. */
  askAudience(): void {
    const card = this.renderRoot.querySelector<HTMLElement>("fn-audience-card");
    card?.scrollIntoView({ block: "center" });
    card?.focus();
  }

  private welcome(): TemplateResult | typeof nothing {
    if (!this.loaded && this.events.length > 0) return nothing;
    return html`
      <fn-welcome .audience=${this.audience} .topic=${this.topic}>
        ${this.audience === null ? html`<fn-audience-card></fn-audience-card>` : nothing}
      </fn-welcome>
    `;
  }

  private entry(entry: Entry): TemplateResult {
    switch (entry.kind) {
      case "day":
        return html`<p class="divider">${dayOf(entry.at)}</p>`;
      case "session":
        return html`<p class="divider">${words.timeline.session}</p>`;
      case "judged":
        return html`<p class="judged question">${judged(entry.rating)}</p>`;
      case "said": {
        const { text, at, removed } = entry.said;
        const standing: Standing = entry.overdue ? "overdue" : "taken";
        return html`<fn-said class="entry question" .text=${text} .at=${at} .removed=${removed} .standing=${standing}></fn-said>`;
      }
      case "answer":
        return this.answer(entry);
    }
  }

  private answer({ answered, asked, latest, rating }: Extract<Entry, { kind: "answer" }>): TemplateResult {
    return html`
      <div class="entry">
        <fn-answer .message=${answered.message} .asked=${asked} .rating=${rating} ?latest=${latest}></fn-answer>
      </div>
    `;
  }

  private waiting(one: Pending): TemplateResult {
    const text =
      one.kind === "text"
        ? (one.title ?? one.text)
        : fill(one.value === null ? words.said.takes_back : words.said.edits, { name: one.name });
    const standing: Standing = one.id === this.sending ? "sending" : "waiting";
    return html`<fn-said class="entry question" .text=${text} .at=${one.at} .standing=${standing}></fn-said>`;
  }

  private broken(one: Unreadable): TemplateResult {
    const text = one.pending.kind === "text" ? (one.pending.title ?? one.pending.text) : one.pending.name;
    return html`
      <fn-said class="entry" .text=${text} .messageId=${one.pending.id} .at=${one.pending.at} .standing=${"unreadable"}></fn-said>
      ${one.text ? html`<p class="broken">${one.text}</p>` : nothing}
    `;
  }

  private scrolled(): void {
    this.away = this.newestPlace() > this.scroller.scrollTop + this.scroller.clientHeight - IN_VIEW;
  }

  /** Where the newest question begins, in pixels from the top of the conversation. */
  private newestPlace(): number {
    const newest = [...this.renderRoot.querySelectorAll(".question")].at(-1);
    if (!newest) return 0;
    const scale = this.scroller.offsetHeight / this.scroller.getBoundingClientRect().height || 1;
    const distance = newest.getBoundingClientRect().top - this.scroller.getBoundingClientRect().top;
    return distance * scale + this.scroller.scrollTop - ABOVE;
  }

  /** Show the newest question at the top with its answer below, not the end of a long answer. */
  private async follow(): Promise<void> {
    // Whoever reads further up is not torn away by what another screen has asked.
    if (this.away && this.pending.length === 0) return;
    await Promise.all([...this.renderRoot.querySelectorAll("fn-answer")].map((one) => one.updateComplete));
    // The parts of an answer have their size by the next frame.
    await new Promise(requestAnimationFrame);
    this.scroller.scrollTo({ top: this.newestPlace() });
    this.scrolled();
  }

  private showLatest(): void {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.scroller.scrollTo({ top: this.newestPlace(), behavior: calm ? "auto" : "smooth" });
    this.scroller.focus({ preventScroll: true });
  }
}
