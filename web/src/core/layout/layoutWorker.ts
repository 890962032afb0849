/** One worker a page; a later order makes an earlier one's answer stale. */

import type { Columns } from "../graph/places";
import type { Places } from "./forceLayout";

export class LayoutWorker {
  private readonly worker = new Worker(new URL("./layout.worker.ts", import.meta.url), { type: "module" });
  private readonly waiting = new Map<number, (places: Places) => void>();
  private ticket = 0;

  constructor() {
    this.worker.addEventListener("message", (event: MessageEvent<{ ticket: number; places: Places }>) => {
      this.waiting.get(event.data.ticket)?.(event.data.places);
      this.waiting.delete(event.data.ticket);
    });
  }

  run(columns: Columns, iterations: number): Promise<Places> {
    this.ticket += 1;
    const ticket = this.ticket;
    return new Promise((resolve) => {
      this.waiting.set(ticket, resolve);
      this.worker.postMessage({ ticket, columns, iterations });
    });
  }

  stop(): void {
    this.worker.terminate();
    this.waiting.clear();
  }
}
