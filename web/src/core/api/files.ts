/** Files to and from the API: what an import is made of, and what came of it. */

import { ApiFailure } from "./client";
import { authorization } from "./key";

export interface Upload {
  id: string;
  name: string;
  size: number;
}

/** Sends a file; `progress` is told the share that is sent, 0 to 1. */
export function sendFile(file: File, progress: (share: number) => void): Promise<Upload> {
  return new Promise((resolve, reject) => {
    // fetch tells nothing of a body on its way.
    const sent = new XMLHttpRequest();
    sent.open("POST", "/imports");
    for (const [name, value] of Object.entries(authorization())) sent.setRequestHeader(name, value);
    sent.setRequestHeader("x-filename", encodeURIComponent(file.name));
    sent.upload.onprogress = (event) => {
      if (event.lengthComputable) progress(event.loaded / event.total);
    };
    sent.onerror = () => reject(new ApiFailure("network", ""));
    sent.onload = () => {
      if (sent.status === 201) resolve(JSON.parse(sent.responseText) as Upload);
      else reject(refusal(sent.status, sent.responseText));
    };
    sent.send(file);
  });
}

/** Fetches a file of an import and hands it to the browser as a download. */
export async function saveFile(path: string): Promise<void> {
  const response = await fetch(path, { headers: authorization() }).catch((error: unknown) => {
    throw new ApiFailure("network", String(error));
  });
  if (!response.ok) throw refusal(response.status, await response.text());
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await response.blob());
  link.download =
    nameOf(response.headers.get("content-disposition") ?? "") || path.split("/").pop() || "file";
  link.click();
  URL.revokeObjectURL(link.href);
}

export function nameOf(disposition: string): string {
  const found = /filename\*=UTF-8''([^;]+)/i.exec(disposition);
  return found?.[1] ? decodeURIComponent(found[1]) : "";
}

function refusal(status: number, body: string): ApiFailure {
  try {
    const answer = JSON.parse(body) as { errors: { message: string; extensions?: { code?: string } }[] };
    const error = answer.errors[0];
    if (error) return new ApiFailure("question", error.message, error.extensions?.code);
  } catch {
    // Not ours to read: the status says what there is to say.
  }
  return new ApiFailure("server", `HTTP ${status}`);
}
