import { css } from "lit";

const dark = css`
  --fn-ground: #0d1418;
  --fn-surface: #151e24;
  --fn-surface-sunk: #1c272e;
  --fn-line: #2d3c46;
  --fn-line-strong: #758a98;
  --fn-text: #e8eef2;
  --fn-text-quiet: #a9b8c2;
  --fn-accent: #6fc7d5;
  --fn-accent-strong: #9cdce6;
  --fn-accent-soft: #14343b;
  --fn-on-accent: #06252b;

  --fn-danger: #ff9f96;
  --fn-danger-soft: #3a1715;
  --fn-danger-solid: #b02318;
  --fn-on-danger: #ffffff;
  --fn-caution: #f1bd63;
  --fn-caution-soft: #33280f;
  --fn-good: #82d4a2;
  --fn-good-soft: #133020;
  --fn-neutral: #a9b8c2;
  --fn-neutral-soft: #1f2b33;

  --fn-shadow: 0 1px 2px rgb(0 0 0 / 40%), 0 4px 12px rgb(0 0 0 / 25%);
  color-scheme: dark;
`;

/** Colours, spaces and type of the chat. A page may set any of them on `footnote-chat`. */
export const tokens = css`
  :host {
    --fn-font: "Inter", "Segoe UI", system-ui, -apple-system, "Noto Sans", sans-serif;
    --fn-mono: ui-monospace, "SF Mono", "Cascadia Mono", "Noto Sans Mono", monospace;
    --fn-space: 0.25rem;
    --fn-touch: 44px;
    --fn-radius: 0.625rem;
    --fn-radius-small: 0.375rem;

    --fn-ground: #f5f7f9;
    --fn-surface: #ffffff;
    --fn-surface-sunk: #eef2f5;
    --fn-line: #d5dde3;
    --fn-line-strong: #6f8391;
    --fn-text: #14222c;
    --fn-text-quiet: #4a5b67;
    --fn-accent: #0b6170;
    --fn-accent-strong: #084954;
    --fn-accent-soft: #e2f1f3;
    --fn-on-accent: #ffffff;

    --fn-danger: #a3190f;
    --fn-danger-soft: #fdecea;
    --fn-danger-solid: #a3190f;
    --fn-on-danger: #ffffff;
    --fn-caution: #7a4b00;
    --fn-caution-soft: #fff3d9;
    --fn-good: #17663a;
    --fn-good-soft: #e5f4ea;
    --fn-neutral: #4a5b67;
    --fn-neutral-soft: #edf1f4;

    --fn-shadow: 0 1px 2px rgb(20 34 44 / 6%), 0 4px 12px rgb(20 34 44 / 6%);
    color-scheme: light;
  }

  @media (prefers-color-scheme: dark) {
    :host(:not([theme="light"])) {
      ${dark}
    }
  }

  :host([theme="dark"]) {
    ${dark}
  }

  @media (forced-colors: active) {
    :host,
    :host(:not([theme="light"])),
    :host([theme]) {
      --fn-ground: Canvas;
      --fn-surface: Canvas;
      --fn-surface-sunk: Canvas;
      --fn-line: CanvasText;
      --fn-line-strong: CanvasText;
      --fn-text: CanvasText;
      --fn-text-quiet: CanvasText;
      --fn-accent: LinkText;
      --fn-accent-strong: LinkText;
      --fn-accent-soft: Canvas;
      --fn-on-accent: Canvas;
      --fn-danger: CanvasText;
      --fn-danger-soft: Canvas;
      --fn-danger-solid: Canvas;
      --fn-on-danger: CanvasText;
      --fn-caution: CanvasText;
      --fn-caution-soft: Canvas;
      --fn-good: CanvasText;
      --fn-good-soft: Canvas;
      --fn-neutral: CanvasText;
      --fn-neutral-soft: Canvas;
    }
  }
`;
