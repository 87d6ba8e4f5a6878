import type { Tracing, TracingOptions } from './tracing.port.js';

/** Without an endpoint there is none, and nothing of OpenTelemetry's SDK is loaded. */
export async function startTracing(
  options: Omit<TracingOptions, 'endpoint'> & { readonly endpoint: string | undefined },
): Promise<Tracing | undefined> {
  const { endpoint } = options;
  if (endpoint === undefined) return undefined;
  const { startOtlp } = await import('./otlp-tracing.js');
  return startOtlp({ ...options, endpoint });
}
