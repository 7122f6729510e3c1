import { css, html, nothing, type SVGTemplateResult, type TemplateResult } from "lit";
import { icons } from "../style/icons.js";
import type { Answer } from "./model.js";
import { words } from "./words.js";

type Other = Exclude<Answer["status"], "answered">;

const ICON: Record<Other, SVGTemplateResult> = {
  emergency: icons.stop,
  refused: icons.info,
  not_found: icons.book,
  unavailable: icons.offline,
  needs_input: icons.ask,
};

/** What kind of reply this is, where it is no ordinary answer; in an emergency the headline stands in it too. */
export function statusBanner(answer: Answer): TemplateResult | typeof nothing {
  const { status } = answer;
  if (status === "answered") return nothing;
  const title = html`<p class="status-title">${ICON[status]}${words.answer.status[status]}</p>`;
  if (status !== "emergency") return html`<div class="status ${status}">${title}</div>`;
  return html`<div class="status emergency">${title}<h3>${answer.headline}</h3></div>`;
}

export const statusStyle = css`
  .status-title {
    display: flex;
    align-items: center;
    gap: 0.5rem;
    font-weight: 650;
    line-height: 1.4;
  }

  .status {
    color: var(--fn-text-quiet);
    font-size: 0.9375rem;
  }

  .status.unavailable {
    color: var(--fn-caution);
  }

  .status.needs_input {
    color: var(--fn-accent);
  }

  .status.emergency {
    display: grid;
    gap: 0.5rem;
    padding: 1rem 1.25rem;
    border: 0.1875rem solid var(--fn-danger-solid);
    border-radius: var(--fn-radius);
    background: var(--fn-danger-solid);
    color: var(--fn-on-danger);
  }

  .status.emergency .status-title {
    font-size: 1.375rem;
    font-weight: 750;
  }

  .status.emergency h3 {
    font-size: 1.0625rem;
    font-weight: 500;
    line-height: 1.5;
  }

  @media (forced-colors: active) {
    .status.emergency {
      border-color: CanvasText;
    }
  }
`;
