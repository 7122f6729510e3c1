import { css, html, nothing, type SVGTemplateResult, svg, type TemplateResult } from "lit";
import type { Compared, DoseCheck } from "./model.js";
import { type Axis, askedText, type Bar, capText, rangeText } from "./ranges.js";
import { fill, words } from "./words.js";

/** The ranges of one unit as bars on an axis from 0, with caps and the dose that was asked. */
export function rangePicture(axis: Axis, check: DoseCheck | null): TemplateResult {
  const asked = check === null || axis.asked === null ? null : askedText(check);
  return html`<figure class="picture">
    <figcaption>${fill(words.dose.picture.title, { unit: axis.unit })}</figcaption>
    <div class="plot" role="img" aria-label=${alternative(axis, asked)}>
      ${asked === null ? nothing : askedLabel(axis, asked)}
      ${axis.bars.map((bar) => barRow(axis, bar))}
      ${scale(axis)}
    </div>
    ${legend(axis, asked)}
  </figure>`;
}

function at(value: number | string, axis: Axis): number {
  return (Math.max(0, Number(value)) / axis.end) * 100;
}

/** Text within `edge` percent of an end of the axis does not go beyond it. */
function anchorAt(x: number, edge: number): string {
  if (x < edge) return "start";
  return x > 100 - edge ? "end" : "middle";
}

function askedLabel(axis: Axis, asked: string): TemplateResult {
  const x = at(axis.asked ?? 0, axis);
  const anchor = anchorAt(x, 30);
  return html`<svg class="line" aria-hidden="true">
    ${svg`<text class="asked-text" x="${x}%" y="1.1em" text-anchor=${anchor}>${fill(words.dose.picture.asked, { asked })}</text>`}
  </svg>`;
}

function barRow(axis: Axis, bar: Bar): TemplateResult {
  const limit = bar.limit === null ? nothing : html`<i>${words.dose.limit} ${capText(bar.limit)}</i>`;
  return html`<div class="bar-name">
      <span>${bar.name}</span>
      <b>${rangeText(bar.ends)}${limit}${bar.compared === null ? nothing : standing(bar.compared)}</b>
    </div>
    <svg class="bar" aria-hidden="true">${drawing(axis, bar)}</svg>`;
}

/** Where the dose that was named stands to a range, in a word. */
function standing({ position, by }: Compared): TemplateResult {
  const word = words.dose.picture.standing[position];
  return html`<em class=${position}>${by === null ? word : `${word}${fill(words.dose.picture.by, { by })}`}</em>`;
}

function drawing(axis: Axis, bar: Bar): SVGTemplateResult {
  const from = at(bar.ends.low ?? 0, axis);
  const open = bar.ends.high === null;
  const to = open ? 100 : at(bar.ends.high ?? 0, axis);
  return svg`<line class="track" x1="0" x2="100%" y1="50%" y2="50%"/>
    <rect class=${open ? "range open" : "range"} x="${from}%" width="${Math.max(to - from, 0.6)}%" y="25%" height="50%" rx="3"/>
    ${bar.limit === null ? nothing : svg`<line class="cap" x1="${at(bar.limit.value, axis)}%" x2="${at(bar.limit.value, axis)}%" y1="5%" y2="95%"/>`}
    ${axis.asked === null ? nothing : askedMark(at(axis.asked, axis))}`;
}

function askedMark(x: number): SVGTemplateResult {
  return svg`<line class="asked" x1="${x}%" x2="${x}%" y1="0" y2="100%"/><circle class="asked-dot" cx="${x}%" cy="50%" r="5"/>`;
}

function scale(axis: Axis): TemplateResult {
  return html`<svg class="scale" aria-hidden="true">
    ${svg`<line class="track" x1="0" x2="100%" y1="1" y2="1"/>`}
    ${axis.ticks.map((tick) => {
      const x = at(tick, axis);
      return svg`<line class="track" x1="${x}%" x2="${x}%" y1="1" y2="6"/>
        <text x="${x}%" y="1.5em" text-anchor=${anchorAt(x, 1)}>${tick}</text>`;
    })}
  </svg>`;
}

function legend(axis: Axis, asked: string | null): TemplateResult | typeof nothing {
  const capped = axis.bars.some((bar) => bar.limit !== null);
  if (asked === null && !capped) return nothing;
  return html`<p class="legend" aria-hidden="true">
    <span><i class="key range-key"></i>${words.dose.picture.legend_range}</span>
    ${capped ? html`<span><i class="key cap-key"></i>${words.dose.picture.legend_limit}</span>` : nothing}
    ${asked ? html`<span><i class="key asked-key"></i>${askedKey(asked)}</span>` : nothing}
  </p>`;
}

/** The dose that was named stands here where the picture has no room for it. */
function askedKey(asked: string): TemplateResult {
  return html`<span class="roomy">${words.dose.picture.legend_asked}</span
    ><span class="tight">${fill(words.dose.picture.asked, { asked })}</span>`;
}

function alternative(axis: Axis, asked: string | null): string {
  const { picture } = words.dose;
  const rows = axis.bars.map((bar) => {
    const one = bar.compared;
    const by = one?.by ? fill(picture.by, { by: one.by }) : "";
    return fill(picture.row, {
      name: bar.name,
      range: rangeText(bar.ends),
      limit: bar.limit === null ? "" : fill(picture.row_limit, { limit: capText(bar.limit) }),
      asked: one && asked ? fill(picture.row_asked, { asked, position: picture.position[one.position], by }) : "",
    });
  });
  return fill(picture.alternative, { unit: axis.unit, end: axis.end, rows: rows.join(" ") });
}

export const pictureStyle = css`
  .picture {
    padding: 0.875rem 1rem;
    border: 1px solid var(--fn-line);
    border-radius: var(--fn-radius);
  }

  .picture figcaption {
    color: var(--fn-text-quiet);
    font-size: 0.875rem;
    font-weight: 650;
  }

  .plot {
    direction: ltr;
    margin-block-start: 0.375rem;
  }

  .plot svg {
    display: block;
    inline-size: 100%;
    overflow: visible;
  }

  .plot .line {
    block-size: 1.375rem;
  }

  .plot .bar {
    block-size: 1.5rem;
  }

  .plot .scale {
    block-size: 1.625rem;
  }

  .plot text {
    fill: var(--fn-text-quiet);
    font-size: 0.75rem;
    font-variant-numeric: tabular-nums;
  }

  .plot .asked-text {
    fill: var(--fn-text);
    font-size: 0.875rem;
    font-weight: 650;
  }

  .bar-name {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 0 1rem;
    margin-block-start: 0.375rem;
    font-size: 0.8125rem;
    line-height: 1.45;
  }

  .bar-name span {
    color: var(--fn-text-quiet);
  }

  .bar-name b {
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }

  .bar-name b {
    display: flex;
    flex-wrap: wrap;
    gap: 0 0.75rem;
  }

  .bar-name :is(i, em) {
    font-style: normal;
  }

  .bar-name :is(i, .above) {
    color: var(--fn-danger);
  }

  .bar-name .below {
    color: var(--fn-caution);
  }

  .bar-name .within {
    color: var(--fn-good);
  }

  .track {
    stroke: var(--fn-line-strong);
    stroke-width: 1;
  }

  .bar .track {
    stroke: var(--fn-line);
  }

  .range {
    fill: var(--fn-accent);
  }

  .range.open {
    fill: var(--fn-accent-soft);
    stroke: var(--fn-accent);
    stroke-width: 1.5;
    stroke-dasharray: 4 3;
  }

  .cap {
    stroke: var(--fn-danger);
    stroke-width: 4;
  }

  .asked {
    stroke: var(--fn-text);
    stroke-width: 2;
    stroke-dasharray: 3 3;
  }

  .asked-dot {
    fill: var(--fn-surface);
    stroke: var(--fn-text);
    stroke-width: 2.5;
  }

  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25rem 1.25rem;
    margin-block-start: 0.25rem;
    color: var(--fn-text-quiet);
    font-size: 0.8125rem;
  }

  .legend > span {
    display: inline-flex;
    align-items: center;
    gap: 0.4375rem;
  }

  .tight {
    display: none;
  }

  @container (max-width: 18rem) {
    .picture {
      padding: 0.5rem;
    }

    .plot .line,
    .legend .roomy {
      display: none;
    }

    .legend .tight {
      display: inline;
    }
  }

  .key {
    flex: none;
    display: inline-block;
    forced-color-adjust: none;
  }

  .range-key {
    inline-size: 1.125rem;
    block-size: 0.625rem;
    border-radius: 0.1875rem;
    background: var(--fn-accent);
  }

  .cap-key {
    inline-size: 0.25rem;
    block-size: 1rem;
    background: var(--fn-danger);
  }

  .asked-key {
    inline-size: 0.75rem;
    block-size: 0.75rem;
    border: 0.15625rem solid var(--fn-text);
    border-radius: 50%;
    background: var(--fn-surface);
  }
`;
