import { css, html, LitElement, nothing, type PropertyValues } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import "./parts/banner.js";
import "./parts/composer.js";
import type { Composer } from "./parts/composer.js";
import type { Wish } from "./parts/events.js";
import "./parts/header.js";
import "./parts/notice.js";
import "./parts/patient-bar.js";
import { base } from "./parts/styles.js";
import { announcement } from "./speech/announce.js";
import "./parts/timeline.js";
import type { TimelineView } from "./parts/timeline.js";
import { turnsOf } from "./parts/turns.js";
import { judged, words } from "./parts/words.js";
import { printConversation, saveConversation } from "./print/print.js";
import { canListen } from "./speech/listen.js";
import { canSpeak, hush, speak } from "./speech/speak.js";
import { tokens } from "./style/tokens.js";
import { Conversation, type Rejection } from "./wire/conversation.js";
import type { Audience } from "./wire/envelope.js";
import type { Answered } from "./wire/events.js";
import { judgementOf, judgingId } from "./wire/judgement.js";
import { type Memory, openMemory } from "./wire/memory.js";
import { DEFAULTS, readSettings, type Settings, writeSettings } from "./wire/settings.js";
import { providerAt, type TokenProvider, Tokens } from "./wire/tokens.js";

const HERE = import.meta.url;
const AUDIENCES: readonly string[] = ["clinician", "trainee", "patient"];

/** A chat with Footnote: `<footnote-chat server="…"></footnote-chat>`. */
@customElement("footnote-chat")
export class FootnoteChat extends LitElement {
  /** Where the channel is; by default where the script came from. */
  @property() server = "";
  /** A URL on the page's own origin that gives a token. */
  @property({ attribute: "token-provider" }) tokenProviderUrl = "";
  /** Who reads; absent: the chat asks. */
  @property() audience = "";
  @property({ reflect: true }) theme = "";
  @property() heading = "";
  @property({ attribute: "topic-hint" }) topicHint = "";
  /** Instead of `token-provider`. */
  @property({ attribute: false }) tokenProvider: TokenProvider | null = null;

  @state() private settings: Settings = DEFAULTS;
  @state() private draft = "";
  @state() private notice = "";
  @state() private announced = "";
  @state() private alarm = "";

  @query("fn-composer") private composer!: Composer;
  @query("fn-timeline") private timeline!: TimelineView;

  private memory!: Memory;
  private conversation: Conversation | null = null;
  /** Sent before it was known who reads. */
  private held: Wish<"fn-say">["detail"] | null = null;

  static override styles = [
    tokens,
    base,
    css`
      :host {
        --fn-column: 58rem;
        --fn-gutter: clamp(min(0.75rem, 4cqi), 3cqi, 1.5rem);

        display: block;
        block-size: 40rem;
        min-block-size: 20rem;
        overflow: clip;
        background: var(--fn-ground);
        color: var(--fn-text);
        font-family: var(--fn-font);
        font-size: 1rem;
        line-height: 1.55;
        text-align: start;
      }

      .frame {
        display: grid;
        grid-template-rows: auto auto auto minmax(0, 1fr) auto auto;
        block-size: 100%;
        container-type: size;
      }

      .frame > * {
        min-inline-size: 0;
      }

      .large {
        zoom: 1.25;
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.begin();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.conversation?.close();
    hush();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (
      !this.conversation ||
      changed.has("server") ||
      changed.has("tokenProviderUrl") ||
      changed.has("tokenProvider")
    ) {
      this.begin();
    }
  }

  override render() {
    const talk = this.conversation;
    if (!talk) return nothing;
    const audience = this.reader;
    const fixed = this.fixedAudience !== null;
    const busy = talk.sending !== null || talk.typing;
    return html`
      <div
        class="frame ${this.settings.largeText ? "large" : ""}"
        dir=${words.direction}
        lang=${words.language}
        @fn-say=${(event: Wish<"fn-say">) => this.say(event.detail)}
        @fn-offer=${(event: Wish<"fn-offer">) => this.offer(event)}
        @fn-edit=${(event: Wish<"fn-edit">) => this.edit(event)}
        @fn-settings=${(event: Wish<"fn-settings">) => this.set(event.detail)}
        @fn-document=${(event: Wish<"fn-document">) => this.write(event)}
        @fn-anew=${() => this.anew()}
        @fn-dismiss=${(event: Wish<"fn-dismiss">) => talk.dismiss(event.detail.id)}
        @fn-retry=${() => talk.retry()}
      >
        <fn-header
          .heading=${this.heading}
          .link=${talk.link}
          .settings=${{ ...this.settings, audience }}
          .audienceFixed=${fixed}
          .listens=${canListen()}
          .speaks=${canSpeak()}
          .hasAnswers=${talk.events.some((event) => event.type === "answer")}
        ></fn-header>
        <fn-banner .fault=${talk.fault} .holding=${talk.pending.length > 0}></fn-banner>
        <fn-patient-bar
          ?hidden=${audience === "patient"}
          .patient=${talk.patient}
          .busy=${new Set(talk.pending.filter((one) => one.kind === "edit").map((one) => one.slot))}
          .folded=${this.settings.patientFolded}
        ></fn-patient-bar>
        <fn-timeline
          .events=${talk.events}
          .pending=${talk.pending}
          .unreadable=${talk.unreadable}
          .overdue=${talk.overdue}
          .typing=${busy}
          .sending=${talk.sending}
          .loaded=${talk.loaded}
          .audience=${audience}
          .topic=${this.topicHint}
        ></fn-timeline>
        <fn-notice .text=${this.notice} .until=${talk.fault?.kind === "too_many" ? talk.resumesAt : null}></fn-notice>
        <fn-composer
          .value=${this.draft}
          .lay=${audience === "patient"}
          .microphone=${this.settings.microphone && canListen()}
          .handsFree=${this.settings.handsFree}
          @fn-draft=${(event: CustomEvent<string>) => this.keep(event.detail)}
        ></fn-composer>
        <p class="visually-hidden" role="status">${this.announced}</p>
        <p class="visually-hidden" role="alert">${this.alarm}</p>
      </div>
    `;
  }

  private get fixedAudience(): Audience | null {
    return AUDIENCES.includes(this.audience) ? (this.audience as Audience) : null;
  }

  private get reader(): Audience | null {
    return this.fixedAudience ?? this.settings.audience;
  }

  private begin(): void {
    this.conversation?.close();
    const server = serverAt(this.server);
    const provider = this.tokenProvider ?? (this.tokenProviderUrl ? providerAt(this.tokenProviderUrl) : null);
    this.memory = openMemory(server);
    this.settings = readSettings(this.memory);
    this.draft = this.memory.read<string>("draft") ?? "";
    this.conversation = new Conversation(server, new Tokens(provider), this.memory, {
      changed: () => this.requestUpdate(),
      answered: (answers) => this.answered(answers),
      rejected: (rejection) => this.rejected(rejection),
    });
    this.conversation.start();
  }

  private say(said: Wish<"fn-say">["detail"]): void {
    hush();
    const audience = this.reader;
    if (!audience) {
      this.held = said;
      this.timeline.askAudience();
      return;
    }
    const metadata = said.transcript ? { audience, transcript: said.transcript } : { audience };
    if (said.text === this.draft.trim()) this.keep("");
    this.sent();
    this.conversation?.say(said.text, null, metadata);
  }

  private offer(event: Wish<"fn-offer">): void {
    hush();
    const { payload, title } = event.detail;
    const metadata = { audience: this.reader ?? "clinician" };
    const judgement = judgementOf(event.detail);
    this.sent();
    if (judgement) {
      const said = judgement.kind === "reason" ? title : judged(judgement.kind);
      this.conversation?.say(payload, said, metadata, judgingId(judgement));
    } else {
      // An answer that could not be had offers its question again, in words.
      this.conversation?.say(payload, payload.startsWith("/") ? title : null, metadata);
    }
  }

  private edit(event: Wish<"fn-edit">): void {
    const { slot, name, value } = event.detail;
    this.notice = "";
    this.conversation?.tell(slot, name, value);
  }

  private sent(): void {
    this.notice = "";
    this.composer.focus();
  }

  private set(changed: Partial<Settings>): void {
    this.settings = { ...this.settings, ...changed };
    writeSettings(this.memory, this.settings);
    if (changed.readAloud === false) hush();
    const held = this.held;
    if (!changed.audience) return;
    this.held = null;
    if (held) this.say(held);
    else if (!this.conversation?.events.length) this.composer.focus();
  }

  private keep(draft: string): void {
    this.draft = draft;
    this.memory.write("draft", draft);
  }

  private answered(answers: readonly Answered[]): void {
    const said = answers.map(({ message }) => announcement(message)).join(" ");
    const emergency = answers.some(({ message }) => message.custom?.status === "emergency");
    this.announced = emergency ? "" : said;
    this.alarm = emergency ? said : "";
    if (this.settings.readAloud) for (const { message } of answers) speak(message, words.language);
  }

  /** What was typed goes back to where it can be changed. */
  private rejected({ pending, fault }: Rejection): void {
    this.notice = fault.message ?? words.notice.rejected;
    if (pending.kind !== "text" || pending.title !== null) return;
    this.keep([pending.text, this.draft].filter((part) => part !== "").join("\n"));
    this.composer.focus();
  }

  private write(event: Wish<"fn-document">): void {
    const { way, includePatient } = event.detail;
    const turns = turnsOf(this.conversation?.events ?? []);
    if (way === "print") printConversation(turns, { includePatient });
    else saveConversation(turns, { includePatient });
  }

  private anew(): void {
    hush();
    const { largeText } = this.settings;
    this.conversation?.abandon();
    this.keep("");
    writeSettings(this.memory, { ...DEFAULTS, largeText });
    this.notice = "";
    this.announced = "";
    this.held = null;
    this.begin();
    void this.updateComplete.then(() => this.composer.focus());
  }
}

function serverAt(attribute: string): string {
  const place = attribute ? new URL(attribute, document.baseURI) : new URL(".", HERE);
  return (place.origin + place.pathname).replace(/\/+$/, "");
}

declare global {
  interface HTMLElementTagNameMap {
    "footnote-chat": FootnoteChat;
  }
}
