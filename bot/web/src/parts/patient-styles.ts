import { css } from "lit";

export const patientStyles = css`
  :host {
    --touch: 2.75rem;

    display: block;
    background: var(--fn-surface);
    border-block-end: 1px solid var(--fn-line);
  }

  @media (pointer: fine) {
    :host {
      --touch: 2.25rem;
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
    align-items: flex-start;
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
  .known button:hover:not(:disabled) {
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
    flex: 1 1 11rem;
    flex-wrap: wrap;
    align-items: center;
    gap: calc(var(--fn-space) * 1.5);
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

  .last {
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

  p.quiet {
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
    .line:has(.known) .chips {
      flex-basis: 100%;
    }

    .chips {
      max-block-size: 34cqb;
      margin: calc(var(--fn-space) * -1);
      padding: var(--fn-space);
      overflow-y: auto;
    }

    .bar:has(.panel) .chips,
    .chips .quiet {
      display: none;
    }

    .line:has(.summary) .word {
      position: absolute;
      inline-size: 1px;
      block-size: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
  }
`;
