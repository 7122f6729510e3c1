export type Child = Node | string | null;

/** An element with its class and children; text stays text. */
export function element(document: Document, name: string, className: string, ...children: Child[]): HTMLElement {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children.filter((child) => child !== null));
  return made;
}
