import { css, html, type TemplateResult } from "lit";
import { words } from "./words.js";

/** That an answer is being worked out. */
export function typing(): TemplateResult {
  return html`<p class="typing"><span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>${words.timeline.typing}</p>`;
}

export const typingStyles = css`
  .typing {
    display: flex;
    align-items: center;
    gap: calc(var(--fn-space) * 3);
    color: var(--fn-text-quiet);
    font-size: 0.9375rem;
  }

  .dots {
    display: inline-flex;
    gap: var(--fn-space);
  }

  .dots i {
    inline-size: 0.4375rem;
    block-size: 0.4375rem;
    border-radius: 50%;
    background: var(--fn-accent);
    animation: breathe 1.2s ease-in-out infinite;
  }

  .dots i:nth-child(2) {
    animation-delay: 0.15s;
  }

  .dots i:nth-child(3) {
    animation-delay: 0.3s;
  }

  @keyframes breathe {
    0%,
    60%,
    100% {
      opacity: 0.3;
    }

    30% {
      opacity: 1;
    }
  }
`;
