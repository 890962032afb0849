/** One import on its way: sent, looked at, tried, applied, and undone if it was a mistake. */

import { useState } from "react";
import { ApiFailure, request } from "../../core/api/client";
import { sendFile, type Upload } from "../../core/api/files";
import {
  ImportFileDocument,
  type ImportFileMutation,
  ImportJobDocument,
  type ImportMode,
  InspectImportDocument,
  type InspectImportMutation,
  type Lang,
  RetractSourceDocument,
} from "../../generated/graphql";
import { usePreferences } from "../../hooks/preferences";

export type Proposal = NonNullable<InspectImportMutation["inspectImport"]["proposal"]>;
export type Outcome = ImportFileMutation["importFile"];
type State = { state: string } | null | undefined;

export type Busy = "sending" | "looking" | "trying" | "applying" | "undoing" | null;

const POLL_MS = 1000;
const OPEN = ["WAITING", "RUNNING"];

export function useImport() {
  const lang = usePreferences().lang === "zh" ? "ZH" : "EN";
  const [busy, setBusy] = useState<Busy>(null);
  const [sent, setSent] = useState(0);
  const [upload, setUpload] = useState<Upload | null>(null);
  const [proposal, setProposal] = useState<Proposal | null>(null);
  const [mapping, setMapping] = useState("");
  const [trial, setTrial] = useState<Outcome | null>(null);
  const [done, setDone] = useState<Outcome | null>(null);
  const [undone, setUndone] = useState(false);
  const [error, setError] = useState<ApiFailure | null>(null);

  const during = async (what: Busy, work: () => Promise<void>) => {
    setBusy(what);
    setError(null);
    try {
      await work();
    } catch (failure) {
      setError(failure instanceof ApiFailure ? failure : new ApiFailure("server", String(failure)));
    } finally {
      setBusy(null);
    }
  };

  const forget = () => {
    setUpload(null);
    setProposal(null);
    setTrial(null);
    setDone(null);
    setUndone(false);
    setError(null);
  };

  const look = async (id: string, text?: string) => {
    setTrial(null);
    const { inspectImport } = await request(InspectImportDocument, { upload: id, mapping: text ?? null });
    refuse(inspectImport.userErrors);
    setProposal(inspectImport.proposal ?? null);
    setMapping(inspectImport.proposal?.mapping ?? "");
    setBusy("trying");
    setTrial(await run(id, inspectImport.proposal?.mapping ?? "", "ROWS", true, lang));
  };

  return {
    busy,
    sent,
    upload,
    proposal,
    mapping,
    setMapping,
    trial,
    done,
    undone,
    error,
    forget,
    take: (file: File) => {
      forget();
      setSent(0);
      return during("sending", async () => {
        const taken = await sendFile(file, setSent);
        setUpload(taken);
        setBusy("looking");
        await look(taken.id);
      });
    },
    lookAgain: () =>
      during("looking", async () => {
        if (upload) await look(upload.id, mapping);
      }),
    apply: (mode: ImportMode) =>
      during("applying", async () => {
        if (upload) setDone(await run(upload.id, mapping, mode, false, lang));
      }),
    undo: (why: string) =>
      during("undoing", async () => {
        const id = done?.report?.source;
        if (!id) return;
        const { retractSource } = await request(RetractSourceDocument, { id, why });
        refuse(retractSource.userErrors);
        if (retractSource.job) await ended(retractSource.job.id, retractSource.job, lang);
        setUndone(true);
      }),
  };
}

function refuse(errors: readonly { message: string }[]): void {
  if (errors[0]) throw new ApiFailure("question", errors[0].message);
}

/** Loads, or tries, and waits until it is over. What a file is refused for is in its report. */
async function run(
  upload: string,
  mapping: string,
  mode: ImportMode,
  dryRun: boolean,
  lang: Lang,
): Promise<Outcome> {
  const clientKey = dryRun ? null : crypto.randomUUID();
  const input = { upload, mapping, mode, dryRun, clientKey };
  const { importFile } = await request(ImportFileDocument, { input, lang });
  const end = importFile.job ? await ended(importFile.job.id, importFile.job, lang) : null;
  const outcome = end ? { ...importFile, ...end } : importFile;
  if (!outcome.report) refuse(outcome.userErrors);
  return outcome;
}

/** What a job came to, asked for until it is over; `null` where it was over at once. */
async function ended(id: string, first: State, lang: Lang) {
  if (!first || !OPEN.includes(first.state)) return null;
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    const { job } = await request(ImportJobDocument, { id, lang });
    if (!job) throw new ApiFailure("server", id);
    if (!OPEN.includes(job.state)) return { report: job.report, diff: job.diff, userErrors: job.userErrors };
  }
}
