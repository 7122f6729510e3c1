import { type SVGTemplateResult, svg } from "lit";

/** A drawing of 24 × 24 units in the colour of its text; its words always stand beside it. */
function icon(drawing: SVGTemplateResult): SVGTemplateResult {
  return svg`<svg class="icon" viewBox="0 0 24 24" width="1em" height="1em" fill="none" stroke="currentColor"
    stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">${drawing}</svg>`;
}

export const icons = {
  add: icon(svg`<path d="M12 5v14M5 12h14"/>`),
  arrowDown: icon(svg`<path d="M12 5v14M6 13l6 6 6-6"/>`),
  ask: icon(
    svg`<circle cx="12" cy="12" r="9"/><path d="M9.4 9.3a2.7 2.7 0 1 1 3.9 2.4c-.9.5-1.3 1-1.3 1.9M12 16.9v.1"/>`,
  ),
  book: icon(svg`<path d="M5 4.5h11a3 3 0 0 1 3 3v12H8a3 3 0 0 1-3-3zM5 16.5a3 3 0 0 1 3-3h11"/>`),
  check: icon(svg`<path d="M5 12.5l4.5 4.5L19 7"/>`),
  checked: icon(svg`<circle cx="12" cy="12" r="9"/><path d="M8 12.4l2.8 2.8L16 9.6"/>`),
  chevron: icon(svg`<path d="M7 10l5 5 5-5"/>`),
  clock: icon(svg`<circle cx="12" cy="12" r="9"/><path d="M12 7v5l3.2 2"/>`),
  close: icon(svg`<path d="M6 6l12 12M18 6L6 18"/>`),
  copy: icon(
    svg`<rect x="9" y="9" width="11" height="11" rx="2"/><path d="M5.5 15H5a1.5 1.5 0 0 1-1.5-1.5V5A1.5 1.5 0 0 1 5 3.5h8.5A1.5 1.5 0 0 1 15 5v.5"/>`,
  ),
  crossed: icon(svg`<circle cx="12" cy="12" r="9"/><path d="M9 9l6 6M15 9l-6 6"/>`),
  disagree: icon(svg`<path d="M12 4v16M8 8L4 12l4 4M16 8l4 4-4 4"/>`),
  download: icon(svg`<path d="M12 4v11M7 11l5 5 5-5M5 20h14"/>`),
  edit: icon(svg`<path d="M4.5 19.5l1-4L16 5a2.1 2.1 0 0 1 3 3L8.5 18.5zM14 7l3 3"/>`),
  half: icon(svg`<circle cx="12" cy="12" r="9"/><path d="M12 3a9 9 0 0 1 0 18z" fill="currentColor"/>`),
  here: icon(svg`<path d="M12 21s6.5-6 6.5-11a6.5 6.5 0 0 0-13 0c0 5 6.5 11 6.5 11z"/><circle cx="12" cy="10" r="2"/>`),
  info: icon(svg`<circle cx="12" cy="12" r="9"/><path d="M12 11v5.5M12 7.5v.1"/>`),
  limit: icon(svg`<path d="M5 5h14M12 20V9M7.5 13.5L12 9l4.5 4.5"/>`),
  listen: icon(
    svg`<rect x="9" y="3.5" width="6" height="10.5" rx="3"/><path d="M5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3"/>`,
  ),
  menu: icon(svg`<path d="M4 7h16M4 12h16M4 17h16"/>`),
  newTab: icon(
    svg`<path d="M13.5 5H19v5.5M19 5l-8 8M10 6H6.5A1.5 1.5 0 0 0 5 7.5v10A1.5 1.5 0 0 0 6.5 19h10a1.5 1.5 0 0 0 1.5-1.5V14"/>`,
  ),
  offline: icon(
    svg`<path d="M4 4l16 16M8.5 15.5a5 5 0 0 1 5.8-.9M5 12a10 10 0 0 1 4.5-2.6M14 9.2a10 10 0 0 1 5 2.8M12 19v.1"/>`,
  ),
  open: icon(svg`<circle cx="12" cy="12" r="9"/>`),
  person: icon(svg`<circle cx="12" cy="8" r="3.8"/><path d="M4.5 20a7.5 7.5 0 0 1 15 0"/>`),
  print: icon(svg`<path d="M7 9V4h10v5M7 17H4.5v-6A2 2 0 0 1 6.5 9h11a2 2 0 0 1 2 2v6H17M7 14h10v6H7z"/>`),
  refresh: icon(svg`<path d="M19.5 12a7.5 7.5 0 1 1-2.4-5.5M19.5 4v4h-4"/>`),
  send: icon(svg`<path d="M4 12l16-8-5 16-3.5-6.5zM11.5 13.5L20 4"/>`),
  shield: icon(
    svg`<path d="M12 3.5l7 2.5v5.5c0 4.3-2.9 7.3-7 9-4.1-1.7-7-4.7-7-9V6z"/><path d="M9 11.8l2.2 2.2 3.8-4"/>`,
  ),
  skip: icon(svg`<path d="M5 6l8 6-8 6zM18 6v12"/>`),
  square: icon(svg`<rect x="6" y="6" width="12" height="12" rx="2"/>`),
  stop: icon(svg`<path d="M8.3 3h7.4L21 8.3v7.4L15.7 21H8.3L3 15.7V8.3zM8 12h8"/>`),
  thumbDown: icon(
    svg`<path d="M7 13.5V4H4v9.5zM7 13.5l4 7a2 2 0 0 0 2-2.5l-.8-3.5H18a2 2 0 0 0 2-2.4l-1.2-6A2 2 0 0 0 16.8 4H7"/>`,
  ),
  thumbUp: icon(
    svg`<path d="M7 10.5V20H4v-9.5zM7 10.5l4-7a2 2 0 0 1 2 2.5l-.8 3.5H18a2 2 0 0 1 2 2.4l-1.2 6a2 2 0 0 1-2 2.1H7"/>`,
  ),
  warning: icon(svg`<path d="M12 4L2.8 19.5h18.4zM12 10v4.5M12 17.2v.1"/>`),
};
