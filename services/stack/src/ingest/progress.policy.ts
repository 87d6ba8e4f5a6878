const MB = 1_000_000;

export interface Done {
  readonly files: number;
  readonly bytes: number;
}

/** How far a run is, how fast, and how long the rest takes at that pace: by bytes, for a large file takes longer than a small one. */
export function progressLine(done: Done, total: Done, elapsedMs: number): string {
  const parts = [`${count(done.files)} of ${count(total.files)} files`, `${megabytes(done.bytes)} of ${megabytes(total.bytes)} MB`];
  if (done.bytes > 0 && elapsedMs > 0) {
    const bytesPerMs = done.bytes / elapsedMs;
    parts.push(`${((bytesPerMs * 1_000) / MB).toFixed(3)} MB/s`, `${duration((total.bytes - done.bytes) / bytesPerMs)} left`);
  }
  return parts.join(', ');
}

export function duration(ms: number): string {
  const seconds = Math.ceil(ms / 1_000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}

function megabytes(bytes: number): string {
  return (bytes / MB).toFixed(1);
}
