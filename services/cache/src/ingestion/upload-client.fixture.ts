import { type CallContract, type EventContract, type StreamContract, UPLOAD_PART_BYTES } from '@docmind/contracts';
import { type CallOptions, MessageClient, type RequestContext } from '@docmind/messaging';

/** Serves one upload as the orchestrator does, and can send other bytes than were announced. */
export class UploadClient extends MessageClient {
  reads: { offset: number; instance: string | undefined }[] = [];
  bytes: Uint8Array = new Uint8Array();
  bytesOf: (uploadId: string) => Uint8Array = () => this.bytes;

  async call<Request, Reply>(
    _contract: CallContract<Request, Reply>,
    request: Request,
    _context: RequestContext,
    options: CallOptions = {},
  ): Promise<Reply> {
    const { uploadId, offset } = request as { uploadId: string; offset: number };
    const bytes = this.bytesOf(uploadId);
    this.reads.push({ offset, instance: options.instance });
    const part = bytes.subarray(offset, offset + UPLOAD_PART_BYTES);
    return { bytes: Buffer.from(part).toString('base64'), last: offset + part.length >= bytes.length } as Reply;
  }

  async *stream<Request, Frame>(_contract: StreamContract<Request, Frame>): AsyncGenerator<Frame> {
    throw new Error('nothing is streamed here');
  }

  async publish<Payload>(_contract: EventContract<Payload>): Promise<void> {}

  isConnected(): boolean {
    return true;
  }

  async close(): Promise<void> {}
}
