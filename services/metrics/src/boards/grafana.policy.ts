import type { Board, Panel } from './board.types.js';

const DATASOURCE = { type: 'prometheus', uid: 'prometheus' };
const COLUMNS = 3;
const [WIDTH, HEIGHT] = [8, 7];

interface Place {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** A dashboard as Grafana reads it. */
export function grafanaOf({ uid, title, panels }: Board): object {
  return {
    uid,
    title,
    schemaVersion: 39,
    version: 1,
    editable: false,
    refresh: '15s',
    time: { from: 'now-1h', to: 'now' },
    tags: ['docmind'],
    // The others, in the head of each.
    links: [{ type: 'dashboards', title: 'DocMind', tags: ['docmind'], asDropdown: true, includeVars: false, keepTime: true }],
    panels: placed(panels).map(([panel, place], index) => panelOf(panel, place, index)),
  };
}

function panelOf({ title, kind, unit, queries, needs }: Panel, place: Place, index: number): object {
  const isTable = kind === 'table';
  return {
    id: index + 1,
    title,
    type: kind,
    ...(needs === undefined ? {} : { description: `Shows nothing without ${needs}.` }),
    datasource: DATASOURCE,
    gridPos: place,
    fieldConfig: { defaults: { unit, min: 0 }, overrides: [] },
    ...(isTable ? { transformations: [{ id: 'merge', options: {} }] } : {}),
    targets: queries.map(({ expr, legend }, at) => ({
      refId: String.fromCharCode(65 + at),
      expr,
      legendFormat: legend,
      ...(isTable ? { instant: true, format: 'table' } : {}),
    })),
  };
}

/** Three in a row; a table has rows of its own. */
function placed(panels: readonly Panel[]): [Panel, Place][] {
  let [column, y] = [0, 0];
  return panels.map((panel) => {
    const [w, h] = panel.kind === 'table' ? [WIDTH * COLUMNS, 3 * HEIGHT] : [WIDTH, HEIGHT];
    if (column * WIDTH + w > WIDTH * COLUMNS) [column, y] = [0, y + HEIGHT];
    const place = { x: column * WIDTH, y, w, h };
    if (panel.kind === 'table') y += h;
    else column += 1;
    return [panel, place];
  });
}
