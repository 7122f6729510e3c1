/** What the tab remembers of a conversation: in sessionStorage, or for as long as the page lives where that is denied. */

export interface Memory {
  read<T>(name: string): T | null;
  write(name: string, value: unknown): void;
  forget(name: string): void;
}

/**
 * A memory of its own for each server and page, so that a page and a frame in it do not share a conversation. `page` is
 * the page's path.
 */
export function openMemory(
  server: string,
  page: string = location.pathname,
  storage: Storage | null = sessionStore(),
): Memory {
  const prefix = `footnote ${server} ${page} `;
  /** What the storage did not take. */
  const held = new Map<string, string>();
  return {
    read<T>(name: string): T | null {
      const text = held.get(name) ?? attempt(() => storage?.getItem(prefix + name));
      return text ? (attempt(() => JSON.parse(text) as T) ?? null) : null;
    },
    write(name, value) {
      const text = JSON.stringify(value);
      held.set(name, text);
      attempt(() => {
        storage?.setItem(prefix + name, text);
        if (storage) held.delete(name);
      });
    },
    forget(name) {
      held.delete(name);
      attempt(() => storage?.removeItem(prefix + name));
    },
  };
}

/** Reading `sessionStorage` itself throws in a sandboxed frame. */
function sessionStore(): Storage | null {
  return attempt(() => window.sessionStorage) ?? null;
}

function attempt<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}
