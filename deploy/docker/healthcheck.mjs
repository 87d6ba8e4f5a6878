// `node healthcheck.mjs PORT`: exit 0 when the service in this container says that it is ready.
const response = await fetch(`http://127.0.0.1:${process.argv[2]}/health/ready`, { signal: AbortSignal.timeout(4_000) }).catch(
  (error) => error,
);
if (response.ok !== true) {
  process.stderr.write(`not ready: ${response.status ?? response.message}\n`);
  process.exitCode = 1;
}
