import { type BackendEvent, inferenceBackendChanged } from '@docmind/contracts';
import { INSTANCE_ID, MessageClient, newRequestContext } from '@docmind/messaging';
import { Inject, Injectable, Logger } from '@nestjs/common';

/** What the backends of this replica of the service do, in its log and as messages. */
@Injectable()
export class BackendReport {
  constructor(
    private readonly client: MessageClient,
    private readonly logger: Logger,
    @Inject(INSTANCE_ID) private readonly instance: string,
  ) {}

  tell(event: BackendEvent): void {
    this.logger.log({ msg: 'backend changed', ...event });
    this.client.publish(inferenceBackendChanged, { ...event, instance: this.instance }, newRequestContext()).catch(() => undefined);
  }
}
