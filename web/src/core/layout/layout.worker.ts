/** Runs the layout away from the page, so that clicks are answered while it thinks. */

import type { Columns } from "../graph/places";
import { forceLayout } from "./forceLayout";

interface Order {
  ticket: number;
  columns: Columns;
  iterations: number;
}

addEventListener("message", (event: MessageEvent<Order>) => {
  const { ticket, columns, iterations } = event.data;
  postMessage({ ticket, places: forceLayout(columns, iterations) });
});
