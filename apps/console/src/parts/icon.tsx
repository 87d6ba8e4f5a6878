// Drawn for 20 by 20, in the colour of the text around them.
const PATHS = {
  ask: 'M3 5h14v9H9l-4 3v-3H3z',
  documents: 'M5 2.5h6l4 4v11H5zM11 2.5v4h4',
  conversations: 'M3 4h14M3 10h14M3 16h9',
  health: 'M2.5 10h4l2-5 3 10 2-5h4',
  close: 'M5 5l10 10M15 5L5 15',
  send: 'M10 16V4M5 9l5-5 5 5',
  stop: 'M6 6h8v8H6z',
  retry: 'M15.5 8.5A6 6 0 1 0 16 11M16 4v4.5h-4.5',
  copy: 'M7 7h9v9H7zM4 13V4h9',
  edit: 'M4 16l1-4 8-8 3 3-8 8z',
  why: 'M7.5 7.5a2.5 2.5 0 1 1 3.5 2.3c-.7.3-1 .8-1 1.7M10 14.5v.5',
  check: 'M4 10.5l4 4 8-9',
  quote: 'M4 14c2 0 3-1.5 3-4V6H4v4h3M12 14c2 0 3-1.5 3-4V6h-3v4h3',
  warning: 'M10 3l8 14H2zM10 8v4M10 14.5v.5',
  none: 'M10 3a7 7 0 1 0 0 14a7 7 0 0 0 0-14M5 5l10 10',
  scale: 'M10 3v14M5 17h10M4 6h12M4 6l-2 5h4zM16 6l-2 5h4z',
  list: 'M7 5h10M7 10h10M7 15h10M3.5 5h.5M3.5 10h.5M3.5 15h.5',
  talk: 'M3 5h14v9H9l-4 3v-3H3zM7 9.5h.5M10 9.5h.5M13 9.5h.5',
  half: 'M10 3a7 7 0 1 0 0 14zM10 3a7 7 0 0 1 0 14',
  plus: 'M10 4v12M4 10h12',
  minus: 'M4 10h12',
  previous: 'M12.5 4l-6 6 6 6',
  next: 'M7.5 4l6 6-6 6',
  trash: 'M4 6h12M8 6V4h4v2M6 6l1 11h6l1-11',
  download: 'M10 3v10M6 9.5l4 4 4-4M4 17h12',
  upload: 'M10 14V4M6 7.5l4-4 4 4M4 17h12',
  folder: 'M2.5 5h5l2 2h8v9h-15z',
  tag: 'M3 3h7l7 7-7 7-7-7zM6.5 6.5h.5',
  key: 'M12.5 3a4.5 4.5 0 1 1-3.4 7.4L3 16.5V18h3v-2h2v-2M13.5 6.5h.5',
  settings: 'M3 6h8M15 6h2M3 14h2M9 14h8M13 4v4M7 12v4',
} as const;
export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
