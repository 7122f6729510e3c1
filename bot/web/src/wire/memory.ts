/** What the tab remembers of a conversation: in sessionStorage, or for as long as the page lives where that is denied. */

export interface Memory {
  read<T>(name: string): T | null;
  write(name: string, value: unknown): void;
  clear(): void;
}

/** A memory of its own for each server, so that two chats on one origin do not share a conversation. */
export function openMemory(server: string, storage: Storage | null = sessionStore()): Memory {
  const prefix = `footnote ${server} `;
  const held = new Map<string, string>();
  return {
    read<T>(name: string): T | null {
      const text = held.get(name) ?? attempt(() => storage?.getItem(prefix + name));
      if (!text) return null;
      held.set(name, text);
      return attempt(() => JSON.parse(text) as T) ?? null;
    },
    write(name, value) {
      const text = JSON.stringify(value);
      held.set(name, text);
      attempt(() => storage?.setItem(prefix + name, text));
    },
    clear() {
      for (const name of held.keys()) attempt(() => storage?.removeItem(prefix + name));
      held.clear();
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
