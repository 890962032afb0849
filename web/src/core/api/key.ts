/** The API key of this tab. It lives no longer than the tab, so that a shared desk does not keep it. */

const NAME = "jiju.key";

export function readKey(): string | null {
  try {
    return sessionStorage.getItem(NAME);
  } catch {
    return null;
  }
}

/** Keeps another key, or none, and begins anew: what was read with the old one is not shown to the next. */
export function changeKey(key: string | null): void {
  if (key) sessionStorage.setItem(NAME, key);
  else sessionStorage.removeItem(NAME);
  location.reload();
}

export function authorization(key: string | null = readKey()): Record<string, string> {
  return key ? { authorization: `Bearer ${key}` } : {};
}
