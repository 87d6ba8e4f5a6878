import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

interface VirtualListProps<Row> {
  readonly label: string;
  readonly rows: readonly Row[];
  /** All rows are as high as this. */
  readonly rowPx: number;
  readonly keyOf: (row: Row) => string;
  readonly render: (row: Row) => ComponentChildren;
}

/** Rows beyond what is seen, so that quick scrolling shows no gap. */
const SPARE = 12;

/** Of ten thousand rows the browser holds those that are seen. A reader of the screen is told how many there are, and which one this is. */
export function VirtualList<Row>({ label, rows, rowPx, keyOf, render }: VirtualListProps<Row>) {
  const list = useRef<HTMLUListElement>(null);
  const [seen, setSeen] = useState({ from: 0, to: 40 });
  useEffect(() => {
    const box = list.current?.closest('[data-scrolls]');
    if (!box || !list.current) return;
    const look = () => {
      const top = (list.current?.getBoundingClientRect().top ?? 0) - box.getBoundingClientRect().top;
      const from = Math.max(0, Math.floor(-top / rowPx) - SPARE);
      setSeen({ from, to: from + Math.ceil(box.clientHeight / rowPx) + 2 * SPARE });
    };
    look();
    box.addEventListener('scroll', look, { passive: true });
    const size = new ResizeObserver(look);
    size.observe(box);
    return () => {
      box.removeEventListener('scroll', look);
      size.disconnect();
    };
  }, [rowPx, rows.length]);
  if (rows.length === 0) return null;
  const from = Math.min(seen.from, Math.max(0, rows.length - 1));
  return (
    <ul class="rows" aria-label={label} ref={list} style={{ height: `${rows.length * rowPx}px` }}>
      {rows.slice(from, seen.to).map((row, index) => (
        <li
          key={keyOf(row)}
          aria-setsize={rows.length}
          aria-posinset={from + index + 1}
          style={{ top: `${(from + index) * rowPx}px`, height: `${rowPx}px` }}
        >
          {render(row)}
        </li>
      ))}
    </ul>
  );
}
