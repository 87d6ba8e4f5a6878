import { Controller, Get, Header } from '@nestjs/common';

/** Ollama's command line looks here (HEAD or GET) before it sends anything. */
@Controller()
export class HeartbeatController {
  @Get()
  @Header('content-type', 'text/plain; charset=utf-8')
  heartbeat(): string {
    return 'Ollama is running';
  }
}
