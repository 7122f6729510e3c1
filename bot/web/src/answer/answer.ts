import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { icons } from "../style/icons.js";
import type { AnswerMessage } from "../wire/envelope.js";
import { judgementOf } from "../wire/judgement.js";
import { answerStyles } from "./answer-style.js";
import { type Arranged, arrange } from "./arrange.js";
import { conflictList } from "./conflicts.js";
import { patientNotes } from "./context.js";
import { answerAsText } from "./copy.js";
import { criteriaList, verdictBadge } from "./criteria.js";
import "./dose.js";
import type { Answer, Offer } from "./model.js";
import { intentOf, offerList } from "./offers.js";
import { pathwayStrip } from "./pathway.js";
import { readAnswer, readOffers } from "./read.js";
import { sourceList } from "./sources.js";
import "./statement.js";
import "./statements.js";
import { statusBanner } from "./status.js";
import "./tools.js";
import { warningList } from "./warnings.js";
import { fill, time, words } from "./words.js";

/** Intents of the replies to a question back; in a reply that does nothing but ask, every offer is one. */
const REPLIES = new Set(["affirm", "deny", "unsure", "ask_why", "stop"]);
const ANYWAY = /"choice":\s*"anyway"/;

/**
 * One answer as evidence, from its envelope; its text where that cannot be read.
 *
 * Fires `fn-offer` with the {@link Offer} that the clinician chose. `asked` is the question, `latest` whether no answer
 * has come after this one.
 */
@customElement("fn-answer")
export class FnAnswer extends LitElement {
  @property({ attribute: false }) message!: AnswerMessage;
  @property({ attribute: false }) asked = "";
  @property({ type: Boolean }) latest = false;
  /** How the clinician has marked this answer. */
  @property({ attribute: false }) rating: "up" | "down" | null = null;
  private answer: Answer | null = null;

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("message")) this.answer = readAnswer(this.message?.custom);
  }

  override render(): TemplateResult {
    const label = this.asked ? fill(words.answer.label, { asked: this.asked }) : words.answer.label_plain;
    const lay = this.answer?.audience === "patient";
    return html`<article aria-label=${label} class=${lay ? "lay" : ""}>
      ${this.answer === null ? this.textOnly() : this.evidence(this.answer, lay)}
    </article>`;
  }

  private evidence(answer: Answer, lay: boolean): TemplateResult {
    const arranged = arrange(answer);
    const asksOnly = answer.status === "needs_input";
    return html`${statusBanner(answer)} ${patientNotes(answer)} ${warningList(answer, arranged)}
    ${this.headline(answer, arranged, lay)} ${asksOnly ? this.questionBack(answer) : nothing} ${verdictBadge(answer)}
    ${criteriaList(answer)} ${lay ? nothing : this.dose(answer)} ${pathwayStrip(answer)}
    ${this.statements(answer, arranged, lay)} ${conflictList(answer, arranged)}
    ${asksOnly ? nothing : this.questionBack(answer)} ${sourceList(answer)} ${this.footer(answer)}`;
  }

  /** What is left of an answer whose envelope cannot be read: every word of it, and the buttons that came with it. */
  private textOnly(): TemplateResult {
    const text = answerAsText(this.message);
    const buttons = readOffers(this.message?.buttons);
    return html`<p class="note">${icons.info}<span>${words.answer.unreadable}</span></p>
      <p class="plain-text">${text}</p>
      ${buttons.length === 0 ? nothing : offerList(buttons, this.latest, words.answer.next)}
      <footer><fn-tools .text=${text}></fn-tools></footer>`;
  }

  private headline(answer: Answer, arranged: Arranged, lay: boolean): TemplateResult | typeof nothing {
    if (arranged.lead)
      return html`<fn-statement
        lead
        .statement=${arranged.lead}
        .citations=${answer.citations}
        ?plain=${lay}
      ></fn-statement>`;
    if (answer.status === "emergency" || repeatedByWarning(answer)) return nothing;
    return html`<h3 class="headline">${answer.headline}</h3>`;
  }

  private dose(answer: Answer): TemplateResult | typeof nothing {
    if (answer.calculations.length === 0 && answer.compared.length === 0 && answer.withheld === null) return nothing;
    const anyway = answer.next.filter((offer) => ANYWAY.test(offer.payload));
    return html`<fn-dose .answer=${answer} .anyway=${anyway} ?latest=${this.latest}></fn-dose>`;
  }

  private statements(answer: Answer, arranged: Arranged, lay: boolean): TemplateResult | typeof nothing {
    if (arranged.shown.length === 0) return nothing;
    return html`<fn-statements
      heading=${answer.status === "emergency" ? words.answer.background : words.answer.statements}
      .shown=${arranged.shown}
      .folded=${arranged.folded}
      .why=${answer.why}
      .citations=${answer.citations}
      ?plain=${lay}
    ></fn-statements>`;
  }

  private questionBack(answer: Answer): TemplateResult | typeof nothing {
    const replies = repliesOf(answer);
    const question = answer.question_back;
    if (question === null && replies.length === 0) return nothing;
    const asks = question !== null && question !== answer.headline;
    return html`<section class=${asks ? "question-back" : ""}>
      ${
        asks
          ? html`<h4 class="section-title">${words.answer.question_back}</h4>
              <p class="question">${question}</p>`
          : nothing
      }
      ${offerList(replies, this.latest, question ?? answer.headline)}
    </section>`;
  }

  private footer(answer: Answer): TemplateResult {
    const again = answer.status === "unavailable" && this.asked !== "";
    const asked = again ? [{ title: words.answer.ask_again, payload: this.asked }] : [];
    const replies = repliesOf(answer);
    const reasons = answer.next.filter((one) => judgementOf(one) !== null);
    const rest = answer.next.filter(
      (one) =>
        !replies.includes(one) && !reasons.includes(one) && !(answer.withheld !== null && ANYWAY.test(one.payload)),
    );
    return html`<footer>
      ${asked.length === 0 ? nothing : offerList(asked, this.latest, words.answer.ask_again)}
      ${reasons.length === 0 ? nothing : offerList(reasons, this.latest, words.judge.reasons)}
      ${rest.length === 0 ? nothing : this.next(rest)}
      <fn-tools .text=${answerAsText(this.message)} .feedback=${answer.feedback} .rating=${this.rating}></fn-tools>
      ${smallPrint(answer)}
    </footer>`;
  }

  private next(offers: Offer[]): TemplateResult {
    return html`<section>
      <h4 class="section-title">${words.answer.next}</h4>
      ${offerList(offers, this.latest, words.answer.next)}
    </section>`;
  }

  static override styles = answerStyles;
}

/** The offers that reply to what the assistant asks. */
function repliesOf(answer: Answer): Offer[] {
  if (answer.status === "needs_input") return answer.next;
  if (answer.question_back === null) return [];
  return answer.next.filter((offer) => REPLIES.has(intentOf(offer)));
}

function repeatedByWarning(answer: Answer): boolean {
  const shown = answer.statements.find((one) => one.text === answer.headline);
  return answer.warnings.some((one) => one.text === answer.headline || (shown && one.statement === shown.id));
}

function smallPrint(answer: Answer): TemplateResult {
  const version = answer.knowledge_version;
  return html`<p class="small-print">
    ${answer.disclaimer}
    <span>${version === null ? nothing : `${fill(words.answer.version, { version })} · `}<time
      datetime=${answer.created_at}>${time(answer.created_at)}</time></span>
  </p>`;
}

declare global {
  interface HTMLElementTagNameMap {
    "fn-answer": FnAnswer;
  }
  interface HTMLElementEventMap {
    "fn-offer": CustomEvent<Offer>;
  }
}
