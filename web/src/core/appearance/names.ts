/** Names as a graph shows them: 蒙川县海岳家居有限公司 is drawn 蒙川县海岳家居. */

const ENDINGS = [
  "股份有限公司",
  "有限责任公司",
  "集团有限公司",
  "有限公司",
  "农民专业合作社联合社",
  "专业合作社",
];

export function shortName(name: string, longest = 14): string {
  const ending = ENDINGS.find((end) => name.endsWith(end) && name.length - end.length >= 2);
  const bare = ending ? name.slice(0, -ending.length) : name;
  return bare.length > longest ? `${bare.slice(0, longest - 1)}…` : bare;
}

/** A community's name on the picture: its anchor's, without the words that every company has. */
export function communityName(label: string): string {
  const name = /[（(]([^（）()]+)[）)]$/.exec(label)?.[1] ?? label;
  return name.replace(/(股份|集团|责任)?有限(责任)?公司/g, "").replace(/社群$|\s+community$/, "");
}
