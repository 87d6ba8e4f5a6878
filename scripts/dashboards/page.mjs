// A dashboard as a page: Grafana's grid of 24 columns, a chart, large values or a table in each panel.
import { chartOf, COLOURS } from './chart.mjs';
import { shown } from './units.mjs';

const [COLUMN_PX, ROW_PX, GAP_PX] = [60, 34, 8];
const MOST_LEGENDS = 8;

const STYLE = `
body { margin: 0; background: #f4f5f5; font: 12px sans-serif; color: #24292e; width: 1440px; }
h1 { font-size: 18px; margin: 12px 8px 4px; } h1 small { font-weight: normal; font-size: 12px; color: #6b7077; }
main { position: relative; } section { position: absolute; box-sizing: border-box; background: #fff; border: 1px solid #dfe1e5; border-radius: 3px; padding: 6px 8px; overflow: hidden; }
h2 { font-size: 12px; margin: 0 0 4px; } .legend { display: flex; flex-wrap: wrap; gap: 0 12px; margin: 0; padding: 0; font-size: 11px; }
.legend li { list-style: none; white-space: nowrap; } .legend i { display: inline-block; width: 12px; height: 3px; margin: 0 4px 3px 0; }
.none { color: #8a8f98; text-align: center; padding-top: 60px; } .stats { display: flex; flex-wrap: wrap; gap: 4px 24px; justify-content: center; padding-top: 24px; }
.stats b { display: block; font-size: 30px; } .stats span { text-align: center; } table { border-collapse: collapse; columns: 2; } td, th { text-align: left; padding: 2px 16px 2px 0; }`;

export function pageOf({ title, panels }, found, { from, to }) {
  const height = Math.max(...panels.map(({ gridPos: { y, h } }) => y + h)) * ROW_PX;
  const sections = panels.map((panel, at) => sectionOf(panel, found[at], { from, to }));
  const when = `${Math.round((to - from) / 60)} minutes to ${new Date(to * 1_000).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return `<!doctype html><meta charset="utf-8"><style>${STYLE}</style><h1>${safe(title)} <small>${when}</small></h1>
<main style="height:${height}px">${sections.join('')}</main>`;
}

function sectionOf({ title, type, gridPos: { x, y, w, h }, fieldConfig, description }, series, time) {
  const [width, height] = [w * COLUMN_PX - GAP_PX, h * ROW_PX - GAP_PX];
  const box = `left:${x * COLUMN_PX + GAP_PX / 2}px;top:${y * ROW_PX}px;width:${width}px;height:${height}px`;
  const size = { width: width - 18, height: height - 58 };
  const body = series.length === 0 ? noneOf(description) : BODIES[type](series, fieldConfig.defaults.unit, size, time);
  return `<section style="${box}"><h2>${safe(title)}</h2>${body}</section>`;
}

const noneOf = (description) => `<p class="none">No data${description ? `: ${safe(description.toLowerCase())}` : ''}</p>`;

const BODIES = {
  timeseries: (series, unit, size, time) => chartOf(series, unit, size, time) + legendOf(series),
  stat: (series, unit) => {
    const values = series.map(({ legend, points }) => `<span><b>${shown(points.at(-1)?.[1], unit)}</b>${safe(legend)}</span>`);
    return `<div class="stats">${values.join('')}</div>`;
  },
  table: (rows) => {
    const names = Object.keys(rows[0].labels);
    const lines = rows.map(
      ({ labels, value }) => `<tr>${names.map((name) => `<td>${safe(labels[name] ?? '')}</td>`).join('')}<td>${value}</td></tr>`,
    );
    return `<table><tr>${names.map((name) => `<th>${safe(name)}</th>`).join('')}<th>Value</th></tr>${lines.join('')}</table>`;
  },
};

function legendOf(series) {
  const named = series
    .slice(0, MOST_LEGENDS)
    .map(({ legend }, at) => `<li><i style="background:${COLOURS[at % COLOURS.length]}"></i>${safe(legend)}</li>`);
  const more = series.length > MOST_LEGENDS ? [`<li>and ${series.length - MOST_LEGENDS} more</li>`] : [];
  return `<ul class="legend">${[...named, ...more].join('')}</ul>`;
}

const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const safe = (text) => text.replace(/[&<>"]/g, (sign) => ENTITIES[sign]);
