import { css } from "lit";
import { shared } from "../style/shared.js";

/** What every part of the chat shares. */
export const base = [
  shared,
  css`
    :host([hidden]) {
      display: none !important;
    }

    fieldset {
      margin: 0;
      padding: 0;
      border: 0;
    }

    input,
    select,
    textarea {
      font: inherit;
      color: inherit;
    }

    .icon {
      inline-size: 1.25rem;
      block-size: 1.25rem;
    }
  `,
];

export const fields = css`
  input[type="text"],
  select {
    min-block-size: var(--fn-touch);
    inline-size: 100%;
    padding: calc(var(--fn-space) * 2) calc(var(--fn-space) * 3);
    border: 1px solid var(--fn-line-strong);
    border-radius: var(--fn-radius-small);
    background: var(--fn-surface);
  }

  input[type="radio"],
  input[type="checkbox"] {
    flex: none;
    inline-size: 1.5rem;
    block-size: 1.5rem;
    margin: 0;
    accent-color: var(--fn-accent);
  }

  label.choice {
    display: flex;
    align-items: center;
    gap: calc(var(--fn-space) * 2.5);
    min-block-size: var(--fn-touch);
    padding: calc(var(--fn-space) * 1.5) calc(var(--fn-space) * 3);
    border-radius: var(--fn-radius-small);
    line-height: 1.4;
    cursor: pointer;
  }

  label.choice:hover {
    background: var(--fn-accent-soft);
  }
`;
