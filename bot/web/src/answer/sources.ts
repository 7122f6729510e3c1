import { css, html, nothing, type TemplateResult } from "lit";
import { icons } from "../style/icons.js";
import type { Answer } from "./model.js";
import { source } from "./source.js";
import { fill, words } from "./words.js";

/** Every source of the answer, folded away. */
export function sourceList(answer: Answer): TemplateResult | typeof nothing {
  const { citations } = answer;
  if (citations.length === 0) return nothing;
  return html`<details class="fold sources" ?open=${answer.question === "sources"}>
    <summary>${icons.chevron}${fill(words.citation.title, { count: citations.length })}</summary>
    <ol>
      ${citations.map((one) => html`<li>${source(one, citations)}</li>`)}
    </ol>
  </details>`;
}

export const sourceListStyle = css`
  .fold > summary {
    display: flex;
    align-items: center;
    gap: 0.5rem;
    inline-size: fit-content;
    min-block-size: var(--fn-touch);
    color: var(--fn-accent);
    font-size: 0.9375rem;
    font-weight: 600;
    list-style: none;
    cursor: pointer;
  }

  .fold > summary::-webkit-details-marker {
    display: none;
  }

  .fold > summary:hover {
    color: var(--fn-accent-strong);
    text-decoration: underline;
    text-underline-offset: 0.2em;
  }

  .fold[open] > summary .icon {
    transform: rotate(180deg);
  }

  .sources {
    margin-block: -0.5rem;
  }

  .sources li {
    padding-block: 0.75rem;
    border-block-start: 1px solid var(--fn-line);
    line-height: 1.5;
  }
`;
