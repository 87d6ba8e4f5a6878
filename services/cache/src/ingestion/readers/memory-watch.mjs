// Ends its process when that takes more memory than it may: for systems whose kernel doesn't hold a limit on it.
import { workerData } from 'node:worker_threads';

setInterval(() => {
  if (process.memoryUsage.rss() > workerData.maxBytes) process.kill(process.pid, 'SIGKILL');
}, 20);
