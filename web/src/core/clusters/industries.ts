/** The names in a community's industries, whichever of its forms the API gives them in. */
export function industryNames(industries: unknown): string[] {
  if (!Array.isArray(industries)) return [];
  return industries
    .map((one) => (typeof one === "string" ? one : String((one as { name?: unknown })?.name ?? "")))
    .filter(Boolean);
}
