import { css } from "lit";

/** There for screen readers only. */
export const hidden = css`
  position: absolute;
  inline-size: 1px;
  block-size: 1px;
  margin: 0;
  overflow: hidden;
  clip-path: inset(50%);
  white-space: nowrap;
`;

/** What every part of the chat has in common: box model, focus, links, buttons, chips, hidden text. */
export const shared = css`
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }

  [hidden] {
    display: none !important;
  }

  h1,
  h2,
  h3,
  h4,
  p,
  ul,
  ol,
  dl,
  dd,
  figure {
    margin: 0;
    padding: 0;
  }

  ul,
  ol {
    list-style: none;
  }

  :focus-visible {
    outline: 0.1875rem solid var(--fn-accent);
    outline-offset: 0.125rem;
    border-radius: var(--fn-radius-small);
  }

  a {
    color: var(--fn-accent);
    text-decoration: underline;
    text-underline-offset: 0.15em;
  }

  a:hover {
    color: var(--fn-accent-strong);
  }

  button {
    font: inherit;
    color: inherit;
    cursor: pointer;
  }

  button:disabled {
    cursor: default;
  }

  .icon {
    flex: none;
    inline-size: 1.125em;
    block-size: 1.125em;
    vertical-align: -0.2em;
  }

  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 0.5rem;
    min-block-size: var(--fn-touch);
    padding: 0.5rem 1rem;
    border: 1px solid var(--fn-line-strong);
    border-radius: var(--fn-radius);
    background: var(--fn-surface);
    color: var(--fn-accent);
    font-weight: 600;
    line-height: 1.3;
    text-align: start;
    text-decoration: none;
  }

  .button:hover {
    border-color: var(--fn-accent);
    background: var(--fn-accent-soft);
    color: var(--fn-accent-strong);
  }

  .button.primary {
    border-color: var(--fn-accent);
    background: var(--fn-accent);
    color: var(--fn-on-accent);
  }

  .button.primary:hover {
    background: var(--fn-accent-strong);
  }

  .button.quiet {
    border-color: transparent;
    background: transparent;
    color: var(--fn-text-quiet);
    font-weight: 500;
  }

  .button.quiet:hover {
    background: var(--fn-surface-sunk);
    color: var(--fn-text);
  }

  .button.small {
    padding: 0.25rem 0.75rem;
    font-size: 0.875rem;
    font-weight: 500;
  }

  .button.square {
    inline-size: var(--fn-touch);
    padding: 0;
  }

  .button:disabled {
    border-color: var(--fn-line);
    background: var(--fn-surface-sunk);
    color: var(--fn-text-quiet);
  }

  .chip {
    display: inline-flex;
    align-items: baseline;
    gap: 0.375rem;
    padding: 0.0625rem 0.5rem;
    border: 1px solid var(--fn-line);
    border-radius: var(--fn-radius-small);
    background: var(--fn-neutral-soft);
    color: var(--fn-neutral);
    font-size: 0.8125rem;
    line-height: 1.45;
  }

  .quiet-text {
    color: var(--fn-text-quiet);
    font-size: 0.875rem;
  }

  .section-title {
    color: var(--fn-text);
    font-size: 1rem;
    font-weight: 650;
    line-height: 1.4;
  }

  .visually-hidden {
    ${hidden}
  }

  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      animation: none !important;
      transition: none !important;
    }
  }
`;
