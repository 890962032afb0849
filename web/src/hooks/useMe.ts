import { MeDocument } from "../generated/graphql";
import { useQuery } from "./useQuery";

const WRITERS = ["reviewer", "admin"];

/** Who asks, and whether they may write; `null` until it is known. */
export function useMe() {
  const { data, error } = useQuery(MeDocument);
  const me = data?.me ?? null;
  return { me, error, writes: me ? WRITERS.includes(me.role) : null };
}
