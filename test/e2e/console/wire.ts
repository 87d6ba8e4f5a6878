// A wire between the browser and the door that can be cut while something comes over it.
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export class Wire {
  private readonly sockets = new Set<Socket>();
  private isCut = false;
  private readonly server = createServer((near) => this.join(near));

  private constructor(private readonly port: number) {}

  static async to(url: string): Promise<Wire> {
    const wire = new Wire(Number(new URL(url).port));
    wire.server.listen(0, '127.0.0.1');
    await once(wire.server, 'listening');
    return wire;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`;
  }

  cut(): void {
    this.isCut = true;
    for (const socket of this.sockets) socket.destroy();
  }

  mend(): void {
    this.isCut = false;
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private join(near: Socket): void {
    if (this.isCut) return void near.destroy();
    const far = connect(this.port, '127.0.0.1');
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.sockets.add(one);
      one.on('error', () => undefined).on('close', () => void (this.sockets.delete(one), other.destroy()));
      one.pipe(other);
    }
  }
}
