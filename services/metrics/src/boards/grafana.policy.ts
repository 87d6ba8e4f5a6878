import type { Board, Panel } from './board.types.js';

const DATASOURCE = { type: 'prometheus', uid: 'prometheus' };
const COLUMNS = 3;
const [WIDTH, HEIGHT] = [8, 7];

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
    panels: panels.map(panelOf),
  };
}

function panelOf({ title, kind, unit, queries, needs }: Panel, index: number): object {
  const isTable = kind === 'table';
  const place = isTable ? { x: 0, y: index * HEIGHT, w: WIDTH * COLUMNS, h: 3 * HEIGHT } : placeOf(index);
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

function placeOf(index: number): object {
  return { x: (index % COLUMNS) * WIDTH, y: Math.floor(index / COLUMNS) * HEIGHT, w: WIDTH, h: HEIGHT };
}
