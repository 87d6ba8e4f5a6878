import { SERVICE_ROUTES } from './health.js';
import type { RouteTable } from './route.js';

/** What it keeps is asked for by messages. */
export const PERSISTENCE_ROUTES = SERVICE_ROUTES satisfies RouteTable;
