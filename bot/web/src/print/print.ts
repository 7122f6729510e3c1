import { fill, words } from "../answer/words.js";
import { type PrintOptions, printable, type Turn } from "./document.js";
import { notesCss, pageCss } from "./style.js";

export { type PrintOptions, printable, type Turn } from "./document.js";

/** Takes the document of the last print out of the page. */
let tidy = (): void => undefined;

/** Opens the browser's print dialogue on the conversation; the page is as before when it closes. */
export function printConversation(turns: Turn[], options: PrintOptions = {}): void {
  // Some browsers do not say when their dialogue closes.
  tidy();
  const notes = printable(document, turns, words, options);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(notesCss + pageCss);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  document.body.append(notes);
  tidy = () => {
    notes.remove();
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
    removeEventListener("afterprint", tidy);
  };
  addEventListener("afterprint", tidy);
  print();
}

/** Saves the conversation as a file that needs nothing else to be read. */
export function saveConversation(turns: Turn[], options: PrintOptions = {}): void {
  const file = new Blob([savedFile(turns, options)], { type: "text/html;charset=utf-8" });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = fill(words.print.file, { date: new Date().toISOString().slice(0, 10) });
  link.click();
  // The browser has taken the file by the end of the next task or it never will.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** The text of the saved file. */
export function savedFile(turns: Turn[], options: PrintOptions = {}): string {
  const title = document.createElement("title");
  title.textContent = words.print.title;
  return `<!doctype html>
<html lang="${words.language}" dir="${words.direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
${title.outerHTML}
<style>body { margin: 2rem 1rem; background: #fff; }${notesCss}@page { margin: 18mm; }</style>
</head>
<body>
<main>
${printable(document, turns, words, options).outerHTML}
</main>
</body>
</html>
`;
}
