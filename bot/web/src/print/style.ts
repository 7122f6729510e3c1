/** The look of the document, on paper and as a saved file: black on white, whatever the theme. */
export const notesCss = `
.footnote-notes { max-width: 46rem; margin: 0 auto; color: #000; background: #fff;
  font: 11pt/1.5 "Segoe UI", system-ui, "Noto Sans", sans-serif; text-align: start; }
.footnote-notes h1 { font-size: 16pt; line-height: 1.3; margin: 0 0 4pt; }
.footnote-notes h2 { font-size: 12.5pt; line-height: 1.35; margin: 16pt 0 2pt; padding-top: 8pt;
  border-top: 0.75pt solid #767676; break-after: avoid; }
.footnote-notes h3 { font-size: 11pt; margin: 8pt 0 2pt; break-after: avoid; }
.footnote-notes p { margin: 4pt 0; orphans: 3; widows: 3; }
.footnote-notes ul { margin: 4pt 0; padding-inline-start: 14pt; list-style: disc; }
.footnote-notes li { margin: 3pt 0; break-inside: avoid; }
.footnote-notes .quiet, .footnote-notes .remarks { color: #444; font-size: 9.5pt; }
.footnote-notes .status { border: 0.75pt solid #767676; padding: 4pt 8pt 4pt 20pt; font-size: 10pt; }
.footnote-notes .kind { font-weight: 700; }
.footnote-notes .headline { font-size: 12pt; font-weight: 700; margin-bottom: 0; break-after: avoid; }
.footnote-notes .verdict { font-weight: 700; }
.footnote-notes .warnings { list-style: none; padding: 0; }
.footnote-notes .warnings li { border: 1pt solid #000; border-inline-start-width: 4pt; padding: 3pt 8pt; font-weight: 600; }
.footnote-notes .as-sent { white-space: pre-line; }
.footnote-notes .references { list-style: none; padding: 0; font-size: 9.5pt; overflow-wrap: anywhere; }
`;

/** While a page prints the document, it prints nothing else, and cuts nothing off. */
export const pageCss = `
@media not print { .footnote-notes { display: none; } }
@media print {
  body > :not(.footnote-notes) { display: none !important; }
  html, body { display: block !important; height: auto !important; max-width: none !important; margin: 0 !important;
    padding: 0 !important; overflow: visible !important; background: #fff !important; }
  .footnote-notes { max-width: none; }
}
@page { margin: 18mm; }
`;
