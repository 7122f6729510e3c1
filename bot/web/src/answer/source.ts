import { css, html, nothing, type TemplateResult } from "lit";
import { icons } from "../style/icons.js";
import type { Citation } from "./model.js";
import { fill, words } from "./words.js";

/** The address of a source, if it is one that may be opened. */
function address(citation: Citation): URL | null {
  if (citation.url === null || !URL.canParse(citation.url)) return null;
  const url = new URL(citation.url);
  return /^https?:$/.test(url.protocol) ? url : null;
}

/** Who reports a source that was not read itself, or null where it was. */
export function reportedLabel(citation: Citation, citations: Citation[]): string | null {
  return citation.via === null ? null : (viaOf(citation, citations)?.label ?? citation.via);
}

function viaOf(citation: Citation, citations: Citation[]): Citation | undefined {
  return citations.find((one) => one.source === citation.via);
}

function reportedBy(citation: Citation, citations: Citation[]): string | null {
  const label = reportedLabel(citation, citations);
  if (label === null) return null;
  const number = viaOf(citation, citations)?.number;
  if (number === undefined) return fill(words.citation.via_name, { label });
  return fill(words.citation.via_value, { label, number });
}

/** What is said of a source that a later one has replaced, or null. */
export function supersededNote(citation: Citation): string | null {
  return citation.superseded_note ?? (citation.superseded_by ? words.citation.superseded_by : null);
}

/** A source in full: what it is, where in it the statement stands, how much of it was read, and its link. */
export function source(citation: Citation, citations: Citation[]): TemplateResult {
  const facts: [string, string | number | null][] = [
    [words.citation.year, citation.year],
    [words.citation.locator, citation.locator],
    [words.citation.via, reportedBy(citation, citations)],
    [words.citation.read, citation.via === null ? citation.read : null],
    [words.citation.superseded, supersededNote(citation)],
  ];
  return html`<p class="source-label"><span class="number">${citation.number}</span>${citation.label}</p>
    <p class="source-title">${citation.title}</p>
    <dl class="facts">
      ${facts.map(([name, value]) => (value === null ? nothing : html`<div><dt>${name}</dt><dd>${value}</dd></div>`))}
    </dl>
    ${link(citation)}`;
}

function link(citation: Citation): TemplateResult | typeof nothing {
  const url = address(citation);
  if (!url) return nothing;
  return html`<a class="source-link" href=${url.href} target="_blank" rel="noopener noreferrer"
    >${fill(words.citation.link, { host: url.host })}${icons.newTab}<span class="visually-hidden"
      >, ${words.citation.new_tab}</span
    ></a
  >`;
}

export const sourceStyle = css`
  .source-label {
    font-weight: 650;
  }

  .number {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    min-inline-size: 1.5rem;
    block-size: 1.5rem;
    margin-inline-end: 0.5rem;
    padding-inline: 0.25rem;
    border-radius: var(--fn-radius-small);
    background: var(--fn-accent-soft);
    color: var(--fn-accent-strong);
    font-size: 0.8125rem;
    font-weight: 650;
    font-variant-numeric: tabular-nums;
  }

  .source-title {
    margin-block-start: 0.25rem;
  }

  .facts {
    display: grid;
    gap: 0.125rem;
    margin-block-start: 0.375rem;
    color: var(--fn-text-quiet);
    font-size: 0.875rem;
    line-height: 1.5;
  }

  .facts div {
    display: flex;
    flex-wrap: wrap;
    gap: 0 0.75rem;
  }

  .facts dt {
    flex: 0 0 8.5rem;
  }

  .facts dd {
    flex: 1 1 9rem;
    min-inline-size: 0;
    color: var(--fn-text);
    overflow-wrap: anywhere;
  }

  .source-link {
    display: inline-flex;
    align-items: center;
    gap: 0.375rem;
    min-block-size: var(--fn-touch);
    font-size: 0.875rem;
    font-weight: 600;
    overflow-wrap: anywhere;
  }
`;
