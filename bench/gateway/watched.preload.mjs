// Imported before a service: with UNWATCHED it counts and times nothing, so that the difference is what metrics cost.
import { Counter, Gauge } from 'prom-client';
import { Histogram } from '../../libs/telemetry/dist/histogram.js';

if (process.env.UNWATCHED) {
  const nothing = () => undefined;
  for (const { prototype } of [Counter, Gauge]) Object.assign(prototype, { inc: nothing, dec: nothing, set: nothing });
  Histogram.prototype.observe = nothing;
  Histogram.prototype.series = () => ({ observe: nothing });
}
