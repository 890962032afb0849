/** Line icons on a 20 grid, drawn for Jiju. */

const PATHS = {
  search: "M9 3.500a5.500 5.500 0 1 1 0 11 5.500 5.500 0 0 1 0-11Zm4 9.500 4 4",
  close: "m5 5 10 10M15 5 5 15",
  sun: "M10 6.500a3.500 3.500 0 1 1 0 7 3.500 3.500 0 0 1 0-7ZM10 1.500v2M10 16.500v2M1.500 10h2M16.500 10h2M4 4l1.400 1.400M14.600 14.600 16 16M16 4l-1.400 1.400M5.400 14.600 4 16",
  moon: "M16.500 11.800A7 7 0 0 1 8.200 3.500a7 7 0 1 0 8.300 8.300Z",
  chevron: "m6 8 4 4 4-4",
  right: "m8 5 5 5-5 5",
  graph: "M10 10 4.500 5.500M10 10l6-3.500M10 10l-4 6M10 10l5.500 5M10 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z",
  cluster:
    "M6.500 4a3 3 0 1 1 0 6 3 3 0 0 1 0-6ZM14 7.500a2.500 2.500 0 1 1 0 5 2.500 2.500 0 0 1 0-5ZM8 12.500a2.300 2.300 0 1 1 0 4.600 2.300 2.300 0 0 1 0-4.600Z",
  code: "m7 6-4 4 4 4M13 6l4 4-4 4",
  file: "M5.500 2.500h6l3.500 3.500v11.500h-9.500ZM11.500 2.500v3.500h3.500M7.500 10h5M7.500 13h5",
  plus: "M10 4v12M4 10h12",
  minus: "M4 10h12",
  fit: "M3.500 7V3.500H7M13 3.500h3.500V7M16.500 13v3.500H13M7 16.500H3.500V13",
  shuffle:
    "M3.500 10a6.500 6.500 0 0 1 11-4.700l2 1.900M16.500 3.500v3.700h-3.700M16.500 10a6.500 6.500 0 0 1-11 4.700l-2-1.900M3.500 16.500v-3.700h3.700",
  download: "M10 3v9M6.500 9 10 12.500 13.500 9M4 16.500h12",
  table: "M3.500 4.500h13v11h-13ZM3.500 8.500h13M8 8.500v7",
  path: "M5 15.500a1.500 1.500 0 1 1 0-3 1.500 1.500 0 0 1 0 3ZM15 7.500a1.500 1.500 0 1 1 0-3 1.500 1.500 0 0 1 0 3ZM6.500 14H11a2.500 2.500 0 0 0 0-5H9a2.500 2.500 0 0 1 0-5h4.500",
  eyeOff:
    "M3 3l14 14M8.200 5.300A8 8 0 0 1 17.500 10a9 9 0 0 1-2 2.700M5.500 6.800A9 9 0 0 0 2.500 10c1.500 3 4.300 4.800 7.500 4.800 1 0 2-.2 2.900-.5",
  external: "M8 4H4v12h12v-4M11.500 3.500h5v5M16 4l-7 7",
  copy: "M7.500 7.500h9v9h-9ZM12.500 7.500v-4h-9v9h4",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 18 }: { name: IconName; size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 20 20" fill="none" aria-hidden="true" focusable="false">
      <path
        d={PATHS[name]}
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
