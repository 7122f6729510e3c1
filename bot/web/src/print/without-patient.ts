/** What of an answer may be in a document without the patient: nothing that was told of them, or follows from that. */

import type { Answer, Regimen, Warning } from "../answer/model.js";
import { capText, rangeText } from "../answer/ranges.js";
import { fill, words } from "../answer/words.js";

/** `answer` as it would be for anybody, or null where nothing of it is. */
export function withoutPatient(answer: Answer): Answer | null {
  const cites = answer.statements.length > 0 || answer.citations.length > 0;
  if (!cites && !/^(refused|not_found)$/.test(answer.status)) return null;
  return {
    ...answer,
    headline: isForAnybody(answer) ? answer.headline : "",
    for_patient: null,
    acknowledged: [],
    warnings: answer.warnings.filter((one) => quotesOnly(one, answer)),
    verdict: null,
    criteria: [],
    would_change: [],
    pathway: [],
    calculations: answer.calculations.map(unworked),
    dose_check: null,
    compared: [],
    withheld: null,
  };
}

function isForAnybody(answer: Answer): boolean {
  const concludes = answer.for_patient !== null || answer.verdict !== null || answer.pathway.length > 0;
  return !concludes || answer.statements.some((one) => one.text === answer.headline);
}

/** Other warnings name what was found in the patient. The statements behind them stand among the others. */
function quotesOnly(warning: Warning, answer: Answer): boolean {
  return answer.statements.some((one) => one.id === warning.statement && one.text === warning.text);
}

/** A regimen as it is curated. */
function unworked(one: Regimen): Regimen {
  const curated = one.per_kg ?? { low: one.low, high: one.high, unit: one.unit };
  const limit = one.limit === null ? "" : fill(words.dose.picture.row_limit, { limit: capText(one.limit) });
  return {
    ...one,
    ...curated,
    per_kg: null,
    per_day: null,
    capped: false,
    arithmetic: `${rangeText(curated)}${limit}`,
  };
}
