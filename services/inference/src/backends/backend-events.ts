import type { BackendEvent } from '@docmind/contracts';

type Listener = (event: BackendEvent) => void;

/** Tells whoever listens what the backends do. */
export class BackendEvents {
  private readonly listeners = new Map<Listener, () => void>();

  /**
   * @param onEnd called when there will be no more
   * @returns what stops listening
   */
  listen(listener: Listener, onEnd: () => void = () => undefined): () => void {
    this.listeners.set(listener, onEnd);
    return () => this.listeners.delete(listener);
  }

  end(): void {
    const ends = [...this.listeners.values()];
    this.listeners.clear();
    for (const end of ends) end();
  }

  tell(event: BackendEvent): void {
    for (const listener of this.listeners.keys()) listener(event);
  }
}
