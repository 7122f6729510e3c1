import { css } from "lit";
import { hidden } from "../style/shared.js";

export const patientStyles = css`
  :host {
    --touch: var(--fn-touch);

    display: block;
    background: var(--fn-surface);
    border-block-end: 1px solid var(--fn-line);
  }

  @media not (any-pointer: coarse) {
    :host {
      --touch: 36px;
    }
  }

  .bar {
    max-inline-size: var(--fn-column);
    margin-inline: auto;
    padding: calc(var(--fn-space) * 1.5) var(--fn-gutter);
  }

  .line {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: calc(var(--fn-space) * 1) calc(var(--fn-space) * 2);
  }

  .title {
    display: inline-flex;
    align-items: center;
    gap: calc(var(--fn-space) * 2);
    min-inline-size: 0;
    min-block-size: var(--touch);
    padding-inline: 0;
    color: var(--fn-text-quiet);
    font-size: 0.9375rem;
    font-weight: 600;
  }

  button.title {
    max-inline-size: 100%;
    margin-inline-start: calc(var(--fn-space) * -2);
    padding-inline: calc(var(--fn-space) * 2);
    border: 0;
    border-radius: var(--fn-radius);
    background: transparent;
  }

  button.title:hover,
  .known button:hover:not([aria-disabled="true"]) {
    background: var(--fn-accent-soft);
  }

  .title .turn {
    display: inline-grid;
  }

  .title .up {
    rotate: 180deg;
  }

  .line:has(.summary) {
    flex-wrap: nowrap;
  }

  .line:has(.summary) .title {
    flex: 1 1 auto;
    justify-content: flex-start;
  }

  .summary {
    flex: 0 1 auto;
    min-inline-size: 0;
    overflow: hidden;
    color: var(--fn-text);
    font-weight: 500;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .chips {
    display: flex;
    flex: 1 1 100%;
    flex-wrap: wrap;
    align-items: center;
    gap: calc(var(--fn-space) * 1.5);
    max-block-size: 22cqb;
    /* Room for the ring around what has the keyboard, where the list scrolls. */
    margin: calc(var(--fn-space) * -1);
    padding: var(--fn-space);
    overflow-y: auto;
    scrollbar-width: thin;
  }

  .known {
    display: inline-flex;
    max-inline-size: 100%;
    border: 1px solid var(--fn-line-strong);
    border-radius: var(--fn-radius);
    background: var(--fn-surface);
  }

  .known.uncertain,
  .known.unknown {
    border-style: dashed;
  }

  .known button {
    min-block-size: var(--touch);
    border: 0;
    border-radius: calc(var(--fn-radius) - 1px);
    background: transparent;
  }

  .known [aria-disabled="true"] {
    cursor: default;
    opacity: 0.75;
  }

  .known .edit {
    display: inline-flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 calc(var(--fn-space) * 1.5);
    min-inline-size: 0;
    padding-inline: calc(var(--fn-space) * 3) var(--fn-space);
    font-size: 0.9375rem;
    font-weight: 400;
    text-align: start;
    overflow-wrap: anywhere;
  }

  .known .name {
    color: var(--fn-text-quiet);
  }

  .known .text {
    font-weight: 600;
  }

  .known .status {
    padding-inline: calc(var(--fn-space) * 1.5);
    border-radius: var(--fn-radius-small);
    background: var(--fn-caution-soft);
    color: var(--fn-caution);
    font-size: 0.8125rem;
    font-weight: 600;
  }

  .known .remove {
    display: inline-grid;
    place-items: center;
    inline-size: var(--touch);
    padding: 0;
    color: var(--fn-text-quiet);
  }

  .known .remove .icon {
    inline-size: 1rem;
    block-size: 1rem;
  }

  .button {
    min-block-size: var(--touch);
    padding-block: var(--fn-space);
  }

  .add {
    border-style: dashed;
    font-size: 0.9375rem;
    font-weight: 500;
  }

  .actions {
    display: flex;
    flex: none;
    gap: calc(var(--fn-space) * 1.5);
    margin-inline-start: auto;
  }

  .button.anew {
    flex: none;
    color: var(--fn-accent);
    font-size: 0.9375rem;
    white-space: nowrap;
  }

  .quiet {
    color: var(--fn-text-quiet);
    font-size: 0.9375rem;
  }

  .bar > .quiet {
    padding-block: calc(var(--fn-space) * 2.5);
  }

  .panel {
    max-block-size: 50cqb;
    overflow-y: auto;
    padding-block: calc(var(--fn-space) * 2);
  }

  .picker {
    display: flex;
    flex-wrap: wrap;
    gap: calc(var(--fn-space) * 1.5);
  }

  .picker .button {
    font-size: 0.9375rem;
    font-weight: 500;
  }

  @container (inline-size < 36rem) {
    .bar:has(.panel) .chips {
      display: none;
    }

    .line:has(.summary) .word {
      ${hidden}
    }
  }

  @container (block-size < 32rem) {
    .bar {
      padding-block: calc(var(--fn-space) * 0.5);
    }
  }

  @container (inline-size < 18rem) {
    .line:has(.summary) .anew,
    .line .quiet {
      display: none;
    }

    .add {
      padding-inline: calc(var(--fn-space) * 1.5);
    }
  }
`;
